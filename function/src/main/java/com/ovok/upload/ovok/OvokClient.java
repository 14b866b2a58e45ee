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

/** The generated client, set up for one OVOK host: no token of its own, answers of bounded size. Thread-safe. */
public final class OvokClient extends ApiClient {
    /** One call at a time for each file that is on its way, and there are never so many. */
    private static final int MAX_CONNECTIONS = 1000;

    private final HttpConnectionPool connections;
    private final ApacheHttpClientAdapter transport;

    /** Creates a client with the JDK's TLS. */
    public OvokClient(URI baseUrl) {
        this(baseUrl, new HttpConnectionPool(MAX_CONNECTIONS));
    }

    /** Creates a client; makes no network calls. */
    public OvokClient(URI baseUrl, TlsContext tls) {
        this(baseUrl, new HttpConnectionPool(MAX_CONNECTIONS, tls));
    }

    private OvokClient(URI baseUrl, HttpConnectionPool connections) {
        // The mapper in place of the client's own, which loads modules for dates that the API does not have.
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
        this.connections = connections;
        this.transport = new ApacheHttpClientAdapter(connections.client());
    }

    /** One for all operations. */
    @Override
    public HttpClient getHttpClient() {
        return transport;
    }

    /** Drops the connections that are open; later calls open others. */
    public void closeConnections() {
        connections.evictIdle();
    }
}
