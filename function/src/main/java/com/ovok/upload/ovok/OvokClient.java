package com.ovok.upload.ovok;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.ApiClient;
import com.ovok.client.api.AuthenticationApi;
import com.ovok.client.api.DocumentApi;
import com.ovok.client.model.ResponseRegisterLoginDto;
import com.ovok.client.model.ResponseTokenDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.http.ApacheHttpClientAdapter;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TlsContext;
import java.net.URI;
import java.net.http.HttpClient;

/**
 * The generated client for one OVOK host, without a token, and with responses of bounded size. Every call throws
 * {@link com.ovok.upload.UploadException.Unavailable} at its deadline. Thread-safe.
 */
public final class OvokClient {
    /** More than the number of concurrent files; each file makes one call at a time. */
    private static final int MAX_CONNECTIONS = 1000;

    /** Replaces the generated client's own mapper, which loads date modules that the API does not need. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(Value.construct(Include.NON_NULL, Include.NON_NULL))
            .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
            .addHandler(new ContractDrift())
            .addModule(EntryDeserializer.module().addDeserializer(String.class, new BoundedText()))
            .addMixIn(ResponseRegisterLoginDto.class, Seconds.Lenient.class)
            .addMixIn(ResponseTokenDto.class, Seconds.Lenient.class)
            .addMixIn(UploadOptionsDto.class, FormFields.Hidden.class)
            .build();

    private final String baseUrl;
    private final DeadlineHttpClient http;

    /** Creates a client; makes no network calls. */
    public OvokClient(URI baseUrl, TlsContext tls) {
        this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
        this.http = new DeadlineHttpClient(MAX_CONNECTIONS, tls);
    }

    /** Returns the calls on documents. */
    DocumentApi documents(Deadline deadline) {
        return new DocumentApi(client(deadline));
    }

    /** Returns the calls that return tokens. */
    AuthenticationApi authentication(Deadline deadline) {
        return new AuthenticationApi(client(deadline));
    }

    private ApiClient client(Deadline deadline) {
        HttpClient transport = new ApacheHttpClientAdapter(http, deadline);
        return new ApiClient(HttpClient.newBuilder(), JSON, baseUrl) {
            @Override
            public HttpClient getHttpClient() {
                return transport;
            }

            // The generated method returns a copy, which would collect the properties of all types again.
            @Override
            public ObjectMapper getObjectMapper() {
                return JSON;
            }
        };
    }

    /** Closes the idle connections; later calls open new ones. */
    public void closeConnections() {
        http.closeConnections();
    }
}
