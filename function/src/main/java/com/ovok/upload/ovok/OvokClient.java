package com.ovok.upload.ovok;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.ApiClient;
import com.ovok.client.model.ResponseRegisterLoginDto;
import com.ovok.client.model.ResponseTokenDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.http.ApacheHttpClientAdapter;
import com.ovok.upload.http.HttpConnectionPool;
import com.ovok.upload.http.TlsContext;
import java.net.URI;
import java.net.http.HttpClient;

/** The generated client for one OVOK host, without a token, and with responses of bounded size. Thread-safe. */
public final class OvokClient extends ApiClient {
    /** More than the number of concurrent files; each file makes one call at a time. */
    private static final int MAX_CONNECTIONS = 1000;

    private final HttpConnectionPool connections;
    private final ApacheHttpClientAdapter transport;

    /** Creates a client; makes no network calls. */
    public OvokClient(URI baseUrl, TlsContext tls) {
        // Replaces the client's own mapper, which loads date modules that the API does not need.
        super(
                HttpClient.newBuilder(),
                JsonMapper.builder()
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .defaultPropertyInclusion(Value.construct(Include.NON_NULL, Include.NON_NULL))
                        .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
                        .addHandler(new ContractDrift())
                        .addModule(EntryDeserializer.module().addDeserializer(String.class, new BoundedText()))
                        .addMixIn(ResponseRegisterLoginDto.class, Seconds.Lenient.class)
                        .addMixIn(ResponseTokenDto.class, Seconds.Lenient.class)
                        .addMixIn(UploadOptionsDto.class, FormFields.Hidden.class)
                        .build(),
                baseUrl.toString().replaceFirst("/+$", ""));
        this.connections = new HttpConnectionPool(MAX_CONNECTIONS, tls);
        this.transport = new ApacheHttpClientAdapter(connections.client());
    }

    /** Returns the one HTTP client that all operations share. */
    @Override
    public HttpClient getHttpClient() {
        return transport;
    }

    /** Closes the idle connections; later calls open new ones. */
    public void closeConnections() {
        connections.evictIdle();
    }
}
