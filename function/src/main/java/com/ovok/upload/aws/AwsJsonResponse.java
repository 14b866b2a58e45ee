package com.ovok.upload.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.ovok.upload.Json;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * A response of one of AWS's JSON protocols, with its body read.
 *
 * @param head status and headers
 * @param body a missing node if it is not JSON
 */
record AwsJsonResponse(OpenHttpResponse head, JsonNode body) {
    /** Of a body, in bytes. A DynamoDB item is at most 400 KB, a secret 64 KB; JSON escapes enlarge them. */
    static final int MAX_BYTES = 4 << 20;

    /**
     * Reads the body.
     *
     * @throws IOException if it is incomplete, altered, compressed or longer than {@link #MAX_BYTES}
     */
    static AwsJsonResponse read(OpenHttpResponse head) throws IOException {
        head.refuseCompressed();
        InputStream body = head.body();
        byte[] bytes = body.readNBytes(MAX_BYTES);
        if (body.read() >= 0) {
            throw new IOException("the response is longer than " + MAX_BYTES + " bytes");
        }
        checkSum(head, bytes);
        return new AwsJsonResponse(head, parse(bytes));
    }

    /** Only DynamoDB sends a checksum of the bytes on the wire. */
    private static void checkSum(OpenHttpResponse head, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        String found = Long.toString(sum.getValue());
        if (!head.header("x-amz-crc32").map(String::strip).orElse(found).equals(found)) {
            throw new IOException("the response does not match its x-amz-crc32");
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (UploadException.Rejected e) {
            return MissingNode.getInstance();
        }
    }

    /** Returns whether the status is 2xx and the body is an object, as every operation returns one. */
    boolean isSuccess() {
        return head.status() / 100 == 2 && body.isObject();
    }

    /** Returns whether a retry may succeed, because the error is temporary or the response is incomplete. */
    boolean isRetryable() {
        return head.status() / 100 == 2 ? !body.isObject() : code().isRetryable(head.status());
    }

    /** Returns the error code: the header's if present, as in the AWS SDKs, otherwise the body's. */
    AwsErrorCode code() {
        String named = head.header("x-amzn-errortype")
                .orElseGet(() -> body.path("__type").asText(body.path("code").asText("")));
        return new AwsErrorCode(named);
    }

    /** Omits the body, which can be a secret. */
    @Override
    public String toString() {
        return "AwsJsonResponse[" + head.status() + "]";
    }
}
