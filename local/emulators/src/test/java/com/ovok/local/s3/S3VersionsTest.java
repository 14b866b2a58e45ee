package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.ovok.local.http.Wire;
import com.ovok.local.http.Wire.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Versions of objects, as the SDK's own client sees them through the gate. */
class S3VersionsTest {
    @AutoClose
    private static S3Server s3;

    @AutoClose
    private static S3Client client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        s3 = S3Server.builder("inbox", "plain").versioned(Set.of("inbox")).start();
        client = S3Client.builder()
                .region(Region.of(s3.region()))
                .endpointOverride(s3.endpoint())
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(s3.credentials()))
                .build();
    }

    @Test
    void keepsEveryVersion() {
        String first = put("kept", "one");
        String second = put("kept", "two");
        String third = put("kept", "three");
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().allMatch(id -> id.length() == 32);
        assertThat(get("kept", first)).isEqualTo("one");
        assertThat(get("kept", second)).isEqualTo("two");
        assertThat(get("kept", third)).isEqualTo("three");
        assertThat(s3.sha256("inbox", "kept")).isEqualTo(sha256("three"));
    }

    @Test
    void namesServedVersion() {
        String first = put("named", "one");
        String second = put("named", "two");
        GetObjectResponse latest =
                client.getObject(get -> get.bucket("inbox").key("named")).response();
        assertThat(latest.versionId()).isEqualTo(second);
        HeadObjectResponse head =
                client.headObject(it -> it.bucket("inbox").key("named").versionId(first));
        assertThat(head.versionId()).isEqualTo(first);
        assertThat(head.contentLength()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC", "v0000000000000001", "null", "unknown", "a/../b", "ä"})
    void rejectsUnknownVersion(String id) {
        put("known", "one");
        assertThatThrownBy(() -> get("known", id)).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(404);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion");
        });
    }

    @Test
    void separatesVersionsByKey() {
        String version = put("one key", "one");
        put("another key", "other");
        assertThatThrownBy(() -> get("another key", version))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion"));
    }

    @Test
    void pinsReadToVersion() {
        String first = put("pinned", "0123456789");
        put("pinned", "abcdefghij");
        assertThat(client.getObjectAsBytes(get -> get.bucket("inbox")
                                .key("pinned")
                                .versionId(first)
                                .range("bytes=2-4"))
                        .asUtf8String())
                .isEqualTo("234");
        String eTag =
                client.headObject(head -> head.bucket("inbox").key("pinned")).eTag();
        assertThatThrownBy(() -> client.getObject(get ->
                        get.bucket("inbox").key("pinned").versionId(first).ifMatch(eTag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void storesRequestedVersion() throws IOException {
        List<ObjectCreated> created = listen("chosen");
        Path file = Files.writeString(directory.resolve("a"), "chosen");
        s3.put("inbox", "chosen", file, "text/plain", Map.of(), Optional.of("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC"));
        String later = put("chosen", "later");
        assertThat(get("chosen", "lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC")).isEqualTo("chosen");
        assertThat(created)
                .extracting(ObjectCreated::versionId)
                .containsExactly(Optional.of("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC"), Optional.of(later));
    }

    @Test
    void reassignsRequestedVersionId() throws IOException {
        Path one = Files.writeString(directory.resolve("one"), "one");
        Path two = Files.writeString(directory.resolve("two"), "two");
        s3.put("inbox", "again", one, "text/plain", Map.of(), Optional.of("same"));
        s3.put("inbox", "again", two, "text/plain", Map.of(), Optional.of("same"));
        put("again", "three");
        assertThat(get("again", "same")).isEqualTo("two");
    }

    @Test
    void hidesDeletedObjectAndKeepsVersions() {
        String version = put("deleted", "one");
        DeleteObjectResponse deleted =
                client.deleteObject(delete -> delete.bucket("inbox").key("deleted"));
        assertThat(deleted.deleteMarker()).isTrue();
        assertThat(deleted.versionId()).isNotEqualTo(version).hasSize(32);
        assertThatThrownBy(() -> client.getObject(get -> get.bucket("inbox").key("deleted")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(get("deleted", version)).isEqualTo("one");
    }

    @Test
    void deletesOneVersion() {
        String first = put("removed", "one");
        String second = put("removed", "two");
        client.deleteObject(delete -> delete.bucket("inbox").key("removed").versionId(second));
        assertThat(client.getObjectAsBytes(get -> get.bucket("inbox").key("removed"))
                        .asUtf8String())
                .isEqualTo("one");
        assertThat(get("removed", first)).isEqualTo("one");
        assertThatThrownBy(() -> get("removed", second)).isInstanceOf(S3Exception.class);
    }

    @Test
    void reportsVersionOfObjectInParts() {
        List<ObjectCreated> created = listen("parts");
        String former = put("parts", "former");
        String id = client.createMultipartUpload(it -> it.bucket("inbox").key("parts"))
                .uploadId();
        String eTag = client.uploadPart(
                        it -> it.bucket("inbox").key("parts").uploadId(id).partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(eTag).build();
        String version = client.completeMultipartUpload(
                        it -> it.bucket("inbox").key("parts").uploadId(id).multipartUpload(parts -> parts.parts(part)))
                .versionId();
        assertThat(get("parts", version)).isEqualTo("part");
        assertThat(get("parts", former)).isEqualTo("former");
        assertThat(created)
                .extracting(ObjectCreated::versionId)
                .containsExactly(Optional.of(former), Optional.of(version));
    }

    @Test
    void copiesRequestedVersion() {
        List<ObjectCreated> created = listen("copy");
        String first = put("original", "one");
        put("original", "two");
        String copy = client.copyObject(it -> it.sourceBucket("inbox")
                        .sourceKey("original")
                        .sourceVersionId(first)
                        .destinationBucket("inbox")
                        .destinationKey("copy"))
                .versionId();
        assertThat(get("copy", copy)).isEqualTo("one");
        assertThat(created).extracting(ObjectCreated::versionId).containsExactly(Optional.of(copy));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9 << 20})
    void namesVersionOfFormUpload(int size) throws IOException {
        var signer = new PostPolicySigner(s3.region(), s3.credentials(), Clock.systemUTC());
        byte[] form = Form.of(signer.sign("inbox", "form", Duration.ofHours(1), 10 << 20))
                .file("x".repeat(size).getBytes(UTF_8))
                .end();
        Response response = Wire.exchange(
                s3.endpoint(),
                "POST /inbox HTTP/1.1\nHost: 127.0.0.1\nContent-Type: multipart/form-data; boundary=" + Form.BOUNDARY
                        + "\nContent-Length: " + form.length + "\n\n",
                form);
        assertThat(response.status()).isEqualTo(204);
        assertThat(get("form", response.headers().getOrDefault("x-amz-version-id", "none")))
                .hasSize(size);
    }

    @Test
    void keepsVersionsOfConcurrentClients() throws Exception {
        List<Future<String>> versions = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String content = "content " + i;
                versions.add(threads.submit(() -> put("raced", content)));
            }
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(get("raced", result(versions.get(i)))).isEqualTo("content " + i);
        }
    }

    @Test
    void keepsNoVersionsByDefault() {
        String version = client.putObject(put -> put.bucket("plain").key("a"), RequestBody.fromString("content"))
                .versionId();
        assertThat(version).isNull();
        assertThatThrownBy(() ->
                        client.getObject(get -> get.bucket("plain").key("a").versionId("v0000000000000001")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void rejectsListingOfVersions() {
        assertThatThrownBy(() -> client.listObjectVersions(list -> list.bucket("inbox")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    private static String put(String key, String content) {
        return client.putObject(put -> put.bucket("inbox").key(key), RequestBody.fromString(content))
                .versionId();
    }

    private static String get(String key, String version) {
        return client.getObjectAsBytes(get -> get.bucket("inbox").key(key).versionId(version))
                .asUtf8String();
    }

    private static String result(Future<String> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(String content) {
        return Hashing.sha256().hashString(content, UTF_8).toString();
    }

    private static List<ObjectCreated> listen(String key) {
        var created = new CopyOnWriteArrayList<ObjectCreated>();
        s3.onObjectCreated(object -> {
            if (object.key().equals(key)) {
                created.add(object);
            }
        });
        return created;
    }
}
