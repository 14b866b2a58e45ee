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
    private final ClassicHttpResponse response;

    private StreamedEntity(HttpEntity entity, ClassicHttpResponse response) {
        super(entity);
        this.response = response;
    }

    static StreamedEntity of(ClassicHttpResponse response) {
        HttpEntity entity = response.getEntity();
        return new StreamedEntity(entity != null ? entity : announced(response), response);
    }

    // The response to a HEAD declares a length and has no body.
    private static HttpEntity announced(ClassicHttpResponse response) {
        Header length = response.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
        return new BasicHttpEntity(
                EmptyInputStream.INSTANCE, length == null ? 0 : Long.parseLong(length.getValue()), null);
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
        getContent().transferTo(output);
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
