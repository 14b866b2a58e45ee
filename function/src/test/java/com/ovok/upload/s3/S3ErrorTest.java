package com.ovok.upload.s3;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Samples;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ErrorTest {
    private static final String DENIED = Samples.s3Error("AccessDenied", "Extra input fields: acl &amp; x");

    @Test
    void readsCodeAndMessage() {
        assertThat(parse(DENIED)).isEqualTo(new S3Error("AccessDenied", "Extra input fields: acl & x"));
    }

    @Test
    void readsOtherNamespacesAndEncodings() {
        String xml = "<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code>SlowDown</Code></Error>";

        assertThat(parse(xml).code()).isEqualTo("SlowDown");
        assertThat(S3Error.parse(xml.getBytes(UTF_16)).code()).isEqualTo("SlowDown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GLACIER", "DEEP_ARCHIVE", "INTELLIGENT_TIERING"})
    void readsTheStorageClassOfAnArchivedObject(String storageClass) {
        String xml = "<Error><Code>InvalidObjectState</Code><StorageClass>" + storageClass + "</StorageClass></Error>";

        assertThat(parse(xml).storageClass()).isEqualTo(storageClass);
        assertThat(parse(xml.replace(storageClass, "Marker.pdf")).storageClass())
                .isEmpty();
    }

    @Test
    void returnsEmptyCodeForEmptyBody() {
        assertThat(parse("")).isEqualTo(new S3Error("", "")).hasToString("no error code");
    }

    @Test
    void showsCodeOnly() {
        assertThat(parse(DENIED)).hasToString("AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KMS.DisabledException",
                "KMS.KMSInvalidStateException",
                "AWS.SimpleQueueService.NonExistentQueue",
                "InvalidInstanceID.NotFound",
                "XAmzContentSHA256Mismatch",
                "ACCESS_DENIED",
                "Signature-Mismatch",
                "503SlowDown",
                "accessdenied"
            })
    void showsEveryAwsCode(String code) {
        assertThat(parse(Samples.s3Error(code, "x"))).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.amazonaws.s3#AccessDenied",
                "aws.protocoltests#AccessDenied:http://internal.amazon.com/",
                "AccessDenied:http://internal.amazon.com/coral/",
                " AccessDenied\n"
            })
    void stripsNamespaceOfCode(String code) {
        assertThat(parse(Samples.s3Error(code, "x"))).hasToString("AccessDenied");
        assertThat(new S3Error("x#SlowDown", "").isRetryable(400)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two words",
                "<b>",
                "a\nb",
                "Ä",
                "marker/key",
                "mueller.pdf",
                "KMS.",
                ".KMS",
                "KMS..X",
                "Mueller1970",
                "Mueller.X19700101",
                "hans_mueller",
                "marker-key",
                "a@b.Example"
            })
    void hidesMalformedCodes(String code) {
        assertThat(new S3Error(code, "")).hasToString("no error code");
        assertThat(new S3Error("A".repeat(65), "")).hasToString("no error code");
    }

    @Property
    void readsErrorsCutAtAnyByte(@ForAll @IntRange(max = 300) int length) {
        String cut = DENIED.substring(0, Math.min(length, DENIED.length()));

        assertThat(parse(cut).code()).isEqualTo(cut.contains("</Code>") ? "AccessDenied" : "");
    }

    @Property
    void survivesAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        assertThat(S3Error.parse(bytes).code()).isEmpty();
    }

    @Property
    void survivesAnyMarkup(@ForAll("markup") String xml) {
        assertThat(parse(xml).toString()).matches("[A-Za-z0-9._-]{1,64}|no error code");
    }

    @Provide
    static Arbitrary<String> markup() {
        return Arbitraries.of(
                        "<?xml version=\"1.0\"",
                        " encoding=\"",
                        "UTF-16",
                        "bogus",
                        "\"?>",
                        "<!DOCTYPE Error [",
                        "]>",
                        "<!ENTITY x \"y\">",
                        "&x;",
                        "&#0;",
                        "&#x41;",
                        "<Error>",
                        "</Error>",
                        "<Code>",
                        "</Code>",
                        "<Message>",
                        "</Message>",
                        "SlowDown",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "-->",
                        "<Code/>",
                        "\0",
                        "é")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    private static S3Error parse(String xml) {
        return S3Error.parse(xml.getBytes(UTF_8));
    }
}
