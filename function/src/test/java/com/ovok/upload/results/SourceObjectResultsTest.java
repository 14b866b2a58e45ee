package com.ovok.upload.results;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.results.ResultFixture.VERSION;
import static com.ovok.upload.results.ResultFixture.completed;
import static com.ovok.upload.results.ResultFixture.ended;
import static com.ovok.upload.results.ResultFixture.rejected;
import static com.ovok.upload.results.ResultFixture.writer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners store on the source object, and what becomes of it. */
class SourceObjectResultsTest {
    private static final SourceObject UNVERSIONED = new SourceObject("inbox", "cat.png", "null", "e1", "0A");

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    @Test
    void annotatesTheVersion() {
        s3.then(response(200, ""));
        annotation().ended(completed(VERSION), deadline());

        Request request = s3.request();
        assertThat(request.line())
                .isEqualTo("PUT /inbox/a%20b/cat.png?annotation&annotationName=ovok-document&versionId=v1 HTTP/1.1");
        assertThat(request.header("x-amz-object-if-match")).contains("\"e1\"");
        assertThat(request.header("Content-MD5")).isPresent();
        assertThat(request.text())
                .isEqualTo("{\"version\":\"1.0\",\"state\":\"completed\",\"documentId\":\"7f0d1a52\"}");
    }

    @Test
    void annotatesARejectedFile() {
        s3.then(response(200, ""));
        annotation().ended(rejected(Problem.TOO_LARGE), deadline());

        assertThat(s3.request().text()).contains("\"state\":\"rejected\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"SUPERSEDED", "UNAVAILABLE", "MISCONFIGURED"})
    void storesNothingThatALaterDeliveryMayChange(Outcome outcome) {
        annotation().ended(ended(VERSION, outcome), deadline());
        tags().ended(ended(VERSION, outcome), deadline());
        deletion().ended(ended(VERSION, outcome), deadline());

        assertThat(s3.requests()).isEmpty();
    }

    @Test
    void addsTagsBesideOthers() {
        s3.then(response(200, tagSet("owner", "A & B")), response(200, ""));
        tags().ended(completed(VERSION), deadline());

        assertThat(s3.request().line()).isEqualTo("GET /inbox/a%20b/cat.png?tagging&versionId=v1 HTTP/1.1");
        Request put = s3.request();
        assertThat(put.line()).isEqualTo("PUT /inbox/a%20b/cat.png?tagging&versionId=v1 HTTP/1.1");
        assertThat(put.header("Content-MD5")).isPresent();
        assertThat(TagSet.parse(put.text()))
                .containsEntry("owner", "A & B")
                .containsEntry("ovok-document", "7f0d1a52")
                .containsEntry("ovok-state", "completed")
                .hasSize(3);
    }

    @Test
    void leavesTagsThatSayTheSame() {
        s3.then(response(200, tagSet("ovok-document", "7f0d1a52", "ovok-state", "completed")));
        tags().ended(completed(VERSION), deadline());

        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void addsNoEleventhTag(int tags) {
        String[] full = IntStream.range(0, tags)
                .boxed()
                .flatMap(i -> List.of("k" + i, "v").stream())
                .toArray(String[]::new);
        s3.then(response(200, tagSet(full)));

        assertThat(failure(tags(), completed(VERSION), UploadException.Rejected.class))
                .hasMessageContaining("no room");
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<Tagging><TagSet><Tag><Key>a</Key>", "<html/>"})
    void replacesNoTagsThatItCouldNotRead(String malformed) {
        s3.then(response(200, malformed));

        failure(tags(), completed(VERSION), UploadException.Unavailable.class);
        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void deletesExactlyTheVersion() {
        s3.then(response(204, ""));
        deletion().ended(completed(VERSION), deadline());

        Request request = s3.request();
        assertThat(request.line()).isEqualTo("DELETE /inbox/a%20b/cat.png?versionId=v1 HTTP/1.1");
        assertThat(request.header("If-Match")).isEmpty();
    }

    @Test
    void deletesAVersionWithoutIdOnlyWhileItIsUnchanged() {
        s3.then(response(204, ""));
        deletion().ended(completed(UNVERSIONED), deadline());

        Request request = s3.request();
        assertThat(request.line()).isEqualTo("DELETE /inbox/cat.png HTTP/1.1");
        assertThat(request.header("If-Match")).contains("\"e1\"");
    }

    @Test
    void deletesNothingThatItCannotPin() {
        SourceObject unknown = new SourceObject("inbox", "cat.png", null, null, null);

        failure(deletion(), completed(unknown), UploadException.Rejected.class);
        assertThat(s3.requests()).isEmpty();
    }

    @Test
    void keepsARejectedObject() {
        deletion().ended(rejected(Problem.TOO_LARGE), deadline());

        assertThat(s3.requests()).isEmpty();
    }

    @Test
    void movesTheVersion() {
        s3.then(response(200, "<CopyObjectResult><ETag>e1</ETag></CopyObjectResult>"), response(204, ""));
        move().ended(completed(VERSION), deadline());

        Request copy = s3.request();
        assertThat(copy.line()).isEqualTo("PUT /inbox/done/a%20b/cat.png HTTP/1.1");
        assertThat(copy.header("x-amz-copy-source")).contains("/inbox/a%20b/cat.png?versionId=v1");
        assertThat(copy.header("x-amz-copy-source-if-match")).contains("\"e1\"");
        assertThat(s3.request().line()).isEqualTo("DELETE /inbox/a%20b/cat.png?versionId=v1 HTTP/1.1");
    }

    @Test
    void deletesNothingAfterACopyThatFailedInASuccess() {
        s3.then(response(200, s3Error("InternalError", "try again")));

        failure(move(), completed(VERSION), UploadException.Unavailable.class);
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"404, NoSuchKey", "404, NoSuchVersion", "412, PreconditionFailed"})
    void leavesAVersionThatIsGoneOrChanged(int status, String code) {
        s3.otherwise(response(status, s3Error(code, "gone")));

        annotation().ended(completed(VERSION), deadline());
        tags().ended(completed(VERSION), deadline());
        deletion().ended(completed(VERSION), deadline());
        move().ended(completed(VERSION), deadline());

        assertThat(s3.requests()).hasSize(4);
    }

    @Test
    void namesTheMissingPermission() {
        s3.otherwise(response(403, s3Error("AccessDenied", "no")));

        assertThat(failure(annotation(), completed(VERSION), UploadException.Misconfigured.class))
                .hasMessageContaining("s3:PutObjectAnnotation");
        assertThat(failure(tags(), completed(VERSION), UploadException.Misconfigured.class))
                .hasMessageContaining("s3:GetObjectTagging");
        assertThat(failure(deletion(), completed(VERSION), UploadException.Misconfigured.class))
                .hasMessageContaining("s3:DeleteObject");
        assertThat(failure(move(), completed(VERSION), UploadException.Misconfigured.class))
                .hasMessageContaining("s3:PutObject")
                .hasMessageNotContaining("cat.png");
    }

    @Test
    void isUnavailableWhileS3Is() {
        s3.otherwise(response(503, s3Error("SlowDown", "slow")));

        failure(annotation(), completed(VERSION), UploadException.Unavailable.class);
    }

    @Test
    void touchesNoObjectForTheBodyOfARequest() {
        annotation().ended(completed(null), deadline());
        tags().ended(completed(null), deadline());
        move().ended(completed(null), deadline());

        assertThat(s3.requests()).isEmpty();
    }

    @Test
    void changesNoObjectThatARequestNames() {
        TransferResult requested = ResultFixture.requested(VERSION);
        annotation().ended(requested, deadline());
        tags().ended(requested, deadline());
        deletion().ended(requested, deadline());
        move().ended(requested, deadline());

        assertThat(s3.requests()).isEmpty();
    }

    private static <T extends UploadException> T failure(
            TransferListener listener, TransferResult result, Class<T> kind) {
        return requireNonNull(catchThrowableOfType(kind, () -> listener.ended(result, deadline())));
    }

    private TransferListener annotation() {
        return new ObjectAnnotation(writer(s3.url()));
    }

    private TransferListener tags() {
        return new ObjectTags(writer(s3.url()));
    }

    private TransferListener deletion() {
        return new SourceDisposal(writer(s3.url()), new AfterCompletion.Delete());
    }

    private TransferListener move() {
        return new SourceDisposal(writer(s3.url()), new AfterCompletion.Move("done/"));
    }

    private static String tagSet(String... tags) {
        return "<?xml version=\"1.0\"?><Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>"
                + IntStream.range(0, tags.length / 2)
                        .mapToObj(i -> "<Tag><Key>" + tags[2 * i] + "</Key><Value>"
                                + tags[2 * i + 1].replace("&", "&amp;") + "</Value></Tag>")
                        .collect(Collectors.joining())
                + "</TagSet></Tagging>";
    }
}
