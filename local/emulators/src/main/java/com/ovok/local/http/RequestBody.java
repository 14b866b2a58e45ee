package com.ovok.local.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The body of a request. Sends {@code 100 Continue} at the first read, and records whether it was read to its end. */
final class RequestBody extends HttpEntityWrapper {
    private final Input input;

    private RequestBody(HttpEntity entity, ContinueSignal signal) throws IOException {
        super(entity);
        this.input = new Input(entity.getContent(), entity.getContentLength(), signal);
    }

    /** Replaces the request's body. */
    static RequestBody of(HttpEntity entity, ClassicHttpRequest request, ResponseTrigger trigger) throws IOException {
        boolean expected = request.containsHeader(HttpHeaders.EXPECT);
        var body = new RequestBody(entity, expected ? () -> sendContinue(trigger) : () -> {});
        request.setEntity(body);
        return body;
    }

    boolean isReadUp() {
        return input.left == 0;
    }

    @Override
    public InputStream getContent() {
        return input;
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
        input.transferTo(output);
    }

    private static void sendContinue(ResponseTrigger trigger) throws IOException {
        try {
            trigger.sendInformation(new BasicClassicHttpResponse(100));
        } catch (HttpException e) {
            throw new IOException(e);
        }
    }

    private interface ContinueSignal {
        void send() throws IOException;
    }

    private static final class Input extends FilterInputStream {
        private final ContinueSignal signal;
        private boolean signalled;
        private long left;

        Input(InputStream content, long length, ContinueSignal signal) {
            super(content);
            this.left = length < 0 ? Long.MAX_VALUE : length;
            this.signal = signal;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!signalled) {
                signalled = true;
                signal.send();
            }
            int read = super.read(bytes, offset, length);
            left = read < 0 ? 0 : left - read;
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            var skipped = new byte[8 * 1024];
            long rest = bytes;
            int read = 0;
            while (rest > 0 && read >= 0) {
                read = read(skipped, 0, (int) Math.min(rest, skipped.length));
                rest -= Math.max(read, 0);
            }
            return bytes - rest;
        }

        @Override
        public void close() {
            // Closing the content of a connection would read the rest of it.
        }
    }
}
