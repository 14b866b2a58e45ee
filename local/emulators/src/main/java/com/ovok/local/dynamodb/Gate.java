package com.ovok.local.dynamodb;

import com.ovok.local.http.Endpoint;
import com.ovok.local.http.Operation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Forwards calls to DynamoDB Local with any credentials. DynamoDB Local verifies no signature, but rejects access keys
 * with characters other than letters and digits.
 */
final class Gate implements Endpoint, AutoCloseable {
    private static final String TARGET = "X-Amz-Target";
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=none";
    private static final ContentType JSON = ContentType.create("application/x-amz-json-1.0");

    private final URI database;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Gate(URI database) {
        this.database = database;
    }

    @Override
    public Operation operationOf(HttpRequest request) {
        return target(request).endsWith(".UpdateItem") ? Operation.UPDATE_ITEM : Operation.OTHER;
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) throws HttpException, IOException {
        byte[] call = EntityUtils.toByteArray(request.getEntity());
        var onward = java.net.http.HttpRequest.newBuilder(database)
                .header("Content-Type", JSON.getMimeType())
                .header(TARGET, target(request))
                .header("Authorization", AUTHORIZATION)
                .POST(BodyPublishers.ofByteArray(call))
                .build();
        try {
            return converted(client.send(onward, BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static ClassicHttpResponse converted(HttpResponse<byte[]> original) {
        var response = new BasicClassicHttpResponse(original.statusCode());
        response.setEntity(new ByteArrayEntity(original.body(), JSON));
        return response;
    }

    private static String target(HttpRequest request) {
        Header target = request.getFirstHeader(TARGET);
        return target == null ? "" : target.getValue();
    }
}
