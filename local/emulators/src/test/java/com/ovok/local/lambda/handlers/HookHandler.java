package com.ovok.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.crac.Core;
import org.crac.Resource;

/** Returns which hooks of SnapStart have run, and fails in the one that {@code HOOK_THAT_FAILS} names. */
public final class HookHandler implements RequestStreamHandler, Resource {
    private final StringBuilder hooks = new StringBuilder("started");

    public HookHandler() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        run("beforeCheckpoint");
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        run("afterRestore");
    }

    private void run(String hook) {
        if (hook.equals(System.getenv("HOOK_THAT_FAILS"))) {
            throw new IllegalStateException(hook + " failed");
        }
        hooks.append(' ').append(hook);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(('"' + hooks.toString() + '"').getBytes(StandardCharsets.UTF_8));
    }
}
