package com.ovok.upload.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Calls one AWS service with signed requests of its JSON protocol. Thread-safe.
 *
 * <p>Requests are retried after temporary errors, so the service can process a request more than once. Responses are at
 * most 4 MiB.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0 protocol</a>
 */
public final class AwsJsonClient {
    private final AwsService service;
    private final URI endpoint;
    private final AwsSigner signer;
    private final DeadlineHttpClient http;
    private final RetryPolicy retries;
    private final ClockSkew skew = new ClockSkew();

    /**
     * Creates a client; makes no network calls.
     *
     * @param retries for this service alone, because an outage of one service does not affect the others
     */
    public AwsJsonClient(
            AwsService service,
            AwsEndpoints endpoints,
            AwsCredentialsProvider credentials,
            DeadlineHttpClient http,
            RetryPolicy retries) {
        this.service = service;
        this.endpoint = endpoints.address(service);
        this.signer = new AwsSigner(endpoints.region(), credentials);
        this.http = http;
        this.retries = retries;
    }

    /**
     * Calls an operation and returns its result. One attempt takes at most half of the time, so that a silent
     * connection leaves time for a retry.
     *
     * @throws AwsException if the service rejects the request
     * @throws UploadException.Unavailable if all attempts failed, with {@link Problem#UNAVAILABLE} or, if the service
     *     rejects the request's time, {@link Problem#CLOCK}
     * @throws UploadException.Misconfigured if there are no credentials
     */
    public JsonNode call(String operation, ObjectNode input, Deadline deadline) {
        AwsRequest request = request(operation, input);
        Duration share = deadline.remaining().dividedBy(2);
        AwsJsonResponse response = retries.call(deadline, () -> attempt(request, deadline.within(share)));
        if (response.isSuccess()) {
            return response.body();
        }
        throw new AwsException(service, response.head().status(), response.code(), response.body());
    }

    private AwsRequest request(String operation, ObjectNode input) {
        Map<String, String> headers = Map.of(
                HttpHeaders.CONTENT_TYPE,
                service.contentType(),
                "X-Amz-Target",
                service.targetPrefix() + "." + operation);
        return AwsRequest.post(endpoint, headers, Json.write(input).getBytes(UTF_8));
    }

    /** Returns a result, or an error that a retry cannot fix. */
    private AwsJsonResponse attempt(AwsRequest request, Deadline deadline) {
        AwsJsonResponse response = send(request, deadline);
        if (!response.isSuccess() && response.code().mayBeOfClock() && skew.adopt(response.head())) {
            response = send(request, deadline);
        }
        if (!response.isSuccess() && response.code().isOfClock()) {
            throw new UploadException.Unavailable(
                    Problem.CLOCK,
                    service.title() + " rejected the time of the request. The clock of this function is wrong.",
                    null);
        }
        if (response.isRetryable()) {
            throw passing(response);
        }
        return response;
    }

    private AwsJsonResponse send(AwsRequest request, Deadline deadline) {
        try (OpenHttpResponse response = http.send(signer.sign(request, service.name(), skew, deadline), deadline)) {
            return AwsJsonResponse.read(response);
        } catch (IOException e) {
            throw unavailable("could not be reached, or its response was incomplete", null, e);
        } catch (UploadException.Unavailable e) {
            throw e.problem() == Problem.DEADLINE ? unavailable("did not respond in time", null, e) : e;
        }
    }

    private UploadException.Unavailable passing(AwsJsonResponse response) {
        int status = response.head().status();
        String what = status / 100 == 2
                ? "returned a malformed response"
                : "returned " + status + " (" + response.code() + ")";
        return unavailable(what, response.head().retryAfter().orElse(null), null);
    }

    private UploadException.Unavailable unavailable(
            String what, @Nullable Duration retryAfter, @Nullable Exception cause) {
        return new UploadException.Unavailable(
                Problem.UNAVAILABLE, service.title() + " " + what + ". Retry later.", retryAfter, cause);
    }
}
