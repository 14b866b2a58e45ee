package com.ovok.local.s3;

import com.ovok.local.http.Fault;

/** Errors of S3 that no request can provoke. */
public final class S3Faults {
    private S3Faults() {}

    public static Fault.Response slowDown() {
        return error(503, "SlowDown", "Please reduce your request rate.");
    }

    public static Fault.Response serviceUnavailable() {
        return error(503, "ServiceUnavailable", "Please reduce your request rate.");
    }

    public static Fault.Response internalError() {
        return error(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    public static Fault.Response requestTimeout() {
        return error(400, "RequestTimeout", "Your socket connection to the server was not read from or written to.");
    }

    public static Fault.Response expiredToken() {
        return error(400, "ExpiredToken", "The provided token has expired.");
    }

    /** Creates any error in S3's XML. */
    public static Fault.Response error(int status, String code, String message) {
        return Fault.status(status).body("application/xml", new S3Exception(status, code, message).toXml("FAULT"));
    }
}
