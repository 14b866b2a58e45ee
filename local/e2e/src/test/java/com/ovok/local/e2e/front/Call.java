package com.ovok.local.e2e.front;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as a client sends it.
 *
 * @param path percent-encoded
 */
record Call(String method, String path, Map<String, String> headers, Map<String, String> query, String latin1Body) {

    static Call put(String path, String contentType, String body) {
        return new Call("PUT", path, Map.of("Content-Type", contentType), Map.of(), latin1(body));
    }

    static Call post(String contentType, String body) {
        return new Call("POST", "/documents", Map.of("Content-Type", contentType), Map.of(), latin1(body));
    }

    /** Returns the call with a body of one character for each byte. */
    Call withBytes(String latin1) {
        return new Call(method, path, headers, query, latin1);
    }

    /** Returns the call behind a gateway's prefix of the route. */
    Call behind(String prefix) {
        return new Call(method, prefix + path, headers, query, latin1Body);
    }

    static Call json(String body) {
        return post("application/json", body.replace('\'', '"'));
    }

    /** Returns a form of these parts, each with headers, a blank line and content. */
    static Call form(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--xyz\r\n").append(part.replace("\n", "\r\n")).append("\r\n");
        }
        return post("multipart/form-data; boundary=xyz", body + "--xyz--\r\n");
    }

    Call with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, more, query, latin1Body);
    }

    /** Returns the call with another path. */
    Call at(String otherPath) {
        return new Call("PUT", otherPath, headers, query, latin1Body);
    }

    Call asking(String parameter, String value) {
        return new Call(method, path, headers, Map.of(parameter, value), latin1Body);
    }

    Call by(String otherMethod) {
        return new Call(otherMethod, path, headers, query, latin1Body);
    }

    byte[] body() {
        return latin1Body.getBytes(ISO_8859_1);
    }

    /** Returns the operation of the description for this call. */
    String operation() {
        return path.endsWith("/documents") ? "/paths/~1documents/post" : "/paths/~1documents~1{fileName}/put";
    }

    /** One character for each byte. */
    private static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
