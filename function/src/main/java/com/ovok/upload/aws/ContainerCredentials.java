package com.ovok.upload.aws;

import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from a container endpoint, which Lambda offers to functions with SnapStart. Cached until five minutes
 * before they expire. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">Container
 *     credential provider</a>
 */
final class ContainerCredentials implements AwsCredentialsProvider {
    /** The variable that holds the endpoint's URL. */
    static final String ADDRESS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    /** Hosts that may be called without TLS, as in the AWS SDKs: this machine, and the agents of ECS and EKS. */
    private static final Pattern LOCAL =
            Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]|169\\.254\\.170\\.(2|23)|\\[fd00:ec2::23]");

    /** The endpoint is on this machine, so a longer silence means that it is broken. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of the response, in bytes. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final URI address;
    private final DeadlineHttpClient http;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile @Nullable ExpiringCredentials kept;

    private ContainerCredentials(Map<String, String> environment, URI address, DeadlineHttpClient http) {
        this.environment = environment;
        this.address = address;
        this.http = http;
    }

    static ContainerCredentials of(Map<String, String> environment, DeadlineHttpClient http) {
        return new ContainerCredentials(
                environment, address(environment.getOrDefault(ADDRESS, "").strip()), http);
    }

    private static URI address(String text) {
        try {
            URI uri = URI.create(text);
            String host = String.valueOf(uri.getHost());
            boolean local =
                    "http".equals(uri.getScheme()) && LOCAL.matcher(host).matches();
            if (local || ("https".equals(uri.getScheme()) && uri.getHost() != null)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress();
        }
        throw notAnAddress();
    }

    private static UploadException notAnAddress() {
        return new UploadException.Misconfigured(
                Problem.SETTINGS,
                ADDRESS + " must be an https URL or a URL of this machine, because a token is sent to it.");
    }

    /** While one caller fetches new credentials, the others use the old ones until they expire. */
    @Override
    public AwsCredentials resolve(Deadline deadline) {
        Instant now = deadline.clock().instant();
        ExpiringCredentials found = kept;
        if (found != null && found.isFresh(now)) {
            return found.credentials();
        }
        return found != null && found.isValid(now) ? refreshed(found, deadline) : fetchedOnce(deadline);
    }

    private AwsCredentials refreshed(ExpiringCredentials old, Deadline deadline) {
        if (!refreshing.tryLock()) {
            return old.credentials();
        }
        try {
            return fetch(deadline);
        } catch (UploadException.Unavailable e) {
            kept = old.postponed(deadline.clock().instant());
            return old.credentials();
        } finally {
            refreshing.unlock();
        }
    }

    private AwsCredentials fetchedOnce(Deadline deadline) {
        lock(deadline);
        try {
            ExpiringCredentials found = kept;
            boolean fresh = found != null && found.isFresh(deadline.clock().instant());
            return found != null && fresh ? found.credentials() : fetch(deadline);
        } finally {
            refreshing.unlock();
        }
    }

    private void lock(Deadline deadline) {
        try {
            if (!refreshing.tryLock(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable("did not respond in time", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("did not respond before an interrupt", e);
        }
    }

    private AwsCredentials fetch(Deadline deadline) {
        Instant now = deadline.clock().instant();
        Instant end = now.plus(PATIENCE).isBefore(deadline.at()) ? now.plus(PATIENCE) : deadline.at();
        HttpGet request = new HttpGet(address);
        token().ifPresent(token -> request.setHeader(HttpHeaders.AUTHORIZATION, token));
        try (OpenHttpResponse response = http.send(request, new Deadline(end, deadline.clock()))) {
            if (response.status() != HttpStatus.SC_OK) {
                throw unavailable("returned " + response.status(), null);
            }
            ExpiringCredentials fetched = parse(response.body().readNBytes(MAX_BYTES), now);
            kept = fetched;
            return fetched.credentials();
        } catch (IOException e) {
            throw unavailable("could not be reached", e);
        } catch (UploadException.Unavailable e) {
            throw e.problem() == Problem.DEADLINE ? unavailable("did not respond in time", e) : e;
        }
    }

    /** The file takes precedence over the variable, as in the AWS SDKs. */
    private Optional<String> token() {
        String file = environment.getOrDefault(TOKEN_FILE, "");
        if (file.isBlank()) {
            return Optional.ofNullable(environment.get(TOKEN)).filter(token -> !token.isBlank());
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new UploadException.Misconfigured(
                    Problem.SETTINGS, "The file of " + TOKEN_FILE + " cannot be read.", e);
        }
    }

    private static ExpiringCredentials parse(byte[] body, Instant now) {
        try {
            return ExpiringCredentials.parse(Json.read(body), now);
        } catch (UploadException.Rejected | IllegalArgumentException | DateTimeException e) {
            // The cause is dropped, because its message could quote the keys.
            throw unavailable("returned a malformed response", null);
        }
    }

    private static UploadException.Unavailable unavailable(String what, @Nullable Exception cause) {
        return new UploadException.Unavailable(
                Problem.UNAVAILABLE,
                "The endpoint of " + ADDRESS + " " + what + ", so there are no credentials.",
                cause);
    }

    @Override
    public void forget() {
        kept = null;
    }
}
