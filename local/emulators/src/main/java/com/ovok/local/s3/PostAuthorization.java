package com.ovok.local.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.auth.AwsSignature;
import org.gaul.s3proxy.auth.PostPolicy;
import org.gaul.s3proxy.auth.S3AuthorizationHeader;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Decides whether a form may store its file.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html">Signed forms</a>
 */
final class PostAuthorization {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final List<String> SIGNED =
            List.of("Policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature");

    private final String region;
    private final AwsBasicCredentials credentials;

    PostAuthorization(String region, AwsBasicCredentials credentials) {
        this.region = region;
        this.credentials = credentials;
    }

    /** Checks what S3Proxy accepts wrongly or rejects without a reason. */
    void checkScope(PostForm form) {
        form.required("key");
        if (SIGNED.stream().noneMatch(name -> form.field(name).isPresent())) {
            throw new S3Exception(403, "AccessDenied", "Access Denied");
        }
        SIGNED.forEach(form::required);
        if (!form.required("X-Amz-Algorithm").equals(ALGORITHM)) {
            throw invalid(form, "X-Amz-Algorithm", "Only " + ALGORITHM + " is supported");
        }
        checkCredential(form, form.required("X-Amz-Credential").split("/", -1));
    }

    private void checkCredential(PostForm form, String[] scope) {
        if (scope.length != 5 || !scope[3].equals("s3") || !scope[4].equals("aws4_request")) {
            throw invalid(form, "X-Amz-Credential", "expecting \"<key-id>/YYYYMMDD/REGION/s3/aws4_request\"");
        }
        if (!scope[0].equals(credentials.accessKeyId())) {
            throw new S3Exception(
                    403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        }
        if (!form.required("X-Amz-Date").startsWith(scope[1] + "T")) {
            throw invalid(form, "X-Amz-Date", "the day differs from the credential's");
        }
        if (!scope[2].equals(region)) {
            throw invalid(
                            form,
                            "X-Amz-Credential",
                            "the region '" + scope[2] + "' is wrong; expecting '" + region + "'")
                    .with("Region", region);
        }
    }

    /** Checks signature, expiration and all conditions, and returns the allowed size of the file. */
    SizeRange checkPolicy(PostForm form, String bucket) {
        String policy = form.required("Policy");
        checkSignature(form, policy);
        var fields = new LinkedHashMap<String, String>(form.fields());
        fields.put("bucket", bucket);
        try {
            PostPolicy rules = PostPolicy.parse(policy.getBytes(StandardCharsets.ISO_8859_1));
            SizeRange range = SizeRange.of(policy);
            rules.evaluate(fields, range.min());
            return range;
        } catch (S3ProxyException e) {
            throw S3Exception.of(e);
        }
    }

    private void checkSignature(PostForm form, String policy) {
        byte[] given = form.required("X-Amz-Signature").getBytes(StandardCharsets.UTF_8);
        byte[] expected = signature(form, policy).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, expected)) {
            throw S3Exception.signatureDoesNotMatch();
        }
    }

    private String signature(PostForm form, String policy) {
        var header = new S3AuthorizationHeader(
                ALGORITHM + " Credential=" + form.required("X-Amz-Credential") + ", Signature=none");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = AwsSignature.deriveSigningKeyV4(header, credentials.secretAccessKey());
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(policy.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static S3Exception invalid(PostForm form, String name, String message) {
        return S3Exception.invalidArgument(name, form.required(name), message);
    }
}
