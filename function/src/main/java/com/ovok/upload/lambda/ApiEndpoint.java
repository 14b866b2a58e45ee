package com.ovok.upload.lambda;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.RequestBody;
import java.util.Map;
import java.util.function.Supplier;

/** The HTTP API behind every gateway: {@code PUT /documents/{fileName}} with the file as body. */
final class ApiEndpoint {
    private static final String DOCUMENTS = "/documents/";

    private final App app;

    ApiEndpoint(App app) {
        this.app = app;
    }

    /** Answers every request: a failure as a problem detail, never as an exception. */
    ApiResponse handle(Supplier<ApiRequest> request, Deadline deadline) {
        try {
            return put(request.get(), deadline);
        } catch (UploadException e) {
            return ApiResponse.problem(e);
        }
    }

    private ApiResponse put(ApiRequest request, Deadline deadline) {
        if (!request.method().equals("PUT")) {
            return ApiResponse.problem(Problem.METHOD_NOT_ALLOWED, "Send the file with PUT.", Map.of("Allow", "PUT"));
        }
        if (!request.path().startsWith(DOCUMENTS)) {
            return ApiResponse.problem(Problem.NOT_FOUND, "Send the file to /documents/{fileName}.", Map.of());
        }
        boolean isPublic = isPublic(request.query().getOrDefault("isPublic", "false"));
        String contentType = request.header("content-type").orElse("");
        FileInfo file = FileInfo.of(request.path().substring(DOCUMENTS.length()), contentType, isPublic);
        RequestBody source = new RequestBody(request.id(), file, request.bytes());
        return ApiResponse.json(201, app.transfer().transfer(source, deadline));
    }

    private static boolean isPublic(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UploadException.Rejected(Problem.BAD_REQUEST, "isPublic is neither true nor false.");
        };
    }
}
