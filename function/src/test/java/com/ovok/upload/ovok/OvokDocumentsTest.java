package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.TOKEN;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.Samples.fields;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.WireServer.response;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ovok.OvokDocuments.Path;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests to OVOK, byte by byte, and what is read from its responses. */
class OvokDocumentsTest {
    private static final URI STORAGE = URI.create("https://s3.eu-central-1.amazonaws.com");

    @AutoClose
    private WireServer ovok;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
    }

    @ParameterizedTest
    @CsvSource({"DOCUMENTDEV, POST /documentdev HTTP/1.1", "DOCUMENT, POST /document HTTP/1.1"})
    void usesConfiguredDocumentPath(Path path, String line) {
        ovok.then(response(200, entry(STORAGE)));
        documents(path).create(CAT, deadline());
        Request request = ovok.request();

        assertThat(request.line()).isEqualTo(line);
        assertThat(request.text())
                .isEqualTo("{\"fileName\":\"cat.png\",\"contentType\":\"image/png\",\"isPublic\":\"false\"}");
    }

    @Test
    void sendsTokenAndNoExtraHeaders() {
        ovok.then(response(200, entry(STORAGE)));
        documents(Path.DOCUMENTDEV).create(CAT, deadline());
        Request request = ovok.request();

        assertThat(request.headers())
                .containsExactlyInAnyOrder(
                        "Host: " + ovok.url().getAuthority(),
                        "Authorization: Bearer " + TOKEN,
                        "Content-Type: application/json",
                        "Accept: application/json",
                        "Content-Length: " + request.body().length(),
                        "Connection: keep-alive");
    }

    @Test
    void requestsTokenForEachCall() {
        AtomicInteger asked = new AtomicInteger();
        AccessTokenProvider tokens = new AccessTokenProvider() {
            @Override
            public AccessToken token(Deadline deadline) {
                return new AccessToken("token" + asked.incrementAndGet());
            }

            @Override
            public AccessToken renewed(AccessToken refused, Deadline deadline) {
                throw new AssertionError("no token was refused");
            }

            @Override
            public void forget() {
                asked.set(0);
            }
        };
        OvokDocuments documents =
                new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), Path.DOCUMENT, tokens, once());
        ovok.then(response(200, entry(STORAGE)), response(200, entry(STORAGE)));
        documents.create(CAT, deadline());
        documents.create(CAT, deadline());

        assertThat(ovok.requests())
                .extracting(request -> request.header("Authorization").orElseThrow())
                .containsExactly("Bearer token1", "Bearer token2");
    }

    @Test
    void sendsIsPublicAsTextOnCreation() {
        ovok.then(response(200, entry(STORAGE)));
        documents(Path.DOCUMENTDEV).create(new FileInfo("Mül\"ler.pdf", "application/pdf", true), deadline());

        assertThat(ovok.request().text())
                .isEqualTo(
                        "{\"fileName\":\"Mül\\\"ler.pdf\",\"contentType\":\"application/pdf\",\"isPublic\":\"true\"}");
    }

    @Test
    void sendsIsPublicAsBooleanOnReplacement() {
        ovok.then(response(200, entry(STORAGE)));
        documents(Path.DOCUMENTDEV).resume("a/b c", CAT, deadline());
        Request request = ovok.request();

        assertThat(request.line()).isEqualTo("POST /document/a%2Fb%20c HTTP/1.1");
        assertThat(request.header("Authorization")).contains("Bearer " + TOKEN);
        assertThat(request.text())
                .isEqualTo("{\"fileName\":\"cat.png\",\"contentType\":\"image/png\",\"isPublic\":false}");
    }

    @Test
    void returnsEmptyForDeletedDocument() {
        ovok.then(response(404, "{\"statusCode\":404,\"message\":\"No such document.\"}"));

        assertThat(documents(Path.DOCUMENTDEV).resume("1", CAT, deadline())).isEmpty();
    }

    @Test
    void deletesDocumentThatMayBeGone() {
        ovok.then(response(200, "{\"message\":\"gone\"}"), response(404, "{}"));
        documents(Path.DOCUMENTDEV).delete("a/b", deadline());
        documents(Path.DOCUMENTDEV).delete("a/b", deadline());

        assertThat(ovok.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.line()).isEqualTo("DELETE /document/a%2Fb HTTP/1.1");
            assertThat(request.header("Authorization")).contains("Bearer " + TOKEN);
            assertThat(request.body()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"'', /documentdev", "/, /documentdev", "/api, /api/documentdev", "/api/v1//, /api/v1/documentdev"})
    void keepsThePathOfTheBaseUrl(String base, String path) {
        ovok.then(response(200, entry(STORAGE)));
        new OvokDocuments(
                        new OvokClient(URI.create(ovok.url() + base), TestTls.JDK),
                        Path.DOCUMENTDEV,
                        Samples.token(),
                        once())
                .create(CAT, deadline());

        assertThat(ovok.request().line()).isEqualTo("POST " + path + " HTTP/1.1");
    }

    @Test
    void keepsFormUnchanged() {
        ovok.then(response(200, entry(STORAGE)));
        Reservation reservation = documents(Path.DOCUMENTDEV).create(CAT, deadline());

        assertThat(reservation.documentId()).isEqualTo("7f0d1a52");
        assertThat(reservation.post().url()).isEqualTo(URI.create(STORAGE + "/ovok-documents"));
        assertThat(reservation.post().fields()).containsExactlyEntriesOf(fields());
    }

    @Test
    void returnsEntryWithoutForm() {
        ovok.then(response(200, entry(STORAGE)));
        Reservation reservation = documents(Path.DOCUMENTDEV).create(CAT, deadline());

        assertThat(reservation.entry().getUploadOptions()).isNull();
        assertThat(reservation.entry().getFileName()).isEqualTo("cat.png");
        assertThat(reservation).hasToString("Reservation[7f0d1a52]");
    }

    @Test
    void acceptsTheTimeInBothPlaces() {
        String inMeta = entry(STORAGE);
        String onTop =
                inMeta.replace("\"meta\":{\"lastUpdated\":\"2026-01-02T03:04:05.678Z\"}", "\"lastUpdated\":\"then\"");
        ovok.then(response(200, inMeta), response(200, onTop));

        FileEntryDto first = documents(Path.DOCUMENTDEV).create(CAT, deadline()).entry();
        FileEntryDto second =
                documents(Path.DOCUMENTDEV).create(CAT, deadline()).entry();

        assertThat(requireNonNull(first.getMeta()).getLastUpdated()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(first.getLastUpdated()).isNull();
        assertThat(second.getMeta()).isNull();
        assertThat(second.getLastUpdated()).isEqualTo("then");
    }

    @Test
    void acceptsMinimalResponse() {
        ovok.then(
                response(200, "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://s3.example.com/b\",\"fields\":{}}}"));

        Reservation reservation = documents(Path.DOCUMENTDEV).create(CAT, deadline());

        assertThat(reservation.documentId()).isEqualTo("1");
        assertThat(reservation.post().fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void acceptsEvery2xx(int status) {
        ovok.then(response(status, entry(STORAGE), "Content-Type: application/json; charset=utf-8"));

        assertThat(documents(Path.DOCUMENTDEV).create(CAT, deadline()).documentId())
                .isEqualTo("7f0d1a52");
    }

    @Test
    void ignoresUnknownFields() {
        String grown =
                entry(STORAGE).replaceFirst("\\{", "{\"resourceType\":\"DocumentReference\",\"new\":[{\"a\":1}],");
        ovok.then(response(200, grown));

        assertThat(documents(Path.DOCUMENTDEV).create(CAT, deadline()).documentId())
                .isEqualTo("7f0d1a52");
    }

    @Test
    void reusesConnection() {
        ovok.then(response(200, entry(STORAGE)), response(422, "{}"), response(200, entry(STORAGE)));
        OvokDocuments documents = documents(Path.DOCUMENTDEV);
        documents.create(CAT, deadline());
        assertThatExceptionOfType(UploadException.Rejected.class).isThrownBy(() -> documents.create(CAT, deadline()));
        documents.create(CAT, deadline());

        assertThat(ovok.connections()).isEqualTo(1);
    }

    private OvokDocuments documents(Path path) {
        return new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), path, Samples.token(), once());
    }
}
