package com.ovok.upload.aws;

import java.net.URI;
import java.util.Map;

/**
 * A request that is still to be signed.
 *
 * @param uri as it is sent, with its path and query encoded
 * @param headers all of which are signed
 * @param body in bytes; empty if there is none. Not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Of one exchange, compared with nothing.
public record AwsRequest(String method, URI uri, Map<String, String> headers, byte[] body) {

    /** Creates a request without a body. */
    public static AwsRequest get(URI uri, Map<String, String> headers) {
        return new AwsRequest("GET", uri, headers, new byte[0]);
    }

    /** Creates a request for the headers that {@code GET} would return. */
    public static AwsRequest head(URI uri, Map<String, String> headers) {
        return new AwsRequest("HEAD", uri, headers, new byte[0]);
    }

    static AwsRequest post(URI uri, Map<String, String> headers, byte[] body) {
        return new AwsRequest("POST", uri, headers, body);
    }

    /** Leaves the address out, which can hold an object key, and the body. */
    @Override
    public String toString() {
        return "AwsRequest[" + method + "]";
    }
}
