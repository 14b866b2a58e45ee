package com.ovok.upload.lambda;

import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Prepares the process for the snapshot that many others start from: nothing in it is one process's alone.
 *
 * <p>Nothing is drawn at random before the snapshot is taken that must differ after it: form boundaries, leases and
 * pauses come from {@link java.security.SecureRandom}, which asks the system anew.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Runtime hooks</a>
 */
final class SnapStartHook implements Resource {
    private final List<Runnable> drops;

    private SnapStartHook(List<Runnable> drops) {
        this.drops = drops;
    }

    /** Returns whether Lambda will take a snapshot of this process. */
    static boolean isExpected(Map<String, String> environment) {
        return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
    }

    /**
     * Takes part in snapshots as long as the result is held: the runtime keeps weak references alone.
     *
     * @param drops let go of connections and tokens, which are made anew when they are needed
     */
    static SnapStartHook register(List<Runnable> drops) {
        SnapStartHook hook = new SnapStartHook(drops);
        Core.getGlobalContext().register(hook);
        return hook;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        drops.forEach(Runnable::run);
    }

    /** Whatever came up since the snapshot was begun goes too. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        drops.forEach(Runnable::run);
    }
}
