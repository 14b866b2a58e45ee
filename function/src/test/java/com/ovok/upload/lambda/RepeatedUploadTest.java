package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One key that is stored several times, as S3 and compatible servers report it. */
class RepeatedUploadTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String E1 = "06f1a78c4623b79885a4b5dc5452d86a";
    private static final String E2 = "16f1a78c4623b79885a4b5dc5452d86b";

    /** Shared by all cases, each of which has its own key. */
    @AutoClose
    private static RunningApp running;

    private static int cases;

    private final String key = "case-" + ++cases + "/cat.png";

    @BeforeAll
    static void start() throws IOException {
        running = new RunningApp();
    }

    @BeforeEach
    void forgetTheCaseBefore() {
        running.healthy();
        running.log.taken();
        running.inbox.requests();
        running.ovok.requests();
        running.storage.requests();
    }

    /** The server's facts about an upload. */
    record Stored(String versionId, String eTag, String sequencer) {
        Stored withETag(String otherETag) {
            return new Stored(versionId, otherETag, sequencer);
        }

        Stored withSequencer(String other) {
            return new Stored(versionId, eTag, other);
        }
    }

    /** The form in which an upload is reported. */
    enum Telling {
        BY_S3,
        BY_EVENT_BRIDGE {
            @Override
            String sequencer(Stored upload) {
                return upload.sequencer().replaceFirst("^0+", "").toLowerCase(java.util.Locale.ROOT);
            }

            @Override
            RequestStreamHandler handler(App app) {
                return new EventBridgeHandler(app);
            }

            @Override
            ObjectNode event(String key, Stored upload, int size) throws IOException {
                ObjectNode event = (ObjectNode) JSON.readTree(Samples.event("eventbridge-object-created.json"));
                ((ObjectNode) event.at("/detail/object"))
                        .put("key", key)
                        .put("version-id", version(upload))
                        .put("etag", eTag(upload))
                        .put("sequencer", sequencer(upload))
                        .put("size", size);
                return event;
            }
        },
        WITH_ANOTHER_FORM_OF_ETAG {
            @Override
            String eTag(Stored upload) {
                return '"' + upload.eTag().toUpperCase(java.util.Locale.ROOT) + '"';
            }
        },
        WITHOUT_SEQUENCER {
            @Override
            @Nullable
            String sequencer(Stored upload) {
                return null;
            }
        },
        WITHOUT_ETAG {
            @Override
            @Nullable
            String eTag(Stored upload) {
                return null;
            }
        },
        WITH_A_MALFORMED_SEQUENCER_AND_NO_ETAG {
            @Override
            String sequencer(Stored upload) {
                return "none";
            }

            @Override
            String eTag(Stored upload) {
                return "";
            }
        },
        /** As a backfill does. */
        BY_KEY_ALONE {
            @Override
            @Nullable
            String sequencer(Stored upload) {
                return null;
            }

            @Override
            @Nullable
            String eTag(Stored upload) {
                return null;
            }

            @Override
            @Nullable
            String version(Stored upload) {
                return null;
            }
        },
        BY_BATCH_OPERATIONS {
            @Override
            RequestStreamHandler handler(App app) {
                return new BatchOperationsHandler(app);
            }

            @Override
            ObjectNode event(String key, Stored upload, int size) throws IOException {
                ObjectNode event = (ObjectNode) JSON.readTree(Samples.event("batch-operations-2.0.json"));
                ((ObjectNode) event.at("/tasks/0")).put("s3Key", key).put("s3VersionId", upload.versionId());
                return event;
            }

            @Override
            JsonNode transferred(JsonNode response) {
                assertThat(response.at("/results/0/resultCode").asText()).isEqualTo("Succeeded");
                return response.path("results");
            }
        };

        @Nullable
        String sequencer(Stored upload) {
            return upload.sequencer();
        }

        @Nullable
        String eTag(Stored upload) {
            return upload.eTag();
        }

        @Nullable
        String version(Stored upload) {
            return upload.versionId();
        }

        RequestStreamHandler handler(App app) {
            return new S3Handler(app);
        }

        ObjectNode event(String key, Stored upload, int size) throws IOException {
            ObjectNode event = (ObjectNode) JSON.readTree(Samples.event("s3-put.json"));
            ((ObjectNode) event.at("/Records/0/s3/object"))
                    .put("key", key)
                    .put("versionId", version(upload))
                    .put("eTag", eTag(upload))
                    .put("sequencer", sequencer(upload))
                    .put("size", size);
            return event;
        }

        JsonNode transferred(JsonNode response) {
            return response;
        }

        boolean knowsSequencer() {
            return this != WITHOUT_SEQUENCER
                    && this != WITH_A_MALFORMED_SEQUENCER_AND_NO_ETAG
                    && this != BY_KEY_ALONE
                    && this != BY_BATCH_OPERATIONS;
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC", "null", "", "1")
                .flatMap(version -> Arrays.stream(Telling.values())
                        .flatMap(one ->
                                Arrays.stream(Telling.values()).map(other -> Arguments.of(version, one, other))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void createsOneDocumentPerUpload(String version, Telling one, Telling other) throws IOException {
        Stored upload = new Stored(version, E1, "0055AED6DCD90281E5");
        tell(upload, one);
        tell(upload, other);
        tell(upload, one);

        assertThat(documents()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void createsAnotherDocumentForOtherBytes(String version, Telling one, Telling other) throws IOException {
        Stored upload = new Stored(version, E1, "0055AED6DCD90281E5");
        tell(upload, one);
        tell(upload.withETag(E2).withSequencer("0055AED6DCD90281E6"), other);

        assertThat(documents()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void createsAnotherDocumentForAnotherSequencer(String version, Telling one, Telling other) throws IOException {
        Stored upload = new Stored(version, E1, "0055AED6DCD90281E5");
        Stored again = upload.withSequencer("0055AED6DCD90281E6");
        for (int delivery = 0; delivery < 2; delivery++) {
            tell(upload, one);
            tell(again, other);
        }

        assertThat(documents()).isEqualTo(one.knowsSequencer() && other.knowsSequencer() ? 2 : 1);
    }

    @Test
    void assignsBackfilledUploadToFirstEvent() throws IOException {
        Stored upload = new Stored("", E1, "0055AED6DCD90281E5");
        tell(upload, Telling.BY_KEY_ALONE);
        tell(upload, Telling.BY_S3);
        tell(upload.withSequencer("0055AED6DCD90281E6"), Telling.BY_S3);
        tell(upload, Telling.BY_S3);
        tell(upload, Telling.BY_KEY_ALONE);

        assertThat(documents()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "1"})
    void readsUploadsAsOfTheirEvents(String version) throws IOException {
        Stored first = new Stored(version, E1, "01");
        tell(first, Telling.BY_S3);
        tell(first.withETag(E2).withSequencer("02"), Telling.BY_S3);

        assertThat(running.inbox.requests())
                .allSatisfy(read -> assertThat(read.line())
                        .contains(version.equals("1") ? "?versionId=1 " : "/cat.png HTTP")
                        .doesNotContain("null"))
                .extracting(read -> read.header("If-Match").orElseThrow())
                .containsExactly('"' + E1 + '"', '"' + E2 + '"');
    }

    @Test
    void keepsLateEventsFromNewerBytes() {
        running.inbox.otherwise(response(412, s3Error("PreconditionFailed", "x")));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> handle(new Stored("null", E1, "01"), Telling.BY_S3))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SOURCE_CHANGED));
        assertThat(documents()).isZero();
    }

    @Test
    void readsObjectOnceWithoutETag() throws IOException {
        tell(new Stored("", E1, "01"), Telling.WITHOUT_ETAG);

        assertThat(running.inbox.requests())
                .extracting(Request::line)
                .containsExactly("GET /ovok-inbox/" + key + " HTTP/1.1");
        assertThat(running.storage.request().text()).contains("meow");
    }

    @Test
    void logsObjectDeletedBeforeItsTransfer() {
        running.inbox.otherwise(response(404, s3Error("NoSuchKey", "x")));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> handle(new Stored("", E1, "01"), Telling.WITHOUT_ETAG));
        assertThat(running.log.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("message").asText()).isEqualTo("transfer");
            assertThat(line.path("source").asText()).matches("[0-9a-f]{32}");
            assertThat(line.path("outcome").asText()).isEqualTo("rejected");
            assertThat(line.path("problem").asText()).isEqualTo("source-not-found");
        });
    }

    @ParameterizedTest
    @CsvSource({"404, NoSuchKey", "403, InvalidObjectState"})
    void returnsDocumentOfDeletedOrArchivedObject(int status, String code) throws IOException {
        Stored upload = new Stored("", E1, "01");
        for (int size : List.of(4, 0)) {
            tell(upload, Telling.BY_S3, size);
            running.inbox.otherwise(response(status, s3Error(code, "x")));
            handle(upload, Telling.BY_S3, size);
        }

        assertThat(documents()).isEqualTo(1);
    }

    private void tell(Stored upload, Telling telling) throws IOException {
        tell(upload, telling, 4);
    }

    private void tell(Stored upload, Telling telling, int size) throws IOException {
        String version = upload.versionId().isEmpty() ? "X: x" : "x-amz-version-id: " + upload.versionId();
        running.inbox.otherwise(response(200, "meow", "ETag: \"" + upload.eTag() + "\"", version));
        handle(upload, telling, size);
    }

    private void handle(Stored upload, Telling telling) throws IOException {
        handle(upload, telling, 4);
    }

    private void handle(Stored upload, Telling telling, int size) throws IOException {
        byte[] event = JSON.writeValueAsBytes(telling.event(key, upload, size));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        telling.handler(running.app).handleRequest(new ByteArrayInputStream(event), output, RunningApp.context());
        assertThat(telling.transferred(JSON.readTree(output.toString(UTF_8)))).hasSize(1);
    }

    private int documents() {
        List<Request> asked = running.ovok.requests();
        assertThat(asked).allSatisfy(request -> assertThat(request.line()).startsWith("POST /documentdev "));
        return asked.size();
    }
}
