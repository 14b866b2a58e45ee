package com.ovok.local.s3;

import com.ovok.local.http.Endpoint;
import com.ovok.local.http.Operation;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;

/** The entry of the S3 server: handles forms itself and forwards everything else to S3Proxy. */
final class Gate implements Endpoint {
    private static final Pattern BUCKET = Pattern.compile("/([^/?]+)/?");
    private static final Pattern OBJECT = Pattern.compile("/[^/?]+/[^?]+(\\?.*)?");

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=[^/,]+/[^/,]+/([^/,]+)/");

    private static final String SECURITY_TOKEN = "X-Amz-Security-Token";

    private final String region;
    private final PostObject forms;
    private final Upstream s3proxy;

    Gate(String region, PostObject forms, Upstream s3proxy) {
        this.region = region;
        this.forms = forms;
        this.s3proxy = s3proxy;
    }

    @Override
    public Operation operationOf(HttpRequest request) {
        String path = request.getPath();
        if (request.getMethod().equals("POST") && BUCKET.matcher(path).matches()) {
            return Operation.POST_OBJECT;
        }
        if (!OBJECT.matcher(path).matches()) {
            return Operation.OTHER;
        }
        return switch (request.getMethod()) {
            case "GET" -> Operation.GET_OBJECT;
            case "HEAD" -> Operation.HEAD_OBJECT;
            case "PUT" -> Operation.PUT_OBJECT;
            case "DELETE" -> Operation.DELETE_OBJECT;
            default -> Operation.OTHER;
        };
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) throws HttpException, IOException {
        Matcher bucket = BUCKET.matcher(request.getPath());
        try {
            if (request.getMethod().equals("POST") && bucket.matches()) {
                return forms.respond(request, bucket.group(1));
            }
            checkCredential(request);
            return s3proxy.forward(request, request.getEntity());
        } catch (S3Exception failure) {
            return failure.toResponse();
        }
    }

    private void checkCredential(HttpRequest request) {
        Header header = request.getFirstHeader(HttpHeaders.AUTHORIZATION);
        if (header == null && !request.getPath().contains("X-Amz-Algorithm=")) {
            throw new S3Exception(403, "AccessDenied", "Access Denied");
        }
        // The credentials here are permanent. S3Proxy would only report that it does not implement the header.
        if (request.getFirstHeader(SECURITY_TOKEN) != null || request.getPath().contains(SECURITY_TOKEN + "=")) {
            throw new S3Exception(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        }
        Matcher credential = CREDENTIAL.matcher(header == null ? "" : header.getValue());
        if (credential.find() && !credential.group(1).equals(region)) {
            throw new S3Exception(
                            400,
                            "AuthorizationHeaderMalformed",
                            "The authorization header is malformed; the region '" + credential.group(1)
                                    + "' is wrong; expecting '" + region + "'")
                    .with("Region", region);
        }
    }
}
