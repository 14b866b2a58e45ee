package com.ovok.upload.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Json;
import com.ovok.upload.WireServer.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Compares requests with those of the SDK's own clients. */
public final class SdkRequests {
    private SdkRequests() {}

    /** Returns the keys of {@link TestAws} for clients of the SDK. */
    public static AwsCredentialsProvider credentials() {
        AwsCredentials keys = TestAws.KEYS;
        return StaticCredentialsProvider.create(AwsSessionCredentials.create(
                keys.accessKeyId(), keys.secretAccessKey(), String.valueOf(keys.sessionToken())));
    }

    /** Fails unless both requests are signed and equal in service, headers and body. */
    public static void assertSame(Request ours, Request sdks) {
        assertThat(ours.line()).isEqualTo(sdks.line());
        for (String header : new String[] {"X-Amz-Target", "Content-Type", "Host", "x-amz-security-token"}) {
            assertThat(ours.header(header)).as(header).isPresent().isEqualTo(sdks.header(header));
        }
        assertThat(Json.read(ours.text())).isEqualTo(Json.read(sdks.text()));
        assertThat(SigV4.part(ours, "Credential")).isEqualTo(SigV4.part(sdks, "Credential"));
        assertSigned(sdks);
        assertSigned(ours);
    }

    private static void assertSigned(Request request) {
        assertThat(SigV4.part(request, "SignedHeaders").split(";"))
                .contains("content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target");
        assertThat(request.header("x-amz-content-sha256")).contains(sha256(request.text()));
        assertThat(SigV4.part(request, "Signature")).isEqualTo(SigV4.expected(request, TestAws.KEYS.secretAccessKey()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
