package com.ovok.local;

import java.io.IOException;
import java.nio.file.Path;

/** Tells where the standard error goes; {@link java.io.Console} only knows of the standard output. */
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
