package com.ovok.upload.api;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.transfer.DocumentTransfer;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** The HTTP API behind every gateway, as {@code docs/upload-api.yaml} describes it. */
public final class ApiEndpoint {
    private final DocumentTransfer transfer;
    private final S3ObjectReader objects;
    private final ApiSettings settings;
    private final Cors cors;

    /**
     * Creates the endpoint.
     *
     * @param objects reads the objects that requests refer to
     */
    public ApiEndpoint(DocumentTransfer transfer, S3ObjectReader objects, ApiSettings settings) {
        this.transfer = transfer;
        this.objects = objects;
        this.settings = settings;
        this.cors = new Cors(settings.corsOrigins());
    }

    /** An event that has not been parsed yet. */
    @FunctionalInterface
    public interface Event {
        ApiRequest read() throws IOException;
    }

    /** Handles a request. Returns a failure as a problem detail and never throws an {@code UploadException}. */
    public ApiResponse handle(Event event, Deadline deadline) throws IOException {
        try {
            ApiRequest request = event.read();
            return cors.share(request, respond(request, deadline));
        } catch (RuntimeException | Error e) {
            return ApiResponse.problem(UploadException.from(e));
        }
    }

    private ApiResponse respond(ApiRequest request, Deadline deadline) {
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
        return switch (request.route().target()) {
            case DOCUMENTS ->
                request.method().equals("POST") ? create(request, this::posted, deadline) : otherMethod("POST");
            case FILE ->
                request.method().equals("PUT") ? create(request, FileUploadParser::read, deadline) : otherMethod("PUT");
            case UNKNOWN ->
                ApiResponse.problem(
                        Problem.NOT_FOUND,
                        "The path does not exist. Send the file to /documents or /documents/{fileName}.",
                        Map.of());
        };
    }

    private ApiResponse create(ApiRequest request, Function<ApiRequest, UploadRequest> reader, Deadline deadline) {
        if (ContentCoding.isLeft(request)) {
            return encoded();
        }
        UploadRequest upload = reader.apply(request);
        FileEntryDto entry = transfer.transfer(upload.askedForBy(request), deadline);
        return ApiResponse.created(settings.location(entry.getId()), entry);
    }

    private UploadRequest posted(ApiRequest request) {
        return switch (request.mediaType()) {
            case "multipart/form-data" -> MultipartUploadParser.read(request);
            case "application/json" -> JsonUploadParser.read(request, objects, settings.sources());
            default ->
                throw new UploadException.Rejected(
                        Problem.UNSUPPORTED_MEDIA_TYPE,
                        "POST accepts multipart/form-data or application/json. Send the bytes of a file with PUT "
                                + "/documents/{fileName}.");
        };
    }

    /** RFC 7694 requires the header: it distinguishes this case from an unsupported media type. */
    private static ApiResponse encoded() {
        return ApiResponse.problem(
                Problem.UNSUPPORTED_MEDIA_TYPE,
                "The body is compressed or in signed chunks (aws-chunked). Send the file without "
                        + "Content-Encoding.",
                Map.of("Accept-Encoding", "identity"));
    }

    private static ApiResponse otherMethod(String method) {
        return ApiResponse.problem(
                Problem.METHOD_NOT_ALLOWED,
                "The path does not support this method. Send the file with PUT to /documents/{fileName}, "
                        + "or with POST to /documents.",
                Map.of("Allow", method));
    }
}
