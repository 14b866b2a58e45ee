package com.ovok.local.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/** The head of a request as received; header names match in any case. */
public record ReceivedRequest(Operation operation, String method, String target, Map<String, List<String>> headers) {
    public ReceivedRequest {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = copy;
    }

    static ReceivedRequest of(Operation operation, HttpRequest request) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : request.getHeaders()) {
            headers.merge(header.getName(), List.of(header.getValue()), ReceivedRequest::joined);
        }
        return new ReceivedRequest(operation, request.getMethod(), request.getPath(), headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /** Omits the target and the headers, which contain keys, signatures and tokens. */
    @Override
    public String toString() {
        return operation + " by " + method;
    }

    private static List<String> joined(List<String> left, List<String> right) {
        return java.util.stream.Stream.concat(left.stream(), right.stream()).toList();
    }
}
