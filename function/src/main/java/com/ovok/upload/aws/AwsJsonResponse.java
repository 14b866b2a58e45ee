package com.ovok.upload.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.ovok.upload.Json;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * A response of one of AWS's JSON protocols whose body has been read.
 *
 * @param head of which everything but the body may be read
 * @param body a missing node if it is not JSON
 */
record AwsJsonResponse(OpenHttpResponse head, JsonNode body) {
    /** Of a body, in bytes. An item of DynamoDB has 400 KB at most, a secret 64 KB; JSON escapes some characters. */
    static final int MAX_BYTES = 4 << 20;

    /**
     * Reads the body.
     *
     * @throws IOException if it is incomplete, altered, compressed or longer than {@link #MAX_BYTES}
     */
    static AwsJsonResponse read(OpenHttpResponse head) throws IOException {
        Optional<String> coding =
                head.header(HttpHeaders.CONTENT_ENCODING).filter(c -> !c.equalsIgnoreCase("identity"));
        if (coding.isPresent()) {
            throw new IOException("the response is compressed, which was not asked for");
        }
        InputStream body = head.body();
        byte[] bytes = body.readNBytes(MAX_BYTES);
        if (body.read() >= 0) {
            throw new IOException("the response is longer than " + MAX_BYTES + " bytes");
        }
        checkSum(head, bytes);
        return new AwsJsonResponse(head, parse(bytes));
    }

    /** DynamoDB sends the sum of the bytes as they are sent; other services send none. */
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

    /** Returns whether it has a successful status and an object, as every operation returns one. */
    boolean isSuccess() {
        return head.status() / 100 == 2 && body.isObject();
    }

    /** Returns whether another attempt may succeed, because this is an error of the moment or not a whole response. */
    boolean isRetryable() {
        return head.status() / 100 == 2 ? !body.isObject() : code().isRetryable(head.status());
    }

    /** Returns the code of an error: the header's, as in AWS's SDKs, and otherwise the body's. */
    AwsErrorCode code() {
        String named = head.header("x-amzn-errortype")
                .orElseGet(() -> body.path("__type").asText(body.path("code").asText("")));
        return new AwsErrorCode(named);
    }

    /** Leaves the body out, which can be a secret. */
    @Override
    public String toString() {
        return "AwsJsonResponse[" + head.status() + "]";
    }
}
