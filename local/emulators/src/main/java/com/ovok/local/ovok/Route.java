package com.ovok.local.ovok;

import com.ovok.local.http.Operation;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpRequest;

/**
 * The operation of a request, by its method and path.
 *
 * @param documentId empty if the path names none
 */
record Route(Operation operation, String documentId) {
    private static final Pattern DOCUMENT = Pattern.compile("/document/([^/]+)");

    /** Finds the route; documents are created under these paths only. */
    static Route of(HttpRequest request, Set<String> creationPaths) {
        String path = request.getPath().replaceFirst("\\?.*", "");
        Matcher document = DOCUMENT.matcher(path);
        return document.matches()
                ? new Route(onDocument(request.getMethod()), document.group(1))
                : new Route(onCollection(request.getMethod(), path, creationPaths), "");
    }

    private static Operation onDocument(String method) {
        return switch (method) {
            case "POST" -> Operation.REPLACE_DOCUMENT;
            case "GET" -> Operation.GET_DOCUMENT;
            case "PATCH" -> Operation.UPDATE_DOCUMENT;
            case "DELETE" -> Operation.DELETE_DOCUMENT;
            default -> Operation.OTHER;
        };
    }

    private static Operation onCollection(String method, String path, Set<String> creationPaths) {
        return switch (method + " " + path) {
            case "GET /document" -> Operation.LIST_DOCUMENTS;
            case "POST /v2/auth/login" -> Operation.LOGIN;
            case "POST /auth/refresh-token" -> Operation.REFRESH_TOKEN;
            default ->
                method.equals("POST") && creationPaths.contains(path) ? Operation.CREATE_DOCUMENT : Operation.OTHER;
        };
    }
}
