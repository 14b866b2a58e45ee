package com.ovok.local.lambda;

import com.ovok.local.lambda.handlers.BrokenHandler;
import com.ovok.local.lambda.handlers.HookHandler;
import com.ovok.local.lambda.handlers.ProbeHandler;
import com.ovok.local.lambda.handlers.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.crac.Core;

/** Packs the test handlers like the function: a zip with their jar below lib. */
public final class TestFunction {
    static final String PROBE = ProbeHandler.class.getName();
    static final String BROKEN = BrokenHandler.class.getName();
    static final String RESPONSE = ResponseHandler.class.getName();

    private TestFunction() {}

    public static FunctionPackage unpack(Path directory) throws IOException {
        return FunctionPackage.unpack(zip(directory));
    }

    public static FunctionConfiguration configuration(String name, String handler, Duration timeout) {
        return new FunctionConfiguration(
                name,
                handler,
                timeout,
                512,
                Map.of("GREETING", "hello"),
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
    }

    static byte[] event(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static Path zip(Path directory) throws IOException {
        return zip(
                directory,
                List.of(Core.class),
                ProbeHandler.class,
                BrokenHandler.class,
                ResponseHandler.class,
                HookHandler.class);
    }

    /** Packs the handlers with the jars of some classes that they need. */
    public static Path zip(Path directory, List<Class<?>> needed, Class<?>... handlers) throws IOException {
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
