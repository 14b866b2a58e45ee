package com.ovok.local.run;

import java.util.Objects;

/** Ends the run with one line on standard error and an exit code. */
final class ExitException extends Exception {
    /** The function failed, or the state of OVOK is wrong. */
    static final int FAILED = 1;

    /** The user's input is invalid. */
    static final int BAD_INPUT = 2;

    /** A port to serve on is in use. */
    static final int PORT_IN_USE = 3;

    private static final long serialVersionUID = 1;

    private final int code;
    private final String line;

    ExitException(int code, String line) {
        super(line);
        this.code = code;
        this.line = Objects.requireNonNull(line, "line");
    }

    static ExitException badInput(String line) {
        return new ExitException(BAD_INPUT, line);
    }

    static ExitException failed(String line) {
        return new ExitException(FAILED, line);
    }

    int code() {
        return code;
    }

    String line() {
        return line;
    }
}
