package com.ovok.upload.lambda;

import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.Log;
import com.ovok.upload.api.ApiEndpoint;
import com.ovok.upload.api.ApiResponse;
import com.ovok.upload.http.TlsContext;
import com.ovok.upload.http.TlsPriming;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Processes two requests before a SnapStart snapshot, so that the first event after a restore loads and links no class
 * for the first time. All servers are a {@link PrimingServer}; the settings of the function, its credentials and its
 * secrets are not used.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Performance tuning</a>
 */
final class SnapshotPriming {
    private static final Duration MOST = Duration.ofSeconds(10);

    private static final List<String> REQUESTS = List.of("""
        {"version":"2.0","rawPath":"/documents/priming","headers":{"content-type":"text/plain"},
         "requestContext":{"http":{"method":"PUT"}},"body":"priming"}\
        """, """
        {"version":"2.0","rawPath":"/documents","headers":{"content-type":"application/json"},
         "requestContext":{"http":{"method":"POST"}},"body":"{\\"bucket\\":\\"priming\\",\\"key\\":\\"priming\\"}"}\
        """);

    private SnapshotPriming() {}

    /** Logs a failure and does not throw it, because the function works without priming. */
    static void run(Callable<PrimingServer> starter, TlsContext tls) {
        try (PrimingServer server = starter.call()) {
            upload(server, tls);
            TlsPriming.run(URI.create(server.failingTlsUrl()), tls, deadline());
        } catch (Exception | LinkageError e) {
            Log.warn("priming failed", Map.of("reason", e.toString()));
        }
    }

    private static void upload(PrimingServer server, TlsContext tls) throws IOException {
        App app = App.of(environment(server), tls);
        ApiEndpoint endpoint = new ApiEndpoint(app.transfer(), app.objects(), app.api());
        try (Log.Discard _ = Log.discard()) {
            for (String request : REQUESTS) {
                upload(endpoint, request);
            }
        } finally {
            app.snapStart().forget();
        }
    }

    private static void upload(ApiEndpoint endpoint, String request) throws IOException {
        ApiResponse response =
                endpoint.handle(() -> PayloadFormat.V2.request(Json.read(request), "priming"), deadline());
        if (response.status() != HttpStatus.SC_CREATED) {
            throw new IllegalStateException("The response is " + response.status() + ": " + response.body());
        }
        Json.write(response.toEvent());
    }

    private static Map<String, String> environment(PrimingServer server) {
        return Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", server.url(),
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url() + PrimingServer.CREDENTIALS_PATH,
                "OVOK_BASE_URL", server.url(),
                "OVOK_SECRET_ID", "priming",
                "LEDGER_TABLE", "priming",
                "ALLOWED_SOURCES", "priming",
                "RESULT_EVENT_BUS", "priming");
    }

    private static Deadline deadline() {
        return Deadline.in(MOST, InstantSource.system());
    }
}
