package com.ovok.upload;

import java.util.ArrayList;
import java.util.List;

/** Describes where an exception came from. Omits messages, because they can quote a file's name or a token. */
final class StackFrames {
    private static final int MAX_CAUSES = 5;
    private static final int MAX_FRAMES = 15;

    private StackFrames() {}

    /** Returns the class and the frames of {@code failure} and of each of its causes. */
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
