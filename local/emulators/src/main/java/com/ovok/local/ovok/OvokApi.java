package com.ovok.local.ovok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.http.Endpoint;
import com.ovok.local.http.Operation;
import com.ovok.local.ovok.Documents.Description;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Handles the calls of the API in the order of its framework: route, token, body, operation. */
final class OvokApi implements Endpoint {
    private static final String BEARER = "Bearer ";

    private final Set<String> creationPaths;
    private final Tokens tokens;
    private final SignIn signIn;
    private final Documents documents;
    private final DocumentBucket bucket;
    private final Predicate<String> contentTypes;
    private final Bodies bodies = new Bodies();

    OvokApi(
            Set<String> creationPaths,
            Tokens tokens,
            SignIn signIn,
            Documents documents,
            DocumentBucket bucket,
            Predicate<String> contentTypes) {
        this.creationPaths = creationPaths;
        this.tokens = tokens;
        this.signIn = signIn;
        this.documents = documents;
        this.bucket = bucket;
        this.contentTypes = contentTypes;
    }

    @Override
    public Operation operationOf(HttpRequest request) {
        return Route.of(request, creationPaths).operation();
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) throws IOException {
        try {
            return respond(Route.of(request, creationPaths), request);
        } catch (ApiException failure) {
            return Bodies.response(failure.status(), failure.toJson());
        }
    }

    private ClassicHttpResponse respond(Route route, ClassicHttpRequest request) throws ApiException, IOException {
        return switch (route.operation()) {
            case LOGIN -> Bodies.response(200, signIn.login(bodies.read(request, "LoginDto")));
            case REFRESH_TOKEN -> Bodies.response(200, signIn.refresh(bodies.read(request, "RefreshTokenDto")));
            case OTHER -> throw ApiException.notFound("Cannot " + request.getMethod() + " " + request.getPath());
            default -> {
                requireToken(request);
                yield onDocuments(route, request);
            }
        };
    }

    private ClassicHttpResponse onDocuments(Route route, ClassicHttpRequest request) throws ApiException, IOException {
        String id = route.documentId();
        return switch (route.operation()) {
            case CREATE_DOCUMENT -> awaiting(request, documents.create(created(request)));
            case REPLACE_DOCUMENT -> awaiting(request, known(documents.replace(id, replaced(request))));
            case UPDATE_DOCUMENT -> updated(known(documents.update(id, bodies.readUpdate(request))));
            case DELETE_DOCUMENT -> deleted(known(documents.remove(id)));
            case GET_DOCUMENT -> download(request, known(documents.find(id)));
            case LIST_DOCUMENTS -> Bodies.response(200, Page.of(request).of(documents.all()));
            default -> throw new IllegalArgumentException("not an operation on documents: " + route.operation());
        };
    }

    private void requireToken(HttpRequest request) throws ApiException {
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        String value = header == null ? "" : header.getValue();
        if (!value.startsWith(BEARER) || !tokens.isValid(value.substring(BEARER.length()))) {
            throw ApiException.unauthorized();
        }
    }

    private Description created(ClassicHttpRequest request) throws ApiException, IOException {
        JsonNode body = bodies.read(request, "PostFileUploadDto");
        return description(body, body.path("isPublic").asText().equals("true"));
    }

    private Description replaced(ClassicHttpRequest request) throws ApiException, IOException {
        JsonNode body = bodies.read(request, "ReplaceDocumentFileDto");
        return description(body, body.path("isPublic").asBoolean());
    }

    private Description description(JsonNode body, boolean isPublic) throws ApiException {
        String contentType = body.path("contentType").asText();
        if (!contentTypes.test(contentType)) {
            throw ApiException.invalid(List.of("contentType is not supported"));
        }
        return new Description(body.path("fileName").asText(), contentType, isPublic);
    }

    private static Document known(Optional<Document> document) throws ApiException {
        return document.orElseThrow(() -> ApiException.notFound("Document not found"));
    }

    private ClassicHttpResponse awaiting(HttpRequest request, Document document) {
        ObjectNode entry = Bodies.entry(document);
        ObjectNode options = entry.putObject("uploadOptions").put("url", bucket.url(request));
        ObjectNode fields = options.putObject("fields");
        bucket.form(document.awaitedKey()).forEach(fields::put);
        return Bodies.response(200, entry);
    }

    private static ClassicHttpResponse updated(Document document) {
        ObjectNode entry = Bodies.entry(document);
        return Bodies.response(200, entry.has("publicToken") ? entry : entry.putNull("publicToken"));
    }

    private ClassicHttpResponse deleted(Document document) {
        document.file().ifPresent(file -> bucket.delete(file.key()));
        return Bodies.response(200, Bodies.object().put("message", "Document deleted"));
    }

    private ClassicHttpResponse download(HttpRequest request, Document document) {
        String key = document.file().map(Document.StoredFile::key).orElse(document.awaitedKey());
        var response = new BasicClassicHttpResponse(307);
        response.setHeader(HttpHeaders.LOCATION, bucket.download(request, key).toString());
        return response;
    }
}
