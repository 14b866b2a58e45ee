package com.ovok.upload;

import java.util.ArrayList;
import java.util.List;

/** Says where an exception came from, without its messages: they may quote a file's name or a token. */
final class StackFrames {
    private static final int MAX_CAUSES = 5;
    private static final int MAX_FRAMES = 15;

    private StackFrames() {}

    /** Returns the class of each exception from {@code failure} to its last cause, each followed by its frames. */
    static List<String> of(Throwable failure) {
        List<String> lines = new ArrayList<>();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            lines.add(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int j = 0; j < Math.min(frames.length, MAX_FRAMES); j++) {
                lines.add("at " + frames[j]);
            }
        }
        return lines;
    }
}
