package com.ovok.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs handlers of this process like the function: a zip with their jar below lib. */
public final class FunctionZip {
    private FunctionZip() {}

    /** Packs the handlers with the jars of some classes that they need. */
    public static Path of(Path directory, List<Class<?>> needed, Class<?>... handlers) throws IOException {
        Path zip = directory.resolve("function.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/"));
            out.putNextEntry(new ZipEntry("lib/handlers.jar"));
            out.write(jar(handlers));
            for (Class<?> type : needed) {
                Path jar = jarOf(type);
                out.putNextEntry(new ZipEntry("lib/" + jar.getFileName()));
                Files.copy(jar, out);
            }
        }
        return zip;
    }

    private static Path jarOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static byte[] jar(Class<?>... types) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Class<?> type : types) {
                String path = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new ZipEntry(path));
                try (InputStream code = type.getResourceAsStream("/" + path)) {
                    Objects.requireNonNull(code, path).transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }
}
