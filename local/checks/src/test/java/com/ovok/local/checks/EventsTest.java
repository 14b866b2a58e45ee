package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEventV2;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The samples, parsed as the managed runtime parses them before it calls a handler. */
class EventsTest {
    private static final Path EVENTS = SamTemplate.ROOT.resolve("events");

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            entry("s3-put.json", List.of("cat.png")),
            entry("s3-put-encoded-key.json", List.of("letters/2026/11/Müller + Söhne%20100% 東京.png")),
            entry("s3-put-two-records.json", List.of("cat.png", "cats/second.png")),
            entry("s3-put-unversioned.json", List.of("cat.png")),
            entry("s3-folder.json", List.of("letters/2026/")),
            entry("s3-removed.json", List.of("cat.png", "cat.png")),
            entry("s3-test-event.json", List.of()));

    static final List<String> S3_EVENTS = List.copyOf(KEYS.keySet());

    private final SamTemplate template = SamTemplate.read();

    @Test
    void coversEveryS3Sample() throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("s3-")))
                    .containsExactlyInAnyOrderElementsOf(S3_EVENTS);
        }
    }

    @ParameterizedTest
    @FieldSource("S3_EVENTS")
    void readsKeysOfS3Samples(String file) throws IOException {
        assertThat(records(file))
                .extracting(moved -> moved.getS3().getObject().getUrlDecodedKey())
                .isEqualTo(KEYS.get(file));
    }

    @ParameterizedTest
    @FieldSource("S3_EVENTS")
    void hasSourceInEveryRecord(String file) throws IOException {
        assertThat(records(file)).allSatisfy(moved -> {
            assertThat(moved.getEventSource()).isEqualTo("aws:s3");
            assertThat(moved.getAwsRegion()).isEqualTo("eu-central-1");
            assertThat(moved.getS3().getBucket().getName()).isEqualTo("ovok-inbox");
            assertThat(moved.getS3().getBucket().getArn()).isEqualTo("arn:aws:s3:::ovok-inbox");
            assertThat(moved.getS3().getObject().getSequencer()).matches("[0-9A-F]{18}");
        });
    }

    @ParameterizedTest
    @FieldSource("S3_EVENTS")
    void usesVersionedBucketOfTemplate(String file) throws IOException {
        JsonNode event = new JsonMapper().readTree(EVENTS.resolve(file).toFile());
        assertThat(event.path("Records").valueStream().map(moved -> moved.path("s3")))
                .filteredOn(moved -> moved.path("bucket").has("awsGeneratedTags"))
                .allSatisfy(moved -> {
                    JsonNode tags = moved.at("/bucket/awsGeneratedTags");
                    String bucket = tags.path("aws:cloudformation:logical-id").asText();
                    assertThat(template.type(bucket)).isEqualTo("AWS::S3::Bucket");
                    assertThat(moved.at("/object/versionId").asText()).hasSize(32);
                });
    }

    @Test
    void describesSamePictureInAllSamples() throws Exception {
        byte[] picture = Base64.getDecoder().decode(restRequest().getBody());
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Base64.getDecoder().decode(httpRequest().getBody())).isEqualTo(picture);
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(picture));
        assertThat(object(bridged())).containsEntry("size", picture.length).containsEntry("etag", md5);
        assertThat(records("s3-put.json")).allSatisfy(arrived -> {
            assertThat(arrived.getS3().getObject().getSizeAsLong()).isEqualTo(picture.length);
            assertThat(arrived.getS3().getObject().geteTag()).isEqualTo(md5);
        });
    }

    /** Bare, and in the envelope of SNS. */
    @Test
    void hasCreatedObjectInBothMessages() throws IOException {
        assertThat(messages())
                .satisfiesExactly(bare -> assertThat(keys(bare.getBody())).containsExactly("cat.png"), enveloped -> {
                    JsonNode envelope = new JsonMapper().readTree(enveloped.getBody());
                    assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
                    assertThat(keys(envelope.path("Message").asText())).containsExactly("letters/2026/cat 2.png");
                });
        assertThat(messages())
                .allSatisfy(message -> assertThat(message.getMd5OfBody())
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("MD5")
                                        .digest(message.getBody().getBytes(UTF_8)))));
    }

    @Test
    void readsEventBridgeEvent() throws IOException {
        checkBridged(bridged(), "scans/2026/cat 1+2 %.png");
    }

    @Test
    void hasEventBridgeEventInQueueSample() throws Exception {
        SQSMessage message =
                read("sqs-eventbridge.json", SQSEvent.class).getRecords().getFirst();
        checkBridged(
                requireNonNull(LambdaEventSerializers.serializerFor(
                                ScheduledEvent.class, ScheduledEvent.class.getClassLoader())
                        .fromJson(message.getBody())),
                "scans/2026/cat 3+4 %.png");
        assertThat(message.getMd5OfBody())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5")
                                .digest(message.getBody().getBytes(UTF_8))));
    }

    private static void checkBridged(ScheduledEvent event, String key) {
        assertThat(event.getSource()).isEqualTo("aws.s3");
        assertThat(event.getDetailType()).isEqualTo("Object Created");
        assertThat(event.getRegion()).isEqualTo("eu-central-1");
        assertThat(event.getResources()).containsExactly("arn:aws:s3:::ovok-inbox");
        assertThat(event.getDetail()).containsEntry("event-version", "1.1").containsEntry("reason", "PutObject");
        assertThat(object(event)).containsEntry("key", key);
        assertThat((String) object(event).get("sequencer")).matches("[0-9a-f]{18}");
        assertThat((String) object(event).get("version-id")).hasSize(32);
    }

    @SuppressWarnings("unchecked") // The runtime reads objects without a type as maps.
    private static Map<String, Object> object(ScheduledEvent event) {
        return (Map<String, Object>) requireNonNull(event.getDetail().get("object"));
    }

    private static ScheduledEvent bridged() throws IOException {
        return read("eventbridge-object-created.json", ScheduledEvent.class);
    }

    /** The runtime's types know both schemas, in which a bucket has an ARN or a name. */
    @Test
    void readsTasksOfBothBatchSamples() throws IOException {
        S3BatchEvent first = read("batch-operations-1.0.json", S3BatchEvent.class);
        S3BatchEventV2 second = read("batch-operations-2.0.json", S3BatchEventV2.class);

        assertThat(first.getInvocationSchemaVersion()).isEqualTo("1.0");
        assertThat(first.getTasks()).singleElement().satisfies(task -> {
            assertThat(task.getS3BucketArn()).isEqualTo("arn:aws:s3:::ovok-inbox");
            assertThat(task.getS3Key()).isEqualTo("cat.png");
            assertThat(task.getS3VersionId()).hasSize(32);
        });
        assertThat(second.getInvocationSchemaVersion()).isEqualTo("2.0");
        assertThat(second.getJob().getUserArguments()).containsKeys("isPublic", "dryRun");
        assertThat(second.getTasks()).singleElement().satisfies(task -> {
            assertThat(task.getS3Bucket()).isEqualTo("ovok-inbox");
            assertThat(URLDecoder.decode(task.getS3Key(), UTF_8))
                    .isEqualTo("letters/2026/11/Müller + Söhne%20100% 東京.png");
        });
    }

    /** So that {@code sam local invoke} works for each function. */
    @Test
    void hasSampleForEveryFunction() {
        assertThat(template.functions().keySet())
                .containsExactlyInAnyOrder(
                        "S3Function", "QueueFunction", "EventBridgeFunction", "BackfillFunction", "HttpApiFunction");
        assertThat(Stream.of(
                        "s3-put.json",
                        "sqs-two-messages.json",
                        "eventbridge-object-created.json",
                        "batch-operations-2.0.json",
                        "http-api-put.json"))
                .allSatisfy(file -> assertThat(EVENTS.resolve(file)).isRegularFile());
    }

    @Test
    void callsTemplatesRouteInHttpSamples() throws IOException {
        JsonNode route = template.events("HttpApi").getFirst();
        String path = route.path("Path").asText();
        assertThat(restRequest().getResource()).isEqualTo(path);
        assertThat(restRequest().getHttpMethod()).isEqualTo(route.path("Method").asText());
        assertThat(httpRequest().getRouteKey()).isEqualTo(route.path("Method").asText() + " " + path);
    }

    @Test
    void hasIamCallerInHttpSamples() throws IOException {
        assertThat(restRequest().getRequestContext().getIdentity().getUserArn()).startsWith("arn:aws:sts::");
        assertThat(httpRequest().getRequestContext().getAuthorizer().getIam().getUserArn())
                .startsWith("arn:aws:sts::");
    }

    private static List<S3EventNotificationRecord> records(String file) throws IOException {
        List<S3EventNotificationRecord> records = read(file, S3Event.class).getRecords();
        return records == null ? List.of() : records;
    }

    private static List<SQSMessage> messages() throws IOException {
        return read("sqs-two-messages.json", SQSEvent.class).getRecords();
    }

    /** Returns the keys of the created objects in a message, which must contain their bucket and version too. */
    private static List<String> keys(String body) throws IOException {
        S3Event event =
                requireNonNull(LambdaEventSerializers.serializerFor(S3Event.class, S3Event.class.getClassLoader())
                        .fromJson(body));
        assertThat(event.getRecords()).allSatisfy(arrived -> {
            assertThat(arrived.getEventName()).startsWith("ObjectCreated:");
            assertThat(arrived.getS3().getBucket().getName()).isEqualTo("ovok-inbox");
            assertThat(arrived.getS3().getObject().getVersionId()).hasSize(32);
        });
        return event.getRecords().stream()
                .map(arrived -> arrived.getS3().getObject().getUrlDecodedKey())
                .toList();
    }

    private static APIGatewayProxyRequestEvent restRequest() throws IOException {
        return read("rest-api-put.json", APIGatewayProxyRequestEvent.class);
    }

    private static APIGatewayV2HTTPEvent httpRequest() throws IOException {
        return read("http-api-put.json", APIGatewayV2HTTPEvent.class);
    }

    private static <T> T read(String file, Class<T> type) throws IOException {
        try (InputStream event = Files.newInputStream(EVENTS.resolve(file))) {
            return requireNonNull(LambdaEventSerializers.serializerFor(type, type.getClassLoader())
                    .fromJson(event));
        }
    }
}
