package com.ovok.upload;

import java.util.Locale;

/** A kind of failure, with its HTTP status and its heading in docs/troubleshooting.md. */
public enum Problem {
    BAD_REQUEST(400),
    SOURCE_NOT_ALLOWED(403),
    NOT_FOUND(404),
    SOURCE_NOT_FOUND(404),
    DOCUMENT_GONE(404),
    METHOD_NOT_ALLOWED(405),
    BUSY(409),
    SOURCE_ARCHIVED(409),
    SOURCE_CHANGED(409),
    SOURCE_ENCRYPTED(409),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    NOT_ACCEPTED(422),
    IDEMPOTENCY_KEY_REUSED(422),
    SETTINGS(500),
    SOURCE_DENIED(500),
    OVOK_SECRET(500),
    OVOK_SIGN_IN(500),
    OVOK_PATH(500),
    LOOP(500),
    RESULT_UNDELIVERED(500),
    UNEXPECTED(500),
    OVOK_FAULT(502),
    UPLOAD_HOST(502),
    STORAGE_REFUSED(502),
    CHECKSUM(502),
    UNAVAILABLE(503),
    CLOCK(503),
    DEADLINE(504);

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    /** Returns the HTTP status that the API sends to its callers. */
    public int status() {
        return status;
    }

    /** Returns a title of a few words, the same for every occurrence. */
    public String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the anchor that GitHub gives to this problem's heading in docs/troubleshooting.md. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
