package com.ovok.upload.http;

import java.io.IOException;

/** Signals that a server sent interim responses (1xx) without end, and no final one. */
public final class InterimResponsesException extends IOException {
    InterimResponsesException() {
        super("more than " + EarlyResponseConnection.MAX_INTERIM + " interim responses (1xx) and no final one");
    }
}
