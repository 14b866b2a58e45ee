package com.ovok.upload.post;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.base64;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.fields;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that a policy requires or forbids, as checked before and after S3 is called. */
@Timeout(60)
class PolicyFieldsTest {
    private final FormUploader uploader =
            new FormUploader(new S3Http(2, TestTls.JDK), new AllowedUploadHosts(true, true, List.of()), once());

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ["eq","$Content-Type","image/marker"]                           | Content-Type
        ["starts-with","$Content-Type","image/"]                        | Content-Type
        ["Starts-With","$content-type","image/"]                        | Content-Type
        {"Content-Type":"image/marker"}                                 | Content-Type
        {"CONTENT-TYPE":"image/marker"}                                 | Content-Type
        {"acl":"private"}                                               | acl
        {"success_action_status":"201"}                                 | success_action_status
        ["eq","$success_action_redirect","https://example.com/marker"]  | success_action_redirect
        ["eq","$x-amz-server-side-encryption","aws:kms"]                | x-amz-server-side-encryption
        {"x-amz-security-token":"marker"}                               | x-amz-security-token
        ["starts-with","$x-amz-meta-marker","x"]                        | x-amz-meta-*
        {"acl":"private"},{"Expires":"marker"},["eq","$acl","private"]  | acl, Expires
        """)
    void doesNotSendFormWithoutRequiredField(String conditions, String names) {
        UploadException refusal = refusal(withPolicy(conditions));

        assertThat(refusal)
                .hasMessageContaining("the form lacks the field " + names + ", which its policy requires")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.STORAGE_REFUSED));
        assertThat(refusal.getMessage()).doesNotContain("marker");
        assertThat(s3.connections()).isZero();
    }

    /** Conditions that only S3 can check. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"bucket\":\"other\"}",
                "[\"eq\",\"$bucket\",\"other\"]",
                "[\"starts-with\",\"$key\",\"other/\"]",
                "{\"key\":\"other\"}",
                "[\"eq\",\"$X-Amz-Algorithm\",\"other\"]",
                "[\"eq\",\"$x-amz-date\",\"other\"]",
                "{\"X-AMZ-CREDENTIAL\":\"other\"}",
                "{\"x-amz-signature\":\"x\"}",
                "{\"policy\":\"x\"},{\"file\":\"x\"},{\"AWSAccessKeyId\":\"x\"},{\"signature\":\"x\"}",
                "{\"x-ignore-me\":\"x\"},[\"eq\",\"$x-ignore-too\",\"x\"]",
                "[\"starts-with\",\"$Content-Type\",\"\"]",
                "[\"eq\",\"$success_action_redirect\",\"\"]",
                "{\"acl\":\"\"}",
                "[\"content-length-range\",1,10]",
                "[\"ends-with\",\"$Content-Type\",\"png\"]",
                "[\"eq\",\"Content-Type\",\"image/png\"]",
                "[\"eq\",\"$Content-Type\"]",
                "[\"eq\",\"$Content-Type\",\"a\",\"b\"]",
                "[\"eq\",\"$Content-Type\",5]",
                "[\"eq\",\"$\",\"x\"]",
                "{\"acl\":\"private\",\"Expires\":\"x\"}",
                "{\"acl\":5},{\"acl\":null},{\"acl\":[]}",
                "{\"StorageClass\":\"x\"},{\"filename\":\"x\"}",
                "[],{},null,5,\"acl\",[[]],[{}]"
            })
    void leavesOtherConditionsToS3(String conditions) {
        s3.then(response(204, ""));

        uploader.upload(withPolicy(conditions), PolicyFieldsTest::noOther, content("meow"), deadline());

        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void findsFieldInAnotherCase() {
        s3.then(response(204, ""));
        SequencedMap<String, String> fields = fields();
        fields.put("content-TYPE", "image/png");
        fields.put("Policy", base64("{\"conditions\":[[\"eq\",\"$Content-Type\",\"image/png\"]]}"));

        uploader.upload(post(fields), PolicyFieldsTest::noOther, content("meow"), deadline());

        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void checksRenewedForm() {
        s3.then(response(403, s3Error("AccessDenied", "Invalid according to Policy: Policy expired.")));

        UploadException refusal = catchThrowableOfType(
                UploadException.Rejected.class,
                () -> uploader.upload(
                        withPolicy("[]"), () -> withPolicy("{\"Content-Type\":\"x\"}"), content("meow"), deadline()));

        assertThat(refusal).hasMessageContaining("lacks the field Content-Type");
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Policy Condition failed: ["starts-with", "$Content-Type", "image/marker"]  | Content-Type
        Policy Condition failed: ["eq", "$Content-Disposition", "filename=marker"] | Content-Disposition
        Policy Condition failed: ["eq", "$key", "marker/$$Content-Type"]           | key
        Policy Condition failed: ["eq", "$X-Amz-Date", "marker"]                   | x-amz-date
        Policy Condition failed: [eq, $bucket, marker]                             | bucket
        Policy Condition failed: {"acl":"marker"}                                  | acl
        Policy Condition failed: ["eq", "$x-amz-meta-marker", "x"]                 | x-amz-meta-*
        Extra input fields: content-type                                           | Content-Type
        Extra input fields: x-amz-checksum-sha256                                  | x-amz-checksum-sha256
        Extra input fields: acl, marker, tagging                                   | acl, tagging
        Policy missing condition: $Cache-Control                                   | Cache-Control
        """)
    void namesFieldOfS3Error(String message, String names) {
        s3.then(response(403, s3Error("AccessDenied", "Invalid according to Policy: " + message)));

        UploadException refusal = refusal(withPolicy("[]"));

        assertThat(refusal)
                .hasMessageContaining(
                        "S3 returned 403 (AccessDenied) to the upload because of the form field " + names + ".");
        assertThat(refusal.getMessage()).doesNotContain("marker");
    }

    @Test
    void namesFieldMissingBeforeFile() {
        s3.then(response(
                400,
                s3Error("InvalidArgument", "Bucket POST must contain a field named 'key'.  If it is specified, ...")));

        assertThat(refusal(withPolicy("[]"))).hasMessageContaining("because of the form field key.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Access Denied",
                "Policy Condition failed: ",
                "Policy Condition failed: [\"eq\", \"$marker\", \"acl\"]",
                "Policy Condition failed: marker acl key Content-Type",
                "Extra input fields: marker",
                "Extra input fields: StorageClass",
                "Extra input fields: <acl>"
            })
    void namesNothingElse(String message) {
        s3.then(response(403, s3Error("AccessDenied", message.replace("<", "&lt;"))));

        assertThat(refusal(withPolicy("[]"))).hasMessageContaining("S3 returned 403 (AccessDenied) to the upload. ");
    }

    private UploadException refusal(PresignedPost post) {
        UploadException refusal = catchThrowableOfType(
                UploadException.Rejected.class,
                () -> uploader.upload(post, PolicyFieldsTest::noOther, content("meow"), deadline()));
        assertQuiet(printed(requireNonNull(refusal)));
        return refusal;
    }

    private static PresignedPost noOther() {
        throw new AssertionError("another form was asked for");
    }

    private PresignedPost withPolicy(String conditions) {
        SequencedMap<String, String> fields = fields();
        fields.put("Policy", base64("{\"conditions\":[" + conditions + "]}"));
        return post(fields);
    }

    private PresignedPost post(SequencedMap<String, String> fields) {
        return PresignedPost.of(s3.url().resolve("/ovok-documents").toString(), fields);
    }
}
