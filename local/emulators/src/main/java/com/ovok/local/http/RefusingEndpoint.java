package com.ovok.local.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Responds in place of an endpoint that must not receive the request. */
record RefusingEndpoint(RequestGuard.Refusal refusal) implements Endpoint {
    @Override
    public Operation operationOf(HttpRequest request) {
        return Operation.OTHER;
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) {
        var response = new BasicClassicHttpResponse(refusal.status());
        response.setEntity(new StringEntity(refusal.reason(), ContentType.TEXT_PLAIN));
        return response;
    }
}
