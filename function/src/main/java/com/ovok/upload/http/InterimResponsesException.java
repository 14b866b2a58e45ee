package com.ovok.upload.http;

import java.io.IOException;

/** A server sent too many interim responses (1xx) without a final one. */
public final class InterimResponsesException extends IOException {
    InterimResponsesException() {
        super("more than " + ResponseLookahead.MAX_INTERIM + " interim responses (1xx) and no final one");
    }
}
