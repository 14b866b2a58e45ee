package com.ovok.local.lambda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deployment package unpacked into a temporary directory, like Lambda's {@code /var/task}. Shared by any number of
 * processes, and outlives them; closing it deletes the directory.
 *
 * <p>Managed Lambda loads the package with its own class loader. A container image has all jars on one class path,
 * which the JVM requires to put the package's classes into an AOT cache.
 */
public final class FunctionPackage implements AutoCloseable {
    private final Path directory;
    private final boolean image;

    private FunctionPackage(Path directory, boolean image) {
        this.directory = directory;
        this.image = image;
    }

    /** Unpacks {@code zip}, which {@code mvn package} creates at {@code function/target/function.zip}. */
    public static FunctionPackage unpack(Path zip) throws IOException {
        return unpack(zip, false);
    }

    /** Unpacks {@code zip} as a container image contains it. */
    public static FunctionPackage unpackAsImage(Path zip) throws IOException {
        return unpack(zip, true);
    }

    private static FunctionPackage unpack(Path zip, boolean image) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new FileNotFoundException(zip + " does not exist: mvn package makes it");
        }
        FunctionPackage unpacked = new FunctionPackage(Files.createTempDirectory("function-"), image);
        try {
            unpacked.copyFrom(zip);
            RuntimeClient.unpackNativeLibrary(unpacked.nativeLibrary());
            return unpacked;
        } catch (IOException | RuntimeException e) {
            unpacked.close();
            throw e;
        }
    }

    Path root() {
        return directory.resolve("task");
    }

    Path nativeLibrary() {
        return directory.resolve("libaws-lambda-jni.so");
    }

    /** Returns the class path of a process, without the runtime client. */
    List<Path> classPath() throws IOException {
        return image
                ? walk(root().resolve("lib"), Comparator.naturalOrder()).stream()
                        .skip(1)
                        .toList()
                : List.of();
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory)) {
            for (Path path : walk(directory, Comparator.reverseOrder())) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void copyFrom(Path zip) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(zip)) {
            Path top = archive.getPath("/");
            for (Path entry : walk(top, Comparator.naturalOrder())) {
                Path target = root().resolve(top.relativize(entry).toString()).normalize();
                if (!target.startsWith(root())) {
                    throw new IOException("an entry of " + zip + " points out of the package");
                }
                Files.copy(entry, target);
            }
        }
    }

    private static List<Path> walk(Path top, Comparator<Path> order) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.sorted(order).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
