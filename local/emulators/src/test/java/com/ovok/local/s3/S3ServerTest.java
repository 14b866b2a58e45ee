package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
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
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The server as the SDK's own client sees it, through the gate. */
class S3ServerTest {
    @AutoClose
    private static S3Server s3;

    @AutoClose
    private static S3Client client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        s3 = S3Server.builder("inbox").start();
        client = S3Client.builder()
                .region(Region.of(s3.region()))
                .endpointOverride(s3.endpoint())
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(s3.credentials()))
                .build();
    }

    @Test
    void servesFileStoredWithoutRequest() throws IOException {
        Path file = Files.write(directory.resolve("a"), content(3_000_000));
        s3.put("inbox", "scan.pdf", file, "application/pdf", Map.of("ovok-is-public", "true"));
        try (var object = client.getObject(get -> get.bucket("inbox").key("scan.pdf"))) {
            GetObjectResponse head = object.response();
            assertThat(head.contentLength()).isEqualTo(3_000_000);
            assertThat(head.contentType()).isEqualTo("application/pdf");
            assertThat(head.metadata()).containsEntry("ovok-is-public", "true");
            assertThat(object).hasBinaryContent(content(3_000_000));
        }
    }

    @Test
    void reportsProgress() {
        var progress = new CopyOnWriteArrayList<Long>();
        s3.onProgress((bucket, bytes) -> progress.add(bucket.equals("inbox") ? bytes : -1));
        client.putObject(put -> put.bucket("inbox").key("watched"), RequestBody.fromBytes(content(3_000_000)));
        assertThat(progress).isSorted().hasSizeGreaterThan(2).endsWith(3_000_000L);
    }

    @Test
    void reportsObjectStoredBySdk() {
        List<ObjectCreated> created = listen("told");
        byte[] content = content(200_000);
        String eTag = client.putObject(
                        put -> put.bucket("inbox").key("told").contentType("image/png"), RequestBody.fromBytes(content))
                .eTag();
        assertThat(created).singleElement().satisfies(object -> {
            assertThat(object.bucket()).isEqualTo("inbox");
            assertThat(object.size()).isEqualTo(200_000);
            assertThat('"' + object.eTag() + '"').isEqualTo(eTag);
            assertThat(object.sha256())
                    .isEqualTo(Hashing.sha256().hashBytes(content).toString());
            assertThat(object.contentType()).contains("image/png");
        });
        assertThat(s3.sha256("inbox", "told")).isEqualTo(created.getFirst().sha256());
    }

    @Test
    void reportsObjectInPartsOnce() {
        List<ObjectCreated> created = new CopyOnWriteArrayList<>();
        s3.onObjectCreated(created::add);
        byte[] part = content(5 << 20);
        String id = client.createMultipartUpload(it -> it.bucket("inbox").key("parts"))
                .uploadId();
        String eTag = client.uploadPart(
                        it -> it.bucket("inbox").key("parts").uploadId(id).partNumber(1), RequestBody.fromBytes(part))
                .eTag();
        CompletedPart completed =
                CompletedPart.builder().partNumber(1).eTag(eTag).build();
        client.completeMultipartUpload(
                it -> it.bucket("inbox").key("parts").uploadId(id).multipartUpload(parts -> parts.parts(completed)));
        assertThat(created).singleElement().satisfies(object -> {
            assertThat(object.key()).isEqualTo("parts");
            assertThat(object.size()).isEqualTo(part.length);
            assertThat(object.eTag()).endsWith("-1");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b",
                "Röntgen bild+1 (äöü) 中文 ☃.png",
                "a/../b",
                "a//b",
                "percent%2Fencoded",
                "\u202Egnp.tac"
            })
    void acceptsAnyKey(String key) {
        client.putObject(put -> put.bucket("inbox").key(key), RequestBody.fromString(key));
        assertThat(client.getObjectAsBytes(get -> get.bucket("inbox").key(key)).asUtf8String())
                .isEqualTo(key);
    }

    @Test
    void acceptsLongestKeyOfS3() {
        String key = "k".repeat(1024);
        client.putObject(put -> put.bucket("inbox").key(key), RequestBody.fromString("long"));
        assertThat(s3.exists("inbox", key)).isTrue();
    }

    @Test
    void pinsReadToETag() {
        String eTag = client.putObject(put -> put.bucket("inbox").key("pinned"), RequestBody.fromString("one"))
                .eTag();
        assertThat(client.getObjectAsBytes(
                                get -> get.bucket("inbox").key("pinned").ifMatch(eTag))
                        .asUtf8String())
                .isEqualTo("one");
        client.putObject(put -> put.bucket("inbox").key("pinned"), RequestBody.fromString("two"));
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket("inbox").key("pinned").ifMatch(eTag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void headsRangesAndDeletes() {
        client.putObject(put -> put.bucket("inbox").key("short"), RequestBody.fromString("0123456789"));
        assertThat(client.headObject(head -> head.bucket("inbox").key("short")).contentLength())
                .isEqualTo(10);
        assertThat(client.getObjectAsBytes(
                                get -> get.bucket("inbox").key("short").range("bytes=2-4"))
                        .asUtf8String())
                .isEqualTo("234");
        client.deleteObject(delete -> delete.bucket("inbox").key("short"));
        assertThatThrownBy(() -> client.getObject(get -> get.bucket("inbox").key("short")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void opensAndDeletesWithoutRequest() throws IOException {
        client.putObject(put -> put.bucket("inbox").key("open"), RequestBody.fromString("content"));
        try (InputStream content = s3.openObject("inbox", "open")) {
            assertThat(content).hasBinaryContent("content".getBytes(UTF_8));
        }
        s3.delete("inbox", "open");
        assertThat(s3.exists("inbox", "open")).isFalse();
    }

    @Test
    void rejectsListing() {
        assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("inbox")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    @Test
    void rejectsOtherSecret() {
        assertThatThrownBy(() -> client.getObject(get -> get.bucket("inbox")
                        .key("a")
                        .overrideConfiguration(it -> it.credentialsProvider(StaticCredentialsProvider.create(
                                s3.credentials().copy(c -> c.secretAccessKey("other")))))))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
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

    private static byte[] content(int size) {
        var content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
