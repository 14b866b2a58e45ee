package com.ovok.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** The AWS Lambda Java runtime client on this process's own class path. */
final class RuntimeClient {
    private static final String NATIVE_LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final Map<String, String> MACHINES =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "aarch64", "arm64", "aarch64");

    private RuntimeClient() {}

    /**
     * Returns the command that starts the client. Except in an image, the package's jars are not on the class path: the
     * client loads them from {@code lib} below its working directory, as in managed Lambda.
     */
    static List<String> command(FunctionConfiguration configuration, FunctionPackage code) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-D" + NATIVE_LIBRARY_PROPERTY + "=" + code.nativeLibrary());
        command.addAll(configuration.jvmOptions());
        command.addAll(List.of("-cp", classPath(code), AWSLambda.class.getName(), configuration.handler()));
        return command;
    }

    /**
     * Unpacks the client's native library. By default every client process would overwrite the same file below
     * {@code /tmp}, from which others run.
     */
    static void unpackNativeLibrary(Path target) throws IOException {
        if (!runsHere()) {
            return;
        }
        String resource = nativeLibrary(platform().orElseThrow());
        try (InputStream library = Objects.requireNonNull(AWSLambda.class.getResourceAsStream(resource), resource)) {
            Files.copy(library, target);
        }
    }

    /** Returns whether the client has a native library for this machine. */
    static boolean runsHere() {
        return platform().isPresent();
    }

    /** Explains why it does not run here, and what does. */
    static String whyNotHere() {
        return "AWS's runtime client runs on Linux with x86_64 or aarch64, not on " + System.getProperty("os.name")
                + " with " + System.getProperty("os.arch") + ". Run the function with sam local, beside -Dserve.";
    }

    private static Optional<String> platform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Returns the client's name of a platform; empty if it does not support it. */
    static Optional<String> platform(String system, String architecture) {
        Optional<String> machine =
                Optional.ofNullable(MACHINES.get(architecture)).filter(_ -> system.equals("Linux"));
        return machine.map(name -> Files.exists(Path.of("/lib/ld-musl-" + name + ".so.1"))
                ? "linux_musl-" + name.replace("aarch64", "aarch_64")
                : "linux-" + name.replace("aarch64", "aarch_64"));
    }

    static String nativeLibrary(String platform) {
        return "/jni/libaws-lambda-jni." + platform + ".so";
    }

    private static String classPath(FunctionPackage code) throws IOException {
        Stream<Path> client = Stream.of(
                        AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(RuntimeClient::location);
        return Stream.concat(client, code.classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location(Class<?> type) {
        CodeSource source = Objects.requireNonNull(type.getProtectionDomain().getCodeSource(), type.getName());
        return Path.of(URI.create(source.getLocation().toString()));
    }
}
