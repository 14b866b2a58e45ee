package com.ovok.local.benchmarks;

import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The first event of the HTTP API after SnapStart has restored a process, over TLS, beside one without priming and a
 * later event.
 */
final class Restore implements Benchmark {
    /** With SnapStart, Lambda leaves the JVM both of its JIT compilers. */
    private static final DeployedFunction FUNCTION = DeployedFunction.HTTP_API.with("-XX:TieredStopAtLevel=4");

    private static final String PRIMING = "com.ovok.upload.lambda.SnapshotPriming";

    private static final String FIRST = "first event after the restore";
    private static final String UNPRIMED = "without priming";
    private static final String LATER = "hundredth event";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.secure()) {
            FunctionPackage code = bench.function();
            FunctionPackage unprimed = unprimed(bench);
            byte[] event = event();
            Sides sides = new Sides("SnapStart, TLS")
                    .add(FIRST, () -> afterRestore(bench, code, event, 0))
                    .add(UNPRIMED, () -> afterRestore(bench, unprimed, event, 0))
                    .add(LATER, () -> afterRestore(bench, code, event, 99))
                    .run(rounds);
            return List.of(
                    sides.row("CPU", "ms", FIRST, UNPRIMED, Measured::cpuMillis, new Goal.Times(0.3)),
                    sides.row("wall", "ms", FIRST, UNPRIMED, Measured::wallMillis, new Goal.Report()),
                    sides.row("CPU", "ms", FIRST, LATER, Measured::cpuMillis, new Goal.Report()));
        }
    }

    /** The package with a priming that does nothing, in a class that Lambda finds before the one in the jar. */
    private static FunctionPackage unprimed(Workbench bench) throws IOException {
        Path zip = bench.directory.resolve("unprimed.zip");
        Files.copy(Workbench.functionZip(), zip);
        byte[] nothing = ClassFile.of()
                .build(
                        ClassDesc.of(PRIMING),
                        type -> type.withMethodBody(
                                "run",
                                MethodTypeDesc.of(
                                        ConstantDescs.CD_void,
                                        ClassDesc.of("java.util.concurrent.Callable"),
                                        ClassDesc.of("com.ovok.upload.http.TlsContext")),
                                ClassFile.ACC_STATIC,
                                CodeBuilder::return_));
        try (FileSystem archive = FileSystems.newFileSystem(zip)) {
            Path file = archive.getPath("/", PRIMING.replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, nothing);
        }
        return bench.keep(FunctionPackage.unpack(zip));
    }

    private static Measured afterRestore(Workbench bench, FunctionPackage code, byte[] event, int before)
            throws Exception {
        try (FunctionProcess process = bench.deployed(code, FUNCTION, FunctionConfiguration.SNAP_START)) {
            process.awaitSnapshot();
            for (int i = 0; i < before; i++) {
                Workbench.transfer(process, event);
            }
            return Workbench.measure(process, event, Restore::isCreated);
        }
    }

    private static boolean isCreated(String response) {
        return response.contains("\"statusCode\":201");
    }

    private static byte[] event() throws IOException {
        Path sample = Path.of(System.getProperty("root.directory"), "events", "http-api-put.json");
        return Files.readString(sample).getBytes(StandardCharsets.UTF_8);
    }
}
