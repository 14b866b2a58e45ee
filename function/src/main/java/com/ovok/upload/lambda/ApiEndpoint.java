package com.ovok.upload.lambda;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The HTTP API behind every gateway, as {@code docs/upload-api.yaml} describes it. */
final class ApiEndpoint {
    private static final String DOCUMENTS = "/documents";

    private final App app;
    private final Cors cors;

    ApiEndpoint(App app) {
        this.app = app;
        this.cors = new Cors(app.api().corsOrigins());
    }

    /** Answers every request: a failure as a problem detail, never as an exception. */
    ApiResponse handle(Supplier<ApiRequest> event, Deadline deadline) {
        try {
            ApiRequest request = event.get();
            return cors.share(request, answer(request, deadline));
        } catch (RuntimeException | Error e) {
            return ApiResponse.problem(UploadException.from(e));
        }
    }

    private ApiResponse answer(ApiRequest request, Deadline deadline) {
        try {
            return route(request, deadline);
        } catch (RuntimeException | Error e) {
            return ApiResponse.problem(UploadException.from(e));
        }
    }

    private ApiResponse route(ApiRequest request, Deadline deadline) {
        if (cors.isPreflight(request)) {
            return cors.preflight(request);
        }
        if (request.path().equals(DOCUMENTS)) {
            return request.method().equals("POST") ? create(request, posted(request), deadline) : otherMethod("POST");
        }
        if (request.path().startsWith(DOCUMENTS + "/")) {
            return request.method().equals("PUT") ? create(request, body(request), deadline) : otherMethod("PUT");
        }
        return ApiResponse.problem(
                Problem.NOT_FOUND, "Send the file to /documents or /documents/{fileName}.", Map.of());
    }

    private ApiResponse create(ApiRequest request, Upload upload, Deadline deadline) {
        FileEntryDto entry = app.transfer().transfer(upload.askedForBy(request), deadline);
        return ApiResponse.created(app.api().location(entry.getId()), entry);
    }

    private static Upload body(ApiRequest request) {
        boolean isPublic = ApiRequest.flag(
                Optional.ofNullable(request.query().get("isPublic")).orElse("false"));
        String fileName = request.path().substring(DOCUMENTS.length() + 1);
        String contentType = request.header("content-type").orElse("");
        return Upload.of(FileInfo.of(fileName, contentType, isPublic), request.bytes());
    }

    private Upload posted(ApiRequest request) {
        return switch (request.mediaType()) {
            case "multipart/form-data" -> UploadForm.read(request);
            case "application/json" -> UploadJson.read(request, app);
            default ->
                throw new UploadException.Rejected(
                        Problem.UNSUPPORTED_MEDIA_TYPE,
                        "POST takes multipart/form-data or application/json; send a file as it is with"
                                + " PUT /documents/{fileName}.");
        };
    }

    private static ApiResponse otherMethod(String method) {
        return ApiResponse.problem(
                Problem.METHOD_NOT_ALLOWED,
                "Send the file to /documents/{fileName} with PUT, or to /documents with POST.",
                Map.of("Allow", method));
    }
}
