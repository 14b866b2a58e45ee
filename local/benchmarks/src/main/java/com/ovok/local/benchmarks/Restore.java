package com.ovok.local.benchmarks;

import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The first event of the HTTP API after SnapStart has restored a process, over TLS, beside a later event. */
final class Restore implements Benchmark {
    /** With SnapStart, Lambda leaves the JVM both of its JIT compilers. */
    private static final DeployedFunction FUNCTION = DeployedFunction.HTTP_API.with("-XX:TieredStopAtLevel=4");

    private static final String FIRST = "first event after the restore";
    private static final String LATER = "hundredth event";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.secure()) {
            FunctionPackage code = bench.function();
            byte[] event = event();
            Sides sides = new Sides("SnapStart, TLS")
                    .add(FIRST, () -> afterRestore(bench, code, event, 0))
                    .add(LATER, () -> afterRestore(bench, code, event, 99))
                    .run(rounds);
            return List.of(
                    sides.row("CPU", "ms", FIRST, LATER, Measured::cpuMillis, new Goal.Report()),
                    sides.row("wall", "ms", FIRST, LATER, Measured::wallMillis, new Goal.Report()));
        }
    }

    private static Measured afterRestore(Workbench bench, FunctionPackage code, byte[] event, int before)
            throws Exception {
        try (FunctionProcess process = bench.deployed(code, FUNCTION, FunctionConfiguration.SNAP_START)) {
            process.awaitSnapshot();
            for (int i = 0; i < before; i++) {
                Workbench.carry(process, event);
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
