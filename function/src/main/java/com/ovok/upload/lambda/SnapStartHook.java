package com.ovok.upload.lambda;

import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Prepares the process for a SnapStart snapshot, which must not contain the state of a single process.
 *
 * <p>No random value that must differ between processes is drawn before the snapshot; those of {@link SnapshotPriming}
 * serve no real request. Form boundaries, leases and pauses come from {@link java.security.SecureRandom}, which reads
 * the system's entropy again after a restore.
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
     * Registers the hook. The caller must hold the result, because the runtime keeps weak references only.
     *
     * @param drops drop connections and tokens, which are recreated on demand
     */
    static SnapStartHook register(List<Runnable> drops) {
        SnapStartHook hook = new SnapStartHook(drops);
        Core.getGlobalContext().register(hook);
        return hook;
    }

    /** Drops connections and tokens. */
    void forget() {
        drops.forEach(Runnable::run);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        forget();
    }

    /** Drops what was created after the snapshot began. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        forget();
    }
}
