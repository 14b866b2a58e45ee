package com.ovok.upload.aws;

import com.fasterxml.jackson.databind.JsonNode;

/** An AWS service rejected a request, and would reject it again. */
public final class AwsException extends RuntimeException {
    private final int status;
    private final AwsErrorCode code;
    private final transient JsonNode body;

    AwsException(AwsService service, int status, AwsErrorCode code, JsonNode body) {
        super(service.title() + " returned " + status + " (" + code + ").");
        this.status = status;
        this.code = code;
        this.body = body;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    public AwsErrorCode code() {
        return code;
    }

    /** Returns the response's JSON, which can quote the request; a missing node if it is not JSON. */
    public JsonNode body() {
        return body;
    }
}
