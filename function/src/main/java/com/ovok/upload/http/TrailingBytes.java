package com.ovok.upload.http;

import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Notices an answer that came with more bytes than it may have, and lets its connection carry no other exchange: the
 * rest would be taken for the answer of the next one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.2">RFC 9112, section 9.2</a>
 */
final class TrailingBytes extends DefaultHttpResponseParserFactory {
    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
        HttpMessageParser<ClassicHttpResponse> parser = super.create();
        return (buffer, socket) -> {
            ClassicHttpResponse answer = parser.parse(buffer, socket);
            if (answer != null && isFollowed(answer, buffer)) {
                answer.addHeader(HttpHeaders.CONNECTION, "close");
            }
            return answer;
        };
    }

    private static boolean isFollowed(ClassicHttpResponse answer, SessionInputBuffer buffer) throws HttpException {
        int status = answer.getCode();
        boolean empty = status == HttpStatus.SC_NO_CONTENT || status == HttpStatus.SC_NOT_MODIFIED;
        long length = empty ? 0 : DefaultContentLengthStrategy.INSTANCE.determineLength(answer);
        return status >= HttpStatus.SC_SUCCESS && length >= 0 && buffer.length() > length;
    }
}
