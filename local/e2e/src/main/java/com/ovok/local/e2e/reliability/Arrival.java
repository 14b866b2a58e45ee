package com.ovok.local.e2e.reliability;

import com.google.common.hash.Hashing;
import com.ovok.upload.Problem;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One version of an object, and its expected fate.
 *
 * @param fileName unique per arrival
 * @param sha256 of its content, in lower-case hex
 */
record Arrival(SourceObject object, String fileName, String sha256, Fate fate) {
    /** The size of a large object in bytes: more than the socket buffers between the function and S3 hold. */
    static final int LARGE = 12 << 20;

    /** The fate of an arrival once all servers are available. */
    enum Fate {
        TRANSFERRED,
        MISSING(Problem.SOURCE_NOT_FOUND),
        OVERWRITTEN(Problem.SOURCE_CHANGED),
        REFUSED(Problem.NOT_ACCEPTED),
        TOO_LARGE(Problem.TOO_LARGE);

        private final Optional<Problem> problem;

        Fate() {
            this.problem = Optional.empty();
        }

        Fate(Problem problem) {
            this.problem = Optional.of(problem);
        }

        /** Returns the expected reason in the failure list; empty if the file is transferred. */
        Optional<String> reason() {
            return problem.map(Problem::anchor);
        }
    }

    /** Stores an object of random bytes in the inbox; every third becomes a public document, which has a token. */
    static Arrival at(TestEnvironment scene, int number, Fate fate, int bytes, Random random) throws IOException {
        byte[] content = new byte[fate == Fate.TOO_LARGE ? TestEnvironment.MAX_SIZE + 1 : bytes];
        random.nextBytes(content);
        String fileName = "scan-%05d.bin".formatted(number);
        String key = "storm/" + fileName;
        if (fate != Fate.MISSING) {
            String type = fate == Fate.REFUSED ? TestEnvironment.REFUSED_TYPE : "application/dicom";
            scene.store(key, content, type, number % 3 == 0 ? Map.of("ovok-is-public", "true") : Map.of());
        }
        String eTag = fate == Fate.OVERWRITTEN ? "0".repeat(32) : md5(content);
        SourceObject object = new SourceObject(
                TestEnvironment.INBOX, key, null, eTag, "%016X".formatted(number), (long) content.length);
        return new Arrival(object, fileName, Hashing.sha256().hashBytes(content).toString(), fate);
    }

    @SuppressWarnings("deprecation") // S3's ETags are MD5 digests.
    static String md5(byte[] content) {
        return Hashing.md5().hashBytes(content).toString();
    }

    boolean isTransferred() {
        return fate == Fate.TRANSFERRED;
    }
}
