package com.ovok.upload.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Map;

/**
 * An unsigned request.
 *
 * @param uri with encoded path and query
 * @param headers all of which are signed
 * @param body in bytes; empty if there is none. Not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Used in one exchange and never compared.
public record AwsRequest(String method, URI uri, Map<String, String> headers, byte[] body) {

    /** Creates a request without a body. */
    public static AwsRequest get(URI uri, Map<String, String> headers) {
        return new AwsRequest("GET", uri, headers, new byte[0]);
    }

    /** Creates a request that stores, copies or deletes; an empty body is none. */
    public static AwsRequest of(String method, URI uri, Map<String, String> headers, String body) {
        return new AwsRequest(method, uri, headers, body.getBytes(UTF_8));
    }

    /** Creates a request for the headers that {@code GET} would return. */
    public static AwsRequest head(URI uri, Map<String, String> headers) {
        return new AwsRequest("HEAD", uri, headers, new byte[0]);
    }

    static AwsRequest post(URI uri, Map<String, String> headers, byte[] body) {
        return new AwsRequest("POST", uri, headers, body);
    }

    /** Omits the URI, which can contain an object key, and the body. */
    @Override
    public String toString() {
        return "AwsRequest[" + method + "]";
    }
}
