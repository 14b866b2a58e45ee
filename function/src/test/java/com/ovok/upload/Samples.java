package com.ovok.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.upload.ovok.AccessToken;
import com.ovok.upload.ovok.AccessTokenProvider;
import com.ovok.upload.ovok.StaticTokenProvider;
import com.ovok.upload.post.PresignedPost;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.RequestBody;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/** Test data shared by many tests. The secrets in it are fictitious; no output may contain them. */
public final class Samples {
    public static final Path ROOT = Path.of(System.getProperty("root.directory"));
    public static final FileInfo CAT = new FileInfo("cat.png", "image/png", false);
    public static final String TOKEN = "marker.access.token";
    public static final String OBJECT_KEY = "binary/marker-object-key";
    public static final String SIGNATURE = "b1a5f3marker-signature";

    private Samples() {}

    public static AccessTokenProvider token() {
        return new StaticTokenProvider(new AccessToken(TOKEN));
    }

    /** Returns a deadline late enough for a busy machine. */
    public static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30), InstantSource.system());
    }

    /** Returns a policy of a single attempt. */
    public static RetryPolicy once() {
        return new RetryPolicy(1, Set.of(), Duration.ZERO, Duration.ZERO, pause -> {
            throw new AssertionError("another try was to be made");
        });
    }

    public static Content content(String fileName, byte[] bytes) {
        return new RequestBody("request-1", new FileInfo(fileName, "image/png", false), bytes);
    }

    public static Content content(String text) {
        return content("cat.png", text.getBytes(UTF_8));
    }

    /** Returns the seven fields of the API's sample in their order. */
    public static SequencedMap<String, String> fields() {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("bucket", "ovok-documents");
        fields.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        fields.put("X-Amz-Credential", "AKIAMARKER/20260102/eu-central-1/s3/aws4_request");
        fields.put("X-Amz-Date", "20260102T030405Z");
        fields.put("key", OBJECT_KEY);
        fields.put("Policy", policy());
        fields.put("X-Amz-Signature", SIGNATURE);
        return fields;
    }

    public static PresignedPost post(URI url) {
        return PresignedPost.of(url.toString(), fields());
    }

    /** Returns a policy as the AWS libraries write it for a presigned POST. */
    public static String policy() {
        return base64("""
            {"expiration":"2999-01-02T04:04:05Z","conditions":[["content-length-range",0,104857600],\
            {"bucket":"ovok-documents"},{"X-Amz-Algorithm":"AWS4-HMAC-SHA256"},\
            {"X-Amz-Credential":"AKIAMARKER/20260102/eu-central-1/s3/aws4_request"},\
            {"X-Amz-Date":"20260102T030405Z"},["starts-with","$key","binary/"]]}\
            """);
    }

    /** Returns OVOK's response to a new document whose file goes to {@code storage}, with the time in {@code meta}. */
    public static String entry(URI storage) {
        return """
            {"id":"7f0d1a52","meta":{"lastUpdated":"2026-01-02T03:04:05.678Z"},\
            "author":{"reference":"Practitioner/1","display":"Erika Mustermann"},\
            "fileName":"cat.png","contentType":"image/png",\
            "uploadOptions":{"url":"%s/ovok-documents","fields":%s},"publicToken":null}\
            """.formatted(storage, json(fields()));
    }

    public static String json(Object value) {
        try {
            return new JsonMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    public static byte[] event(String name) {
        try {
            return Files.readAllBytes(ROOT.resolve("events").resolve(name));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns S3's error response to a form, which quotes the request as S3 does. */
    public static String s3Error(String code, String message) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>%s</Code><Message>%s</Message><Key>%s</Key><RequestId>4442587FB7D0A2F9</RequestId>\
            <HostId>4c9SPRWL</HostId></Error>\
            """.formatted(code, message, OBJECT_KEY);
    }

    /** Returns everything that a log would print of {@code failure}: its messages, its causes' and suppressed ones. */
    public static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Fails if {@code output} contains a secret, an object key or a file name of these samples. */
    public static void assertQuiet(String output) {
        assertThat(output)
                .doesNotContain(TOKEN, OBJECT_KEY, SIGNATURE, "AKIAMARKER", CAT.fileName())
                .doesNotContain(policy().substring(0, 20));
    }
}
