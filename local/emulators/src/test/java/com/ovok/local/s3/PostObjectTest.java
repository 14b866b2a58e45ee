package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.ovok.local.http.Wire;
import com.ovok.local.http.Wire.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms get the same result whether they are small, and checked by S3Proxy, or large, and checked by the gate. */
class PostObjectTest {
    private static final int SMALL = 1000;
    private static final int LARGE = (9 << 20) + 1;
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private static S3Server s3;

    @BeforeAll
    static void start() {
        s3 = S3Server.builder("uploads", "others").start();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SMALL, LARGE})
    void storesFileOfSignedForm(int size) throws IOException {
        var created = new CopyOnWriteArrayList<ObjectCreated>();
        s3.onObjectCreated(created::add);
        byte[] file = content(size);
        Response response = post(fields("stored/" + size), file);
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers()).containsEntry("ETag", '"' + md5(file) + '"');
        assertThat(response.headers()).doesNotContainKey("x-amz-version-id");
        assertThat(s3.sha256("uploads", "stored/" + size)).isEqualTo(sha256(file));
        assertThat(created).singleElement().satisfies(object -> {
            assertThat(object.size()).isEqualTo(size);
            assertThat(object.sha256()).isEqualTo(sha256(file));
            assertThat(object.eTag()).isEqualTo(md5(file));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsExpiredPolicy(int size) throws IOException {
        var past = Clock.fixed(Instant.now().minus(Duration.ofHours(2)), ZoneOffset.UTC);
        var fields = new PostPolicySigner(s3.region(), s3.credentials(), past).sign("uploads", "a", HOUR, LARGE);
        assertRefused(post(fields, content(size)), 403, "AccessDenied", "Policy expired");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsAlteredPolicy(int size) throws IOException {
        var fields = fields("a");
        fields.replace("Policy", fields("b").get("Policy"));
        assertRefused(post(fields, content(size)), 403, "SignatureDoesNotMatch", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsUnknownAccessKey(int size) throws IOException {
        var fields = fields("a");
        fields.computeIfPresent("X-Amz-Credential", (name, value) -> value.replaceFirst("[^/]+", "someone"));
        assertRefused(post(fields, content(size)), 403, "InvalidAccessKeyId", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsCredentialOfOtherRegion(int size) throws IOException {
        var elsewhere = new PostPolicySigner("us-east-1", s3.credentials(), Clock.systemUTC());
        Response response = post(elsewhere.sign("uploads", "a", HOUR, LARGE), content(size));
        assertRefused(response, 400, "InvalidArgument", "the region 'us-east-1' is wrong; expecting 'eu-central-1'");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsDateOutsideCredential(int size) throws IOException {
        var fields = fields("a");
        fields.replace("X-Amz-Date", "20200101T000000Z");
        assertRefused(post(fields, content(size)), 400, "InvalidArgument", "X-Amz-Date");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsUncoveredField(int size) throws IOException {
        var fields = fields("a");
        fields.put("Content-Type", "image/png");
        assertRefused(post(fields, content(size)), 403, "AccessDenied", "Extra input fields: content-type");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsOtherKey(int size) throws IOException {
        var fields = fields("a");
        fields.replace("key", "b");
        assertRefused(post(fields, content(size)), 403, "AccessDenied", "Policy Condition failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsOtherBucket(int size) throws IOException {
        Response response =
                post("/others", Form.of(fields("a")).file(content(size)).end());
        assertRefused(response, 403, "AccessDenied", "Policy Condition failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void checksPrefixOfField(int size) throws IOException {
        var conditions = List.of(List.of("starts-with", "$key", "user/eric/"));
        assertThat(post(signer().sign("uploads", "user/eric/1", HOUR, conditions), content(size))
                        .status())
                .isEqualTo(204);
        Response response = post(signer().sign("uploads", "user/mallory/1", HOUR, conditions), content(size));
        assertRefused(response, 403, "AccessDenied", "Policy Condition failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void checksSizeOfFileOnly(int size) throws IOException {
        assertThat(post(sized(size, size), content(size)).status()).isEqualTo(204);
        assertRefused(post(sized(0, size - 1), content(size)), 400, "EntityTooLarge", "");
        assertRefused(post(sized(size + 1, size + 1), content(size)), 400, "EntityTooSmall", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsMalformedPolicy(int size) throws IOException {
        var fields = signer().sign("uploads", "a", HOUR, List.of("no condition"));
        assertRefused(post(fields, content(size)), 400, "InvalidPolicyDocument", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsUnsignedForm(int size) throws IOException {
        assertRefused(post(Map.of("key", "a"), content(size)), 403, "AccessDenied", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"})
    void rejectsFormWithoutSigningField(String name) throws IOException {
        var fields = fields("a");
        fields.remove(name);
        assertRefused(post(fields, content(SMALL)), 400, "InvalidArgument", name);
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void respondsAsFormRequests(int size) throws IOException {
        assertThat(post(asking("success_action_status", "200"), content(size)).status())
                .isEqualTo(200);
        assertThat(post(asking("success_action_status", "201"), content(size))).satisfies(response -> {
            assertThat(response.status()).isEqualTo(201);
            assertThat(response.body()).contains("<PostResponse", "<Bucket>uploads</Bucket>", "<Key>asking</Key>");
        });
        assertThat(post(asking("success_action_redirect", "http://127.0.0.1/done"), content(size)))
                .satisfies(response -> {
                    assertThat(response.status()).isEqualTo(303);
                    assertThat(response.headers().get("Location"))
                            .startsWith("http://127.0.0.1/done?bucket=uploads&key=asking&etag=");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void keepsContentTypeOfForm(int size) throws IOException {
        var types = new CopyOnWriteArrayList<String>();
        s3.onObjectCreated(object -> object.contentType().ifPresent(types::add));
        assertThat(post(asking("Content-Type", "image/png"), content(size)).status())
                .isEqualTo(204);
        assertThat(types).containsExactly("image/png");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void insertsFileNameIntoKey(int size) throws IOException {
        var fields = signer().sign("uploads", "in/${filename}", HOUR, List.of(List.of("starts-with", "$key", "in/")));
        assertThat(post(fields, content(size)).status()).isEqualTo(204);
        assertThat(s3.exists("uploads", "in/cat.png")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsFileBeforeFields(int size) throws IOException {
        var form = new Form().file(content(size));
        fields("a").forEach(form::field);
        assertRefused(post("/uploads", form.end()), 400, "InvalidArgument", "check the order of the fields");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsFieldAfterFile(int size) throws IOException {
        byte[] form = Form.of(fields("behind"))
                .file(content(size))
                .field("x-ignore-me", "")
                .end();
        assertRefused(post("/uploads", form), 400, "MalformedPOSTRequest", "");
        assertThat(s3.exists("uploads", "behind")).isFalse();
    }

    @Test
    void rejectsFormWithoutFile() throws IOException {
        assertRefused(post("/uploads", Form.of(fields("a")).end()), 400, "InvalidArgument", "exactly one file");
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void rejectsFieldsAbove20KB(int size) throws IOException {
        var fields = fields("a");
        fields.put("x-ignore-padding", "x".repeat(18 * 1024));
        assertThat(post(fields, content(size)).status()).isEqualTo(204);
        fields.put("x-ignore-padding", "x".repeat(20 * 1024));
        assertRefused(post(fields, content(size)), 400, "MaxPostPreDataLengthExceeded", "");
    }

    @Test
    void rejectsIncompleteForm() throws IOException {
        byte[] form = Form.of(fields("a")).file(content(SMALL)).end();
        String cut = new String(form, UTF_8).replace(Form.BOUNDARY + "--\r\n", "");
        assertRefused(post("/uploads", cut.getBytes(UTF_8)), 400, "MalformedPOSTRequest", "");
    }

    @Test
    void rejectsMissingBucket() throws IOException {
        byte[] form = Form.of(fields("a")).file(content(SMALL)).end();
        assertRefused(post("/nowhere", form), 404, "NoSuchBucket", "");
    }

    @Test
    void leavesNothingBehindAfterDisconnect() throws IOException {
        byte[] form = Form.of(fields("gone")).file(content(LARGE)).end();
        try (Wire wire = Wire.to(s3.endpoint())) {
            wire.send(head("/uploads", "Content-Length: " + form.length));
            wire.send(Arrays.copyOf(form, form.length - 100));
        }
        assertThat(post(fields("next"), content(SMALL)).status()).isEqualTo(204);
        assertThat(s3.exists("uploads", "gone")).isFalse();
    }

    @Test
    void respondsWhileBodyIsSent() throws IOException {
        var fields = fields("a");
        fields.replace("X-Amz-Signature", "0".repeat(64));
        byte[] beginning = Form.of(fields).file(content(1 << 20)).end();
        try (Wire wire = Wire.to(s3.endpoint())) {
            wire.send(head("/uploads", "Content-Length: " + (2L << 30)));
            wire.send(beginning);
            Response response = wire.respond();
            assertRefused(response, 403, "SignatureDoesNotMatch", "");
            assertThat(response.headers()).containsEntry("Connection", "close");
        }
    }

    @Test
    void respondsOnceFileExceedsRange() throws IOException {
        try (Wire wire = Wire.to(s3.endpoint())) {
            wire.send(head("/uploads", "Content-Length: " + (2L << 30)));
            wire.send(Form.of(sized(0, 100)).file(content(1 << 20)).end());
            assertRefused(wire.respond(), 400, "EntityTooLarge", "");
        }
    }

    private static Response post(Map<String, String> fields, byte[] file) throws IOException {
        return post("/uploads", Form.of(fields).file(file).end());
    }

    private static Response post(String path, byte[] form) throws IOException {
        return Wire.exchange(s3.endpoint(), head(path, "Content-Length: " + form.length), form);
    }

    private static String head(String path, String framing) {
        return """
            POST %s HTTP/1.1
            Host: 127.0.0.1
            Content-Type: multipart/form-data; boundary=%s
            %s

            """.formatted(path, Form.BOUNDARY, framing);
    }

    private static Map<String, String> fields(String key) {
        return signer().sign("uploads", key, HOUR, LARGE);
    }

    private static Map<String, String> sized(long min, long max) {
        return signer().sign(
                        "uploads", "a", HOUR, List.of(List.of("content-length-range", min, max), Map.of("key", "a")));
    }

    private static Map<String, String> asking(String name, String value) {
        var fields = new LinkedHashMap<String, String>();
        fields.put(name, value);
        fields.putAll(signer().sign("uploads", "asking", HOUR, List.of(Map.of(name, value), Map.of("key", "asking"))));
        return fields;
    }

    private static PostPolicySigner signer() {
        return new PostPolicySigner(s3.region(), s3.credentials(), Clock.systemUTC());
    }

    private static byte[] content(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static String sha256(byte[] content) {
        return Hashing.sha256().hashBytes(content).toString();
    }

    @SuppressWarnings("deprecation")
    private static String md5(byte[] content) {
        return Hashing.md5().hashBytes(content).toString();
    }

    private static void assertRefused(Response response, int status, String code, String message) {
        assertThat(response.body()).contains("<Code>" + code + "</Code>").contains(message);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().get("Content-Type")).startsWith("application/xml");
    }
}
