package com.ovok.upload.post;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresignedPostTest {
    private static final String URL = "https://s3.eu-central-1.amazonaws.com/ovok-documents";

    @Test
    void keepsFieldsInOrder() {
        PresignedPost post = PresignedPost.of(URL, fields());

        assertThat(post.fields()).containsExactlyEntriesOf(fields());
        assertThat(post.policy()).isEqualTo(PostPolicy.parse(Samples.policy()));
    }

    @Test
    void copiesItsFields() {
        SequencedMap<String, String> fields = fields();
        PresignedPost post = PresignedPost.of(URL, fields);
        fields.put("acl", "public-read");

        assertThat(post.fields()).doesNotContainKey("acl").isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "POLICY", "Policy"})
    void findsPolicyInAnyCase(String name) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put(name, Samples.policy());

        assertThat(PresignedPost.of(URL, fields).policy().maxLength()).isEqualTo(104_857_600);
    }

    @Test
    void showsNothingAsText() {
        String text = PresignedPost.of(URL, fields()).toString();

        assertQuiet(text);
        assertThat(text).doesNotContain("amazonaws", "ovok-documents");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url",
                "/relative",
                "ftp://s3.example.com/b",
                "mailto:marker@example.com",
                "https:///no-host",
                "https://host:65536/b",
                "https://host:x/b",
                "javascript:alert(1)"
            })
    void rejectsUnusableUrl(String url) {
        Throwable refused = catchThrowable(() -> PresignedPost.of(url, fields()));

        assertThat(refused)
                .isInstanceOf(UploadException.Unavailable.class)
                .hasMessageContaining("Invalid presigned POST");
        assertQuiet(Samples.printed(refused));
        assertThat(refused.getMessage()).doesNotContain("marker");
    }

    @Test
    void acceptsHighestPort() {
        assertThat(PresignedPost.of("https://host:65535/b", fields()).url()).hasPort(65535);
    }

    @Test
    void limitsNumberOfFields() {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i <= 100; i++) {
            fields.put("field" + i, "");
        }
        assertThat(PresignedPost.of(URL, fields).fields()).hasSize(100);

        fields.put("one more", "");
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> PresignedPost.of(URL, fields))
                .withMessageContaining("more than 100 fields");
    }

    @ParameterizedTest
    @CsvSource({
        "https://inbox.s3.eu-central-1.amazonaws.com/, true",
        "https://s3.eu-central-1.amazonaws.com/inbox,  true",
        "https://s3.eu-central-1.amazonaws.com/inbox/, true",
        "https://s3.eu-central-1.amazonaws.com/inbox2, false",
        "https://s3.eu-central-1.amazonaws.com/other,  false"
    })
    void recognizesItsBucket(String url, boolean leadsIntoInbox) {
        assertThat(PresignedPost.of(url, fields()).leadsInto("inbox")).isEqualTo(leadsIntoInbox);
        assertThat(PresignedPost.of(url, fields()).leadsInto("ovok-documents"))
                .as("by its field")
                .isTrue();
        assertThat(PresignedPost.of(url, fields()).leadsInto("")).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"!", "bm90IGpzb24="})
    void rejectsMalformedPolicyWithoutQuotingIt(String policy) {
        SequencedMap<String, String> fields = fields();
        fields.put("Policy", policy);
        Throwable refused = catchThrowable(() -> PresignedPost.of(URL, fields));

        assertThat(refused).isInstanceOf(UploadException.Unavailable.class).hasNoCause();
        assertQuiet(Samples.printed(refused));
    }

    @Test
    void rejectsFieldWithoutValue() {
        SequencedMap<String, String> fields = fields();
        fields.put("acl", null);

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> PresignedPost.of(URL, fields));
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.amazonaws.com/b, https://s3.eu-west-1.amazonaws.com/b, https://s3.eu-west-1.amazonaws.com/b",
        "https://s3.amazonaws.com/b, /c,                                   https://s3.amazonaws.com/c",
        "http://127.0.0.1:9000/b,    http://127.0.0.1:9001/b,              http://127.0.0.1:9001/b",
        "http://127.0.0.1:9000/b,    https://127.0.0.1:9001/b,             https://127.0.0.1:9001/b"
    })
    void movesToRedirectTarget(String from, String to, URI target) {
        PresignedPost moved = PresignedPost.of(from, fields()).movedTo(to);

        assertThat(moved.url()).isEqualTo(target);
        assertThat(moved.fields()).containsExactlyEntriesOf(fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://s3.eu-west-1.amazonaws.com/b",
                "ftp://s3.amazonaws.com/b",
                "mailto:a@b",
                "",
                " ",
                "https://",
                "https:///b",
                "http://a b/",
                "https://a:99999/"
            })
    void rejectsInvalidRedirectTargets(String to) {
        PresignedPost post = PresignedPost.of(URL, fields());

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> post.movedTo(to));
    }
}
