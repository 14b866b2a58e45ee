package com.ovok.local.run;

import java.io.IOException;
import java.nio.file.Path;

/** Detects whether standard error is a terminal; {@link java.io.Console} covers standard output only. */
final class Terminal {
    private Terminal() {}

    static boolean isStandardError() {
        try {
            Path target = Path.of("/proc/self/fd/2").toRealPath();
            return target.startsWith("/dev/pts") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
