package com.ovok.local.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.commons.io.input.ProxyInputStream;

/** The range of sizes that a policy allows. */
record SizeRange(long min, long max) {
    /** In bytes: the limit of one POST. */
    static final long MAX_POST = 5L << 30;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the range of a valid policy. */
    static SizeRange of(String policy) {
        byte[] json = Base64.getMimeDecoder().decode(policy.getBytes(StandardCharsets.ISO_8859_1));
        try {
            for (JsonNode condition :
                    JSON.readTree(new String(json, StandardCharsets.UTF_8)).path("conditions")) {
                if (condition.path(0).asText().equalsIgnoreCase("content-length-range")) {
                    return new SizeRange(
                            condition.path(1).asLong(),
                            Math.min(condition.path(2).asLong(), MAX_POST));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the policy was not valid", e);
        }
        return new SizeRange(0, MAX_POST);
    }

    /** Returns the file as a stream that fails once it leaves the range. */
    InputStream enforcedOn(InputStream file) {
        return new ProxyInputStream(file) {
            private long size;

            @Override
            protected void afterRead(int bytes) {
                size += Math.max(bytes, 0);
                check(size, bytes < 0);
            }
        };
    }

    private void check(long size, boolean ended) {
        if (size > max) {
            throw tooLarge(size, max);
        }
        if (ended && size < min) {
            throw new S3Exception(
                            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                    .with("ProposedSize", String.valueOf(size))
                    .with("MinSizeAllowed", String.valueOf(min));
        }
    }

    static S3Exception tooLarge(long size, long max) {
        return new S3Exception(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                .with("ProposedSize", String.valueOf(size))
                .with("MaxSizeAllowed", String.valueOf(max));
    }
}
