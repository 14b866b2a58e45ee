package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks palantir's format of all sources. A test, because the formatter needs the compiler of its own JVM. */
class FormatTest {
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(true)
            .build());

    @Test
    void formatsEverySource() throws Exception {
        List<Path> off = new ArrayList<>();
        for (Path source : sources()) {
            String formatted = FORMATTER.formatSourceAndFixImports(Files.readString(source));
            if (!formatted.equals(Files.readString(source))) {
                off.add(source);
                mend(source, formatted);
            }
        }
        assertThat(off).as("mend with -Dformat.write").isEmpty();
    }

    private static void mend(Path source, String formatted) throws IOException {
        if (Boolean.getBoolean("format.write")) {
            Files.writeString(source, formatted);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("function", "local")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(FormatTest::isSource).forEach(sources::add);
            }
        }
        return sources;
    }

    private static boolean isSource(Path file) {
        String path = ROOT.relativize(file).toString();
        return path.endsWith(".java") && path.contains("/src/");
    }
}
