package com.ovok.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is deployed: {@code function/target/function.zip}. */
class PackageIT {
    private static final Path ZIP = Path.of(requireNonNull(System.getProperty("function.zip")));
    /** Of every file in it, whenever and wherever it is built. */
    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 1, 1, 0, 0);

    @Test
    void holdsJarsUnderLibAndNothingElse() throws IOException {
        assertThat(entries()).isNotEmpty().allMatch(entry -> entry.getName().matches("lib/([\\w.-]+\\.jar)?"));
    }

    @Test
    void bringsNothingThatTheManagedRuntimeBringsOrThatNothingUses() throws IOException {
        assertThat(entries())
                .extracting(ZipEntry::getName)
                .noneMatch(name -> name.contains("runtime-interface-client")
                        || name.contains("netty")
                        || name.contains("httpmime")
                        || name.contains("jackson-databind-nullable")
                        || name.contains("junit")
                        || name.contains("local-"));
    }

    @Test
    void carriesNoTraceOfTheTimeAndPlaceOfItsBuild() throws IOException {
        assertThat(entries())
                .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo(BUILT));
    }

    @Test
    void staysSmall() throws IOException {
        assertThat(Files.size(ZIP)).isLessThan(15_000_000);
    }

    private static List<ZipEntry> entries() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            return List.copyOf(zip.stream().map(ZipEntry.class::cast).toList());
        }
    }
}
