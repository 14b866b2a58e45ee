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
import java.net.URI;
import java.net.http.HttpClient;

/** The generated client, set up for one OVOK host: no token of its own, answers of bounded size. Thread-safe. */
public final class OvokClient extends ApiClient {
    /** One call at a time for each file that is on its way, and there are never so many. */
    private static final int MAX_CONNECTIONS = 1000;

    private final HttpConnectionPool connections = new HttpConnectionPool(MAX_CONNECTIONS);
    private final ApacheHttpClientAdapter transport = new ApacheHttpClientAdapter(connections.client());

    /** Sends nothing yet. */
    public OvokClient(URI baseUrl) {
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
