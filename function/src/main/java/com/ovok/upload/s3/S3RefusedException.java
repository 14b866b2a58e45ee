package com.ovok.upload.s3;

/** S3 rejected a request, and would reject it again. */
public final class S3RefusedException extends Exception {
    private final int status;
    private final transient S3Error error;

    S3RefusedException(String operation, int status, S3Error error) {
        super("S3 returned " + status + " (" + error + ") to " + operation + ".");
        this.status = status;
        this.error = error;
    }

    /** Returns the HTTP status; 200 if S3 sent an error in the body of a success. */
    public int status() {
        return status;
    }

    public S3Error error() {
        return error;
    }
}
