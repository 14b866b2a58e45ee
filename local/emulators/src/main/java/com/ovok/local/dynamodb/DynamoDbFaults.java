package com.ovok.local.dynamodb;

import com.ovok.local.http.Fault;

/** Errors of DynamoDB that no request can provoke. */
public final class DynamoDbFaults {
    private DynamoDbFaults() {}

    public static Fault.Response throttled() {
        return error(400, "ThrottlingException");
    }

    public static Fault.Response internalError() {
        return error(500, "InternalServerError");
    }

    public static Fault.Response accessDenied() {
        return error(400, "AccessDeniedException");
    }

    /** Creates any error in DynamoDB's JSON. */
    public static Fault.Response error(int status, String type) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + type + "\",\"message\":\"By a fault.\"}";
        return Fault.status(status).body("application/x-amz-json-1.0", body);
    }
}
