package com.ovok.local.http;

import com.google.common.io.ByteStreams;
import com.ovok.local.http.Fault.Cut;
import com.ovok.local.http.Fault.Delay;
import com.ovok.local.http.Fault.Ending;
import com.ovok.local.http.Fault.Response;
import com.ovok.local.http.Fault.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** One request and its response, with or without a fault. */
final class Exchange {
    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final Endpoint endpoint;
    private final ClassicHttpRequest request;
    private final ResponseTrigger trigger;
    private final ServerConnection connection;
    private final CountDownLatch serverClosed;
    private final @Nullable RequestBody body;

    Exchange(
            Endpoint endpoint,
            ClassicHttpRequest request,
            ResponseTrigger trigger,
            ServerConnection connection,
            CountDownLatch serverClosed)
            throws IOException {
        this.endpoint = endpoint;
        this.request = request;
        this.trigger = trigger;
        this.connection = connection;
        this.serverClosed = serverClosed;
        HttpEntity entity = request.getEntity();
        this.body = entity == null ? null : RequestBody.of(entity, request, trigger);
    }

    void run(Optional<Fault> fault) throws HttpException, IOException {
        if (fault.isEmpty()) {
            submit(respond());
            return;
        }
        switch (fault.get()) {
            case Response instead -> submit(instead(instead));
            case Delay delay -> {
                pause(delay.by());
                submit(respond());
            }
            case Fault.Interim interim -> {
                inform();
                ClassicHttpResponse response = respond();
                inform();
                submit(response);
            }
            case Cut cut
            when cut.side() == Side.REQUEST -> {
                read(cut.afterBytes());
                end(cut.ending());
            }
            case Cut cut -> submitCut(respond(), cut);
        }
    }

    /** Sends the interim responses of servers and proxies, including {@code 100 Continue} twice. */
    private void inform() throws HttpException, IOException {
        for (int status : new int[] {100, 100, 102, 103}) {
            var interim = new BasicClassicHttpResponse(status);
            interim.setHeader(HttpHeaders.LINK, "</>; rel=preload");
            trigger.sendInformation(interim);
        }
    }

    private ClassicHttpResponse respond() throws HttpException, IOException {
        try {
            return endpoint.respond(request);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the endpoint failed", e);
            return new BasicClassicHttpResponse(500);
        }
    }

    private ClassicHttpResponse instead(Response fault) throws IOException {
        if (!fault.early()) {
            read(Long.MAX_VALUE);
        }
        var response = new BasicClassicHttpResponse(fault.status());
        fault.headers().forEach(response::setHeader);
        if (!fault.body().isEmpty()) {
            response.setEntity(new ByteArrayEntity(fault.body().getBytes(StandardCharsets.UTF_8), null));
        }
        return response;
    }

    private void submit(ClassicHttpResponse response) throws HttpException, IOException {
        if (body != null && !body.isReadUp()) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            // Without the entity, the service does not read the rest before it sends the response.
            request.setEntity(null);
            connection.inputLeft();
        }
        trigger.submitResponse(response);
    }

    private void submitCut(ClassicHttpResponse response, Cut cut) throws HttpException, IOException {
        HttpEntity entity = response.getEntity();
        if (cut.afterBytes() == 0 && cut.ending() != Ending.DRIP) {
            response.close();
            end(cut.ending());
        } else if (entity != null) {
            response.setEntity(new CutEntity(entity, cut));
        }
        submit(response);
    }

    private void cut(InputStream content, OutputStream output, Cut cut) throws IOException {
        ByteStreams.limit(content, cut.afterBytes()).transferTo(output);
        output.flush();
        if (cut.ending() != Ending.DRIP) {
            end(cut.ending());
        }
        for (int next = content.read(); next >= 0; next = content.read()) {
            pause(Duration.ofSeconds(1));
            output.write(next);
            output.flush();
        }
    }

    private void read(long bytes) throws IOException {
        if (body != null) {
            body.getContent().skip(bytes);
        }
    }

    private void end(Ending ending) throws IOException {
        if (ending == Ending.STALL) {
            pause(Duration.ofNanos(Long.MAX_VALUE));
        }
        if (ending == Ending.CLOSE) {
            connection.close();
        } else {
            connection.close(CloseMode.IMMEDIATE);
        }
        throw new ConnectionClosedException("ended on purpose: " + ending);
    }

    private void pause(Duration time) throws IOException {
        try {
            if (serverClosed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ConnectionClosedException("the server closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private final class CutEntity extends HttpEntityWrapper {
        private final Cut cut;

        CutEntity(HttpEntity whole, Cut cut) {
            super(whole);
            this.cut = cut;
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            cut(getContent(), output, cut);
        }
    }
}
