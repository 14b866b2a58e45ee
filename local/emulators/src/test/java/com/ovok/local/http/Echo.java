package com.ovok.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Responds with the request. */
final class Echo implements Endpoint {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    List<String> heard() {
        return heard;
    }

    @Override
    public Operation operationOf(HttpRequest request) {
        return Operation.OTHER;
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) throws IOException {
        String body = new String(request.getEntity().getContent().readAllBytes(), UTF_8);
        heard.add(body);
        var response = new BasicClassicHttpResponse(200);
        response.setEntity(new StringEntity("echo " + body, ContentType.TEXT_PLAIN));
        return response;
    }
}
