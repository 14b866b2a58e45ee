package com.ovok.upload.aws;

import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContainerCredentialsTest {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);

    static final List<Response> FAILURES = List.of(
            response(500, "{\"code\":\"marker\",\"message\":\"marker\"}"),
            response(403, ""),
            response(302, "", "Location: http://169.254.170.2/"),
            response(200, ""),
            response(200, "marker"),
            response(200, "{\"AccessKeyId\":\"marker\"}"),
            response(200, "{\"AccessKeyId\":\"marker\",\"SecretAccessKey\":\" \"}"),
            response(200, "{\"AccessKeyId\":\"marker\",\"SecretAccessKey\":\"marker\",\"Expiration\":\"marker\"}"),
            reset());

    private final SettableClock clock = new SettableClock();
    private final Map<String, String> environment = new HashMap<>();

    @AutoClose
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url() + "/2021-04-01/credentials?a=b");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "marker-token");
        environment.put("AWS_ACCESS_KEY_ID", "not-this-one");
        environment.put("AWS_SECRET_ACCESS_KEY", "not-this-one");
    }

    @Test
    void fetchesOnceAndShowsItsToken() {
        server.then(keys("1"));
        AwsCredentialsProvider provider = provider();
        assertThat(server.connections()).isZero();

        assertThat(provider.resolve(deadline())).isEqualTo(new AwsCredentials("id-1", "secret-1", "session-1"));
        clock.advance(LIFE.minus(REFRESH_BEFORE).minusSeconds(1));
        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-1");

        WireServer.Request request = server.request();
        assertThat(request.line()).isEqualTo("GET /2021-04-01/credentials?a=b HTTP/1.1");
        assertThat(request.header("Authorization")).contains("marker-token");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void readsTheTokenFromAFileAtEachFetch(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
        server.then(keys("1"), keys("2"));
        AwsCredentialsProvider provider = provider();

        provider.resolve(deadline());
        assertThat(server.request().header("Authorization")).contains("first");
        Files.writeString(file, "second");
        provider.forget();
        provider.resolve(deadline());
        assertThat(server.request().header("Authorization")).contains("second");
        Files.delete(file);
        provider.forget();
        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(() -> provider.resolve(deadline()))
                .withMessageContaining("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    }

    @Test
    void sendsNoTokenIfThereIsNone() {
        environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        server.then(response(200, "{\"AccessKeyId\":\"id\",\"SecretAccessKey\":\"secret\"}"));

        assertThat(provider().resolve(deadline())).isEqualTo(new AwsCredentials("id", "secret", null));
        assertThat(server.request().header("Authorization")).isEmpty();
    }

    @Test
    void refreshesBeforeTheyExpire() {
        server.then(keys("1"));
        AwsCredentialsProvider provider = provider();
        provider.resolve(deadline());
        clock.advance(LIFE.minus(REFRESH_BEFORE));
        server.then(keys("2"));

        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-2");
    }

    @ParameterizedTest
    @FieldSource("FAILURES")
    void keepsValidKeysIfRefreshFails(Response failure) {
        server.then(keys("1"));
        AwsCredentialsProvider provider = provider();
        provider.resolve(deadline());
        clock.advance(LIFE.minus(REFRESH_BEFORE));
        server.then(failure);

        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-1");
        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-1");
        assertThat(server.requests()).as("no refresh at each call").hasSize(2);
        clock.advance(Duration.ofSeconds(10));
        server.then(keys("2"));
        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-2");
    }

    @ParameterizedTest
    @FieldSource("FAILURES")
    void isUnavailableWithoutValidKeys(Response failure) {
        server.then(keys("1"));
        AwsCredentialsProvider provider = provider();
        provider.resolve(deadline());
        clock.advance(LIFE);
        server.then(failure);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> provider.resolve(deadline()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE))
                .satisfies(e -> assertThat(printed(e)).doesNotContain("marker"));
        server.then(keys("2"));
        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-2");
    }

    @Test
    void isUnavailableIfEndpointIsSilent() {
        server.otherwise(stallAfter("", new CountDownLatch(1)));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> provider().resolve(Deadline.in(Duration.ofMillis(300), clock)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    }

    @Test
    void forgetsKeys() {
        server.then(keys("1"), keys("2"));
        AwsCredentialsProvider provider = provider();
        provider.resolve(deadline());
        provider.forget();

        assertThat(provider.resolve(deadline()).accessKeyId()).isEqualTo("id-2");
    }

    @Test
    void sharesOneFetchAmongFiles() throws Exception {
        server.then(keys("1"));
        AwsCredentialsProvider provider = provider();
        Callable<AwsCredentials> file = () -> provider.resolve(deadline());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(Collections.nCopies(10, file)))
                    .extracting(Future::resultNow)
                    .extracting(AwsCredentials::accessKeyId)
                    .containsOnly("id-1");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/credentials",
                "http://127.0.0.1.example.com/",
                "http://user@example.com/",
                "ftp://127.0.0.1/",
                "https:///credentials",
                "/credentials",
                "http://mar ker"
            })
    void requiresTlsForOtherMachines(String address) {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(this::provider)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SETTINGS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:9001/c",
                "http://[::1]:9001/c",
                "http://169.254.170.2/c",
                "http://169.254.170.23/c",
                "http://[fd00:ec2::23]/c",
                "https://credentials.example.com/c"
            })
    void acceptsUrlsOfAws(String address) {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);

        assertThat(provider()).isInstanceOf(ContainerCredentials.class);
    }

    private AwsCredentialsProvider provider() {
        return AwsCredentialsProvider.of(environment, new DeadlineHttpClient(2, TestTls.JDK));
    }

    private Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30), clock);
    }

    private Response keys(String number) {
        return response(200, """
            {"AccessKeyId":"id-%1$s","SecretAccessKey":"secret-%1$s","Token":"session-%1$s","Expiration":"%2$s"}\
            """.formatted(number, clock.instant().plus(LIFE)));
    }
}
