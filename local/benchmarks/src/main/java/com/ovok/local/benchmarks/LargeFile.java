package com.ovok.local.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One object of 1 GiB from S3 into a presigned POST, with TLS on both sides, by the function, by curl and by Node. */
final class LargeFile implements Benchmark {
    private static final long BYTES = 1L << 30;
    private static final String OBJECT = "large.bin";
    private static final String FUNCTION = "function";
    private static final String FRESH = "function, its JVM just started";
    private static final String CURL = "curl, then curl -F";
    private static final String PIPE = "curl | curl";
    private static final String BOUNDARY = "benchmark";
    private static final String AXIOS = "axios and form-data";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.secure()) {
            bench.store(OBJECT, BYTES);
            bench.store("small.bin", 10_000);
            FunctionPackage code = bench.function();
            boolean curl = Shell.has("bash", "curl");
            boolean axios = NodeUpload.isInstalledIn(bench);
            Sides sides = new Sides("1 GiB, TLS")
                    .add(FUNCTION, () -> function(bench, code, OBJECT))
                    .add(FRESH, () -> function(bench, code, "small.bin"));
            if (curl) {
                sides.add(CURL, () -> curl(bench, "curl -K get -o copy && curl -K post -F 'file=@copy'"));
                // Not with -F, which would buffer a pipe's whole output in memory, at most 1 GiB.
                sides.add(PIPE, () -> curl(bench, "{ cat head; curl -K get; cat tail; } | curl -K stream -T -"));
            } else {
                Progress.skipped(CURL, "no bash or no curl on this machine");
            }
            if (axios) {
                sides.add(AXIOS, () -> axios(bench));
            }
            return rows(sides.run(rounds), curl, axios);
        }
    }

    private static List<Row> rows(Sides sides, boolean curl, boolean axios) {
        List<Row> rows = new ArrayList<>();
        if (curl) {
            rows.add(sides.row("CPU", "s", FUNCTION, CURL, Measured::cpuSeconds, new Goal.Times(1.2)));
            rows.add(sides.row("CPU", "s", FRESH, CURL, Measured::cpuSeconds, new Goal.Times(1.0)));
            rows.add(sides.row("wall", "s", FUNCTION, PIPE, Measured::wallSeconds, new Goal.Times(1.1)));
        }
        if (axios) {
            rows.add(sides.row("wall", "s", FRESH, AXIOS, Measured::wallSeconds, new Goal.Times(1.0)));
            rows.add(sides.row("CPU", "s", FRESH, AXIOS, Measured::cpuSeconds, new Goal.Report()));
            rows.add(sides.row("peak memory", "MB", FRESH, AXIOS, Measured::peakMegabytes, new Goal.Times(0.1)));
        }
        return rows;
    }

    /** Starts a process that first transfers {@code before}, to exclude its start and the JIT's compilation. */
    private static Measured function(Workbench bench, FunctionPackage code, String before) throws Exception {
        try (FunctionProcess process = bench.deployed(code, DeployedFunction.S3.with("-Xmx64m"))) {
            Workbench.transfer(process, bench.arrival(before));
            bench.discard();
            Measured measured = Workbench.measure(process, bench.arrival(OBJECT));
            bench.discard();
            return measured;
        }
    }

    private static Measured curl(Workbench bench, String commands) throws Exception {
        String trusting = "silent\nshow-error\nfail\ncacert = \"" + bench.certificate.pem() + "\"\n";
        Files.writeString(bench.directory.resolve("get"), trusting + "url = \"" + bench.readable(OBJECT) + "\"\n");
        JsonNode form = bench.form();
        String url = "url = \"" + form.path("url").textValue() + "\"\n";
        StringBuilder post = new StringBuilder(trusting).append(url);
        StringBuilder head = new StringBuilder();
        form.path("fields").properties().forEach(field -> {
            String value = field.getValue().textValue();
            post.append("form-string = \"%s=%s\"%n".formatted(field.getKey(), value));
            head.append(part(field.getKey())).append(value).append("\r\n");
        });
        head.append(part("file\"; filename=\"file"));
        String tail = "\r\n--" + BOUNDARY + "--\r\n";
        long length = head.length() + BYTES + tail.length();
        Files.writeString(bench.directory.resolve("post"), post);
        Files.writeString(bench.directory.resolve("head"), head);
        Files.writeString(bench.directory.resolve("tail"), tail);
        Files.writeString(bench.directory.resolve("stream"), trusting + url + """
            request = "POST"
            header = "Content-Type: multipart/form-data; boundary=%s"
            header = "Content-Length: %d"
            header = "Transfer-Encoding:"
            """.formatted(BOUNDARY, length));
        Measured measured = Shell.time(bench.directory, commands, Map.of());
        bench.discard();
        return measured;
    }

    private static String part(String name) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }

    private static Measured axios(Workbench bench) throws Exception {
        Path input = Files.writeString(
                bench.directory.resolve("form.json"), bench.form().toString());
        Measured measured = Shell.time(
                bench.directory,
                "node upload.mjs '" + bench.readable(OBJECT) + "' " + input,
                Map.of("NODE_EXTRA_CA_CERTS", bench.certificate.pem().toString()));
        bench.discard();
        return measured;
    }
}
