package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static com.ovok.upload.ovok.SignInServers.deadline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Files that need a login while OVOK's sign-in or Secrets Manager is unavailable. In real time. */
@Timeout(60)
class SignInOutageTest {
    private static final int FILES = 10;
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final String SILENT_BODY = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"access";

    static final List<Response> FAILED_LOGINS = List.of(
            response(429, "{}"),
            response(429, "{}", "Retry-After: 1"),
            response(500, "{}"),
            response(503, ""),
            response(200, "{}"),
            response(200, "<html>"),
            hangUpAfter(""),
            hangUpAfter(SILENT_BODY),
            reset());

    static final List<Response> FAILED_REFRESHES = List.of(
            stallAfter("", NEVER),
            stallAfter(SILENT_BODY, NEVER),
            response(429, "", "Retry-After: 60"),
            response(500, "{}"),
            response(401, "{}"),
            response(200, "garbage"),
            response(200, "{\"access_token\":\"\",\"expires_in\":3600}"),
            response(200, "{\"access_token\":null,\"refresh_token\":7}"),
            response(204, ""),
            reset());

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    @AutoClose
    private SignInServers servers;

    @BeforeEach
    void start() throws IOException {
        servers = new SignInServers(() -> Instant.now().plus(passed.get()));
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @FieldSource("FAILED_LOGINS")
    void sharesOneLoginPerRound(Response failed) throws Exception {
        servers.secrets.otherwise(SignInServers.secret("p"));
        servers.ovok.otherwise(failed);

        List<Future<String>> files = together(() -> reserve(Duration.ofSeconds(3)));

        assertThat(files)
                .allSatisfy(file -> assertThat(file.exceptionNow())
                        .isInstanceOfSatisfying(
                                UploadException.Unavailable.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE)));
        assertThat(servers.ovok.requests()).hasSizeBetween(2, 4);
        assertThat(servers.secrets.requests()).hasSize(1);
    }

    @Test
    @Execution(CONCURRENT)
    void releasesTenFilesAfterLogin() throws Exception {
        servers.secretHoldsPassword("p").ovok.then(response(503, ""), response(503, "", "Retry-After: 1"));
        servers.ovok.otherwiseBy(head -> isLogin(head)
                ? SignInServers.tokens("access-1", "r")
                : response(200, entry(URI.create("https://s3.example.com"))));

        List<Future<String>> files = together(() -> reserve(Duration.ofSeconds(20)));

        assertThat(files).extracting(Future::resultNow).containsOnly("7f0d1a52");
        assertThat(servers.ovok.requests().stream().filter(SignInOutageTest::isLogin))
                .hasSize(3);
    }

    @Test
    @Execution(CONCURRENT)
    void limitsLoginsIfEveryTokenIsRejected() throws Exception {
        AtomicInteger logins = new AtomicInteger();
        servers.secrets.otherwise(SignInServers.secret("p"));
        servers.ovok.otherwiseBy(head ->
                isLogin(head) ? SignInServers.tokens("access-" + logins.incrementAndGet(), "r") : response(401, "{}"));

        List<Future<String>> files = together(() -> reserve(Duration.ofSeconds(10)));

        assertThat(files)
                .allSatisfy(file -> assertThat(file.exceptionNow())
                        .isInstanceOfSatisfying(
                                UploadException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_SIGN_IN)));
        assertThat(logins.get()).isBetween(3, 4);
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @FieldSource("FAILED_REFRESHES")
    void logsInAfterUselessRefresh(Response failed) {
        signedInAnHourAgo();
        Deadline soon = Deadline.in(Duration.ofSeconds(4), InstantSource.system());
        servers.ovok.then(failed);
        servers.loginGives("access-2", "refresh-2");

        assertThat(servers.session.token(soon).value()).isEqualTo("access-2");
        assertThat(soon.allows(Duration.ofSeconds(1)))
                .as("time for the file is left")
                .isTrue();
    }

    @Test
    @Execution(CONCURRENT)
    void waitsForSlowRefresh() {
        signedInAnHourAgo();
        String body = "{\"access_token\":\"access-2\",\"expires_in\":3600}";
        servers.ovok.then(after(Duration.ofMillis(700), response(200, body)));

        assertThat(servers.session
                        .token(Deadline.in(Duration.ofSeconds(4), InstantSource.system()))
                        .value())
                .isEqualTo("access-2");
    }

    @Test
    @Execution(CONCURRENT)
    void retriesSilentLogin() throws Exception {
        servers.secretHoldsPassword("p").ovok.then(stallAfter("", NEVER));
        servers.loginGives("access-1", "r").ovok.then(response(200, entry(URI.create("https://s3.example.com"))));

        assertThat(reserve(Duration.ofSeconds(6))).isEqualTo("7f0d1a52");
    }

    @Test
    @Execution(CONCURRENT)
    void retriesSilentSecretsManager() {
        servers.secrets.then(stallAfter("", NEVER));
        servers.secretHoldsPassword("p").loginGives("access-1", "r");

        assertThat(servers.session
                        .token(Deadline.in(Duration.ofSeconds(16), InstantSource.system()))
                        .value())
                .isEqualTo("access-1");
    }

    @Test
    @Execution(CONCURRENT)
    void leavesTimeAfterSilentSecretsManager() {
        servers.secrets.otherwise(stallAfter("", NEVER));
        Deadline soon = Deadline.in(Duration.ofSeconds(16), InstantSource.system());

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> servers.session.token(soon));
        assertThat(soon.allows(Duration.ofSeconds(8))).isTrue();
    }

    /** Otherwise a file with time for a login would fail because another one had none. */
    @Test
    @Execution(CONCURRENT)
    void doesNotShareFailureOfExpiredFile() throws Exception {
        servers.secretHoldsPassword("p").ovok.then(stallAfter("", NEVER));
        servers.loginGives("access-1", "r");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<AccessToken> hurried = threads.submit(
                    () -> servers.session.token(Deadline.in(Duration.ofMillis(500), InstantSource.system())));
            servers.ovok.request();
            Future<AccessToken> patient = threads.submit(() -> servers.session.token(deadline()));

            assertThat(patient.get().value()).isEqualTo("access-1");
            assertThat(hurried.state()).isEqualTo(Future.State.FAILED);
        }
    }

    private void signedInAnHourAgo() {
        servers.secretHoldsPassword("p").loginGives("access-1", "refresh-1");
        servers.session.token(deadline());
        passed.set(Duration.ofHours(1));
    }

    private String reserve(Duration time) {
        return new OvokDocuments(
                        servers.client,
                        OvokDocuments.Path.DOCUMENT,
                        servers.session,
                        RetryPolicy.standard(Thread::sleep))
                .create(CAT, Deadline.in(time, InstantSource.system()))
                .documentId();
    }

    private static List<Future<String>> together(Callable<String> file) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(FILES);
        List<Callable<String>> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(() -> {
                started.countDown();
                started.await();
                return file.call();
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(files);
        }
    }

    /** Responds after this time. */
    private static Response after(Duration time, Response response) {
        return client -> {
            try {
                var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            response.give(client);
        };
    }

    private static boolean isLogin(Request request) {
        return request.line().startsWith("POST /v2/auth/login ");
    }
}
