package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.Samples.fields;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.response;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ovok.OvokDocuments.Path;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of OVOK that violate its contract: the id and the upload options decide. */
@Timeout(60)
class ContractDriftTest {
    private static final URI STORAGE = URI.create("https://s3.eu-central-1.amazonaws.com");
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> OPTIONAL =
            List.of("meta", "lastUpdated", "author", "fileName", "contentType", "publicToken", "unknown");
    private static final List<String> ODD = List.of(
            "null",
            "true",
            "7",
            "-1.5e3",
            "99999999999999999999",
            "\"\"",
            "\" \"",
            "\"text\"",
            "[]",
            "{}",
            "[[]]",
            "[{\"a\":[1]}]",
            "[\"text\"]",
            "{\"a\":{\"b\":[1,{\"c\":null}]}}",
            "{\"reference\":7,\"display\":[\"x\"],\"lastUpdated\":{}}",
            "{\"reference\":{},\"display\":null,\"lastUpdated\":1767323045678}");

    @AutoClose
    private WireServer ovok;

    private OvokDocuments documents;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
        documents =
                new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), Path.DOCUMENTDEV, Samples.token(), once());
    }

    static Stream<List<String>> oddValues() {
        return OPTIONAL.stream().flatMap(name -> ODD.stream().map(value -> List.of(name, value)));
    }

    @ParameterizedTest
    @MethodSource("oddValues")
    void acceptsAnyOptionalFields(List<String> drift) throws Exception {
        ovok.then(response(200, with(drift.get(0), drift.get(1))));
        Reservation reservation = documents.create(CAT, deadline());

        assertThat(reservation.documentId()).isEqualTo("7f0d1a52");
        assertThat(reservation.post().fields()).containsExactlyEntriesOf(fields());
        assertThat(again(reservation.entry())).isEqualTo(reservation.entry());
    }

    @Test
    void keepsValidFieldsBesideInvalidOnes() throws Exception {
        ovok.then(response(200, with("author", "{\"reference\":[],\"display\":\"Erika\"}")));
        FileEntryDto entry = documents.create(CAT, deadline()).entry();

        assertThat(requireNonNull(entry.getAuthor()).getReference()).isNull();
        assertThat(requireNonNull(entry.getAuthor()).getDisplay()).isEqualTo("Erika");
        assertThat(entry.getFileName()).isEqualTo("cat.png");
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "12345678901234567890123, 12345678901234567890123", "\"7\", 7"})
    void acceptsNumericId(String id, String text) throws Exception {
        ovok.then(response(200, with("id", id)));

        assertThat(documents.create(CAT, deadline()).documentId()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "[]", "{}", "[\"7f0d1a52\"]", "{\"value\":\"7f0d1a52\"}"})
    void rejectsDocumentWithoutId(String id) throws Exception {
        ovok.then(response(200, with("id", id)));

        assertFault(refused());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "{\"data\":%s}", "\"text\"", "7", "true", "null", "[]", "{}", "{\"a\":[%s]}"})
    void rejectsWrappedDocument(String body) {
        ovok.then(response(200, body.formatted(entry(STORAGE))));

        assertFault(refused());
    }

    @Test
    void sendsNumbersAndBooleansAsText() throws Exception {
        String numbers = "{\"key\":\"k\",\"success_action_status\":201,\"x-amz-meta-a\":true,\"big\":9007199254740993,"
                + "\"x-amz-meta-b\":1.5}";
        ovok.then(response(
                200, with("uploadOptions", "{\"url\":\"https://s3.example.com/b\",\"fields\":" + numbers + "}")));

        assertThat(documents.create(CAT, deadline()).post().fields().toString())
                .isEqualTo("{key=k, success_action_status=201, x-amz-meta-a=true, big=9007199254740993,"
                        + " x-amz-meta-b=1.5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"marker\"",
                "7",
                "[]",
                "[{\"url\":\"https://marker.example.com/b\",\"fields\":{}}]",
                "{}",
                "{\"url\":7,\"fields\":{}}",
                "{\"url\":[],\"fields\":{}}",
                "{\"url\":\"https://marker.example.com/b\",\"fields\":\"marker\"}",
                "{\"url\":\"https://marker.example.com/b\",\"fields\":[{\"name\":\"key\",\"value\":\"marker\"}]}",
                "{\"url\":\"https://marker.example.com/b\",\"fields\":{\"key\":null}}",
                "{\"url\":\"https://marker.example.com/b\",\"fields\":{\"key\":[\"marker\"]}}",
                "{\"url\":\"https://marker.example.com/b\",\"fields\":{\"key\":{\"a\":\"marker\"}}}"
            })
    void reportsDocumentWithoutUsableForm(String options) throws Exception {
        ovok.then(response(200, with("uploadOptions", options)));
        Reservation reservation = documents.create(CAT, deadline());

        assertThat(reservation.documentId()).isEqualTo("7f0d1a52");
        UploadException e = requireNonNull(catchThrowableOfType(UploadException.class, reservation::post));
        assertFault(e);
        assertThat(printed(e)).doesNotContain("marker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"7f0d1a52\",",
                "{\"id\":\"7f0d1a52\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fie",
                "{\"id\":\"7f0d1a52\",\"author\":}",
                "{\"id\":\"7f0d1a52\" \"author\":{}}",
                "{\"id\":\"7f0d1a52\",\"author\":NaN}",
                "{\"id\":\"7f0d1a52\",\"author\":{\"display\":\"\u0001\"}}"
            })
    void readsIdOfBrokenResponse(String body) {
        ovok.then(
                response(200, body),
                hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + body),
                hangUpAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                        + "\r\n" + body + "\r\n"));

        for (int i = 1; i <= 3; i++) {
            Reservation reservation = documents.create(CAT, deadline());
            assertThat(reservation.documentId()).isEqualTo("7f0d1a52");
            assertFault(requireNonNull(catchThrowableOfType(UploadException.class, reservation::post)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"id\":\"7f0d1a5", "{\"id\":12345", "{\"id\":12345,", "{\"id\":", "{\"i", "{", "\"7f0d1a52"})
    void rejectsIdThatMayBeCut(String body) {
        ovok.then(response(200, body), hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + body));

        assertFault(refused());
        assertFault(refused());
    }

    @Test
    void acceptsCompleteFormOfBrokenResponse() {
        String whole = entry(STORAGE);
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        ovok.then(
                response(200, whole.replaceFirst("}$", ",\"unknown\":" + deep + "}")),
                response(200, whole.replaceFirst("}$", ",\"unknown\":\"" + "x".repeat(2_000_000) + "\"}")),
                response(200, whole + "garbage"),
                hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + whole));

        for (int i = 1; i <= 4; i++) {
            assertThat(documents.create(CAT, deadline()).post().fields()).containsExactlyEntriesOf(fields());
        }
    }

    @Test
    void dropsTextsTooLongForTheLedger() throws Exception {
        String text = "\"" + "é".repeat(20_000) + "\"";
        ovok.then(response(200, with("author", "{\"display\":" + text + "}")), response(200, with("id", text)));

        assertThat(requireNonNull(documents.create(CAT, deadline()).entry().getAuthor())
                        .getDisplay())
                .isNull();
        assertFault(refused());
    }

    @Test
    void acceptsByteOrderMark() {
        ovok.then(response(200, "\ufeff" + entry(STORAGE)));

        assertThat(documents.create(CAT, deadline()).documentId()).isEqualTo("7f0d1a52");
    }

    @Test
    void usesLastDuplicateField() throws Exception {
        ovok.then(response(200, entry(STORAGE).replaceFirst("\\{", "{\"id\":\"first\",\"uploadOptions\":7,")));

        assertThat(documents.create(CAT, deadline()).post().fields()).containsExactlyEntriesOf(fields());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "\"deleted\"", "[]", "{\"message\":{}}", "{\"message\":7", "<html>"})
    void acceptsAnyResponseToDelete(String body) {
        ovok.then(response(200, body));

        assertThatCode(() -> documents.delete("1", deadline())).doesNotThrowAnyException();
    }

    private UploadException refused() {
        return requireNonNull(catchThrowableOfType(UploadException.class, () -> documents.create(CAT, deadline())));
    }

    private static void assertFault(UploadException e) {
        assertThat(e.problem()).isEqualTo(Problem.OVOK_FAULT);
        assertQuiet(printed(e));
    }

    private static String with(String name, String value) throws IOException {
        ObjectNode entry = (ObjectNode) JSON.readTree(entry(STORAGE));
        entry.set(name, JSON.readValue(value, JsonNode.class));
        return JSON.writeValueAsString(entry);
    }

    /** Returns the entry as the ledger would return it. */
    private static FileEntryDto again(FileEntryDto entry) throws IOException {
        JsonMapper strict = new JsonMapper();
        return strict.readValue(strict.writeValueAsString(entry), FileEntryDto.class);
    }
}
