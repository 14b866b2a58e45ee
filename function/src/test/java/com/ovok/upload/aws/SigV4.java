package com.ovok.upload.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ovok.upload.WireServer.Request;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the signature that AWS expects, from the request's bytes and the secret key alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">Signature V4 in a
 *     header</a>
 */
public final class SigV4 {
    private SigV4() {}

    /** Returns a part of the {@code Authorization} header: Credential, SignedHeaders or Signature. */
    public static String part(Request request, String name) {
        String header = request.header("Authorization").orElseThrow().replaceFirst("^AWS4-HMAC-SHA256 ", "");
        return Arrays.stream(header.split(", ", -1))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    public static String expected(Request request, String secretKey) {
        String[] scope = part(request, "Credential").split("/", -1);
        String text = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                request.header("x-amz-date").orElseThrow(),
                String.join("/", Arrays.copyOfRange(scope, 1, 5)),
                HexFormat.of().formatHex(sha256(canonical(request))));
        byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
        for (String part : Arrays.copyOfRange(scope, 1, 5)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static String canonical(Request request) {
        String target = request.line().split(" ", -1)[1];
        int question = target.indexOf('?');
        List<String> signed = List.of(part(request, "SignedHeaders").split(";", -1));
        String headers = signed.stream()
                .map(name -> name + ":" + request.header(name).orElseThrow() + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.line().split(" ", -1)[0],
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                String.join(";", signed),
                request.header("x-amz-content-sha256").orElseThrow());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
