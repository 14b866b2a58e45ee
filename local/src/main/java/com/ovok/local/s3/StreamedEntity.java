package com.ovok.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.BasicHttpEntity;
import org.apache.hc.core5.http.io.entity.EmptyInputStream;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of another server's response; closing it ends that response. */
final class StreamedEntity extends HttpEntityWrapper {
    private final ClassicHttpResponse answer;

    private StreamedEntity(HttpEntity entity, ClassicHttpResponse answer) {
        super(entity);
        this.answer = answer;
    }

    static StreamedEntity of(ClassicHttpResponse answer) {
        HttpEntity entity = answer.getEntity();
        return new StreamedEntity(entity != null ? entity : announced(answer), answer);
    }

    // The response to a HEAD declares a length and has no body.
    private static HttpEntity announced(ClassicHttpResponse answer) {
        Header length = answer.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
        return new BasicHttpEntity(
                EmptyInputStream.INSTANCE, length == null ? 0 : Long.parseLong(length.getValue()), null);
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
        getContent().transferTo(output);
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}
