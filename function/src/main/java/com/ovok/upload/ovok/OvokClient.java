package com.ovok.upload.ovok;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** The generated client, set up for one OVOK host: no token of its own, answers of bounded size. Thread-safe. */
public final class OvokClient extends ApiClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final BoundedHttpClient http = new BoundedHttpClient(OvokClient::http);

    /** Sends nothing yet. */
    public OvokClient(URI baseUrl) {
        // The mapper in place of the client's own, which loads modules for dates that the API does not have.
        super(
                HttpClient.newBuilder(),
                JsonMapper.builder()
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .defaultPropertyInclusion(Value.construct(Include.NON_NULL, Include.NON_NULL))
                        .build(),
                baseUrl.toString().replaceFirst("/+$", ""));
    }

    /** HTTP/1.1: on plain http the default would ask every server to change to HTTP/2. */
    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** One for all operations. */
    @Override
    public HttpClient getHttpClient() {
        return http;
    }

    /** Drops the connections that are open; later calls open others. */
    public void closeConnections() {
        http.renew();
    }
}
