package com.ovok.local.benchmarks;

import com.ovok.upload.FileInfo;
import com.ovok.upload.post.FormEntity;
import com.ovok.upload.post.PresignedPost;
import com.ovok.upload.source.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of a form without the network: parsing it with its policy, and writing it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FormBenchmark {
    private static final byte[] ZEROS = new byte[1 << 20];
    private static final String URL = "https://documents.s3.eu-central-1.amazonaws.com/";
    private static final String POLICY = """
        {"expiration":"2026-11-24T12:00:00Z","conditions":[{"bucket":"documents"},["starts-with","$key","d/"],\
        {"x-amz-algorithm":"AWS4-HMAC-SHA256"},["content-length-range",0,5368709120]]}\
        """;

    /** The file that is sent. */
    @State(Scope.Benchmark)
    public static class File {
        /** In bytes. */
        @Param({"10000", "1048576"})
        public int length = 10_000;
    }

    private final SequencedMap<String, String> fields =
            fields(Base64.getEncoder().encodeToString(POLICY.getBytes(StandardCharsets.UTF_8)));
    private final PresignedPost post = PresignedPost.of(URL, fields);

    private static SequencedMap<String, String> fields(String policy) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "d/8d8a04ec-db0a-4de7-8251-08ca849f8c9f");
        fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        fields.put("x-amz-credential", "AKIAIOSFODNN7EXAMPLE/20261124/eu-central-1/s3/aws4_request");
        fields.put("x-amz-date", "20261124T110000Z");
        fields.put("policy", policy);
        fields.put("x-amz-signature", "0".repeat(64));
        return fields;
    }

    @Benchmark
    public PresignedPost parseForm() {
        return PresignedPost.of(URL, fields);
    }

    @Benchmark
    public long writeForm(File file) throws IOException {
        FormEntity form = new FormEntity(post, new Zeros(file.length), true);
        form.writeTo(OutputStream.nullOutputStream());
        return form.getContentLength();
    }

    private record Zeros(long length) implements Content {
        @Override
        public FileInfo file() {
            return new FileInfo("scan.pdf", "application/pdf", false);
        }

        @Override
        public Optional<String> md5() {
            return Optional.of("0".repeat(32));
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(ZEROS, 0, (int) length);
        }

        @Override
        public void close() {}
    }
}
