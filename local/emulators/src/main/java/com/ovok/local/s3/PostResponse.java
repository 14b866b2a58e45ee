package com.ovok.local.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.net.URIBuilder;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** S3's response to a stored form, in the way that the form requests. */
final class PostResponse {
    private PostResponse() {}

    static ClassicHttpResponse of(
            PostForm form, PutObjectRequest object, PutObjectResponse stored, ClassicHttpRequest request) {
        String quoted = '"' + stored.eTag().replace("\"", "") + '"';
        String redirect = form.field("success_action_redirect").orElse("");
        ClassicHttpResponse response = redirect.isEmpty()
                ? plain(form, object, quoted, location(object, request))
                : redirect(redirect, object, quoted);
        response.setHeader(HttpHeaders.ETAG, quoted);
        if (stored.versionId() != null) {
            response.setHeader("x-amz-version-id", stored.versionId());
        }
        return response;
    }

    private static ClassicHttpResponse plain(PostForm form, PutObjectRequest object, String eTag, String location) {
        var response = new BasicClassicHttpResponse(
                switch (form.field("success_action_status").orElse("")) {
                    case "200" -> 200;
                    case "201" -> 201;
                    default -> 204;
                });
        response.setHeader(HttpHeaders.LOCATION, location);
        if (response.getCode() == 201) {
            var elements = new LinkedHashMap<String, String>();
            elements.put("Location", location);
            elements.put("Bucket", object.bucket());
            elements.put("Key", object.key());
            elements.put("ETag", eTag);
            response.setEntity(new StringEntity(Xml.document("PostResponse", elements), ContentType.APPLICATION_XML));
        }
        return response;
    }

    private static ClassicHttpResponse redirect(String target, PutObjectRequest object, String eTag) {
        var response = new BasicClassicHttpResponse(303);
        try {
            URI location = new URIBuilder(target)
                    .addParameter("bucket", object.bucket())
                    .addParameter("key", object.key())
                    .addParameter("etag", eTag)
                    .build();
            response.setHeader(HttpHeaders.LOCATION, location.toString());
        } catch (URISyntaxException e) {
            throw S3Exception.invalidArgument("success_action_redirect", target, "not a URL");
        }
        return response;
    }

    private static String location(PutObjectRequest object, ClassicHttpRequest request) {
        try {
            return new URIBuilder(request.getUri())
                    .setPathSegments(object.bucket(), object.key())
                    .build()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI can name this object", e);
        }
    }
}
