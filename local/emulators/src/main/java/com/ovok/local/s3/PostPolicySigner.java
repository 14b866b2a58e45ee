package com.ovok.local.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Signs forms that allow the upload of one object; the SDK only signs requests and URLs. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST policy</a>
 */
public final class PostPolicySigner {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String region;
    private final AwsBasicCredentials credentials;
    private final Clock clock;

    public PostPolicySigner(String region, AwsBasicCredentials credentials, Clock clock) {
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Returns the fields of a form for one object of at most {@code maxSize} bytes, in the order of sending. */
    public Map<String, String> sign(String bucket, String key, Duration lifetime, long maxSize) {
        return sign(bucket, key, lifetime, List.of(List.of("content-length-range", 0, maxSize), Map.of("key", key)));
    }

    /** Returns the fields of a form with these conditions and those on bucket, algorithm, credential and date. */
    public Map<String, String> sign(String bucket, String key, Duration lifetime, List<?> conditions) {
        Instant now = clock.instant();
        var fields = new LinkedHashMap<String, String>();
        fields.put("bucket", bucket);
        fields.put("X-Amz-Algorithm", ALGORITHM);
        fields.put("X-Amz-Credential", credentials.accessKeyId() + "/" + String.join("/", scope(now)));
        fields.put("X-Amz-Date", TIME.format(now));
        String policy = policy(now.plus(lifetime), conditions, fields);
        fields.put("key", key);
        fields.put("Policy", policy);
        fields.put("X-Amz-Signature", signature(policy, scope(now)));
        return fields;
    }

    private static String policy(Instant expiration, List<?> conditions, Map<String, String> fields) {
        var all = new ArrayList<Object>(conditions);
        fields.forEach((name, value) -> all.add(Map.of(name, value)));
        var policy = new LinkedHashMap<String, Object>();
        policy.put("expiration", expiration.truncatedTo(ChronoUnit.SECONDS).toString());
        policy.put("conditions", all);
        try {
            return Base64.getEncoder().encodeToString(JSON.writeValueAsBytes(policy));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("conditions that are not JSON", e);
        }
    }

    private List<String> scope(Instant time) {
        return List.of(DAY.format(time), region, "s3", "aws4_request");
    }

    private String signature(String policy, List<String> scope) {
        byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, policy));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
