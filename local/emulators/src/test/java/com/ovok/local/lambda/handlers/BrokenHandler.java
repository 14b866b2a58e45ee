package com.ovok.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** Throws in its constructor. */
public final class BrokenHandler implements RequestStreamHandler {
    public BrokenHandler() {
        throw new IllegalArgumentException("two settings are missing");
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        throw new AssertionError("never constructed");
    }
}
