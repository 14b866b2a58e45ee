package com.ovok.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Returns the body of an HTTP API event if its type marks it as a response, otherwise the event. */
public final class ResponseHandler implements RequestStreamHandler {
    private static final Pattern BODY = Pattern.compile("\"body\":\"([^\"]*)\",\"isBase64Encoded\":true");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readAllBytes();
        String text = new String(event, StandardCharsets.UTF_8);
        Matcher body = BODY.matcher(text);
        boolean isResponse = text.contains("\"content-type\":\"application/x-answer\"") && body.find();
        output.write(isResponse ? Base64.getDecoder().decode(body.group(1)) : event);
    }
}
