package com.ovok.upload.lambda;

import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.S3Source;
import com.ovok.upload.transfer.DocumentTransfer;
import java.util.Map;
import org.apache.hc.client5.http.classic.HttpClient;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The parts of a running function, put together once when Lambda starts it.
 *
 * @param transfer the use case
 * @param objects where the objects of events are read
 */
record App(DocumentTransfer transfer, S3Source objects) {
    /** For one transfer at a time: a connection that reads and one that writes, and a spare of each. */
    private static final int CONNECTIONS = 4;

    /**
     * Builds the function that {@code environment} describes.
     *
     * @throws com.ovok.upload.UploadException.Misconfigured when a setting is missing or wrong
     */
    static App start(Map<String, String> environment) {
        Settings settings = Settings.from(environment);
        HttpClient http = S3Http.client(CONNECTIONS);
        S3Endpoint endpoint = new S3Endpoint(settings.region(), settings.s3Endpoint());
        S3Source objects = new S3Source(
                http, endpoint, DefaultCredentialsProvider.builder().build());
        OvokDocuments documents =
                new OvokDocuments(settings.ovokBaseUrl(), settings.documentPath(), settings::accessToken);
        return new App(new DocumentTransfer(documents, new FormUploader(http)), objects);
    }
}
