package com.ovok.upload.post;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The permission to upload one file: a URL and form fields in their order. A secret until it expires.
 *
 * @param url where the form is sent
 * @param fields sent unchanged and without additions
 * @param policy parsed from the fields
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
public record PresignedPost(URI url, SequencedMap<String, String> fields, PostPolicy policy) {

    private static final int MAX_PORT = 65_535;
    /** Ten times the number of fields in S3's own forms. */
    private static final int MAX_COUNT = 100;

    public PresignedPost {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (url.getHost() == null || url.getPort() > MAX_PORT || url.getUserInfo() != null || !http) {
            throw malformed("its URL is not an http(s) URL of host and path");
        }
        if (fields.size() > MAX_COUNT) {
            throw malformed("it has more than " + MAX_COUNT + " fields");
        }
        if (fields.keySet().stream().anyMatch("file"::equalsIgnoreCase)) {
            throw malformed("it contains a field \"file\"");
        }
        fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    /**
     * Creates a form from the {@code uploadOptions} of a response.
     *
     * @throws UploadException.Unavailable if they are not a valid presigned POST
     */
    public static PresignedPost of(String url, SequencedMap<String, String> fields) {
        if (fields.containsValue(null)) {
            throw malformed("a field has no value");
        }
        try {
            return new PresignedPost(URI.create(url), fields, policy(fields));
        } catch (IllegalArgumentException e) {
            throw malformed("its URL or policy is malformed");
        }
    }

    /**
     * Returns whether the form uploads to {@code bucket}, by a field, the host name or the path.
     *
     * @param bucket empty for none
     */
    public boolean leadsInto(String bucket) {
        return !bucket.isEmpty()
                && (bucket.equals(fields.get("bucket"))
                        || url.getHost().startsWith(bucket + ".")
                        || url.getPath().equals("/" + bucket)
                        || url.getPath().startsWith("/" + bucket + "/"));
    }

    /**
     * Returns the same form for another endpoint.
     *
     * @param location the redirect's target; empty if S3 named none
     * @throws UploadException.Unavailable if the target is malformed, or leads from https to http
     */
    PresignedPost movedTo(String location) {
        if (location.isBlank()) {
            throw malformed("it was redirected to an invalid URL");
        }
        URI target;
        try {
            target = url.resolve(location);
        } catch (IllegalArgumentException e) {
            throw malformed("it was redirected to an invalid URL");
        }
        if (!"https".equals(target.getScheme()) && !url.getScheme().equals(target.getScheme())) {
            throw malformed("it was redirected from https to http");
        }
        return new PresignedPost(target, fields, policy);
    }

    /** Returns the fields that the policy requires and the form lacks, as S3 spells them. */
    List<String> missing() {
        Set<String> present = fields.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return policy.required().stream()
                .filter(name -> !present.contains(name))
                .flatMap(name -> PolicyFields.shown(name).stream())
                .distinct()
                .toList();
    }

    private static PostPolicy policy(SequencedMap<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase("policy"))
                .findFirst()
                .map(field -> PostPolicy.parse(field.getValue()))
                .orElseGet(() -> new PostPolicy(Instant.MAX, 0, PostPolicy.MAX_POST));
    }

    /** Drops the cause, because its message quotes the URL or the policy. */
    private static UploadException malformed(String what) {
        return new UploadException.Unavailable(Problem.OVOK_FAULT, "Invalid presigned POST: " + what + ".", null);
    }

    /** Shows nothing, because all parts are secret. */
    @Override
    public String toString() {
        return "PresignedPost[...]";
    }
}
