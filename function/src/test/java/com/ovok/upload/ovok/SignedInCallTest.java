package com.ovok.upload.ovok;

import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.ovok.SignInServers.deadline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException.Misconfigured;
import com.ovok.upload.UploadException.Unavailable;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which token a call of the document API sends, and how much of a response it reads. */
class SignedInCallTest {
    private static final FileInfo FILE = new FileInfo("cat.png", "image/png", false);
    private static final String ENTRY = """
        {"id":"7f0d1a52","uploadOptions":{"url":"https://example.com/b","fields":{"key":"k"}},"unknown":{"a":1}}\
        """;

    @AutoClose
    private SignInServers servers;

    @BeforeEach
    void start() throws IOException {
        servers = new SignInServers();
    }

    @Test
    void retriesOnceWithRenewedToken() {
        servers.secretHoldsPassword("p")
                .loginGives("access-1", "r")
                .ovokReturns(401)
                .loginGives("access-2", "r");
        servers.ovok.then(response(200, ENTRY));
        assertThat(reserve(servers.session)).isEqualTo("7f0d1a52");
        assertThat(tokens()).containsExactly("none", "Bearer access-1", "none", "Bearer access-2");
    }

    @Test
    void survivesTokenRevokedTwiceInOneCall() {
        servers.secretHoldsPassword("p").loginGives("access-1", "r").ovokReturns(401);
        servers.loginGives("access-2", "r").ovokReturns(401, 401);
        servers.secretHoldsPassword("p").loginGives("access-3", "r");
        servers.ovok.then(response(200, ENTRY));

        assertThat(reserve(servers.session)).isEqualTo("7f0d1a52");
        assertThat(tokens())
                .containsExactly(
                        "none",
                        "Bearer access-1",
                        "none",
                        "Bearer access-2",
                        "Bearer access-2",
                        "none",
                        "Bearer access-3");
    }

    @Test
    void waitsForTokenToBecomeValid() {
        servers.secretHoldsPassword("p").loginGives("access-1", "r").ovokReturns(401);
        servers.loginGives("access-2", "r").ovokReturns(401);
        servers.ovok.then(response(200, ENTRY), response(200, ENTRY));

        reserve(servers.session);
        reserve(servers.session);
        assertThat(tokens().subList(3, 6)).containsOnly("Bearer access-2");
    }

    @Test
    void reportsRejectionOfNewTokens() {
        refusesEveryToken();
        refused();
        assertThat(logins()).isEqualTo(3);
    }

    @Test
    void limitsLoginsWhileTokensAreRejected() {
        refusesEveryToken();
        for (int second = 0; second < 600; second++) {
            refused();
            servers.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(logins()).isBetween(20L, 30L);
    }

    private void refusesEveryToken() {
        AtomicInteger login = new AtomicInteger();
        servers.secrets.otherwise(SignInServers.secret("p"));
        servers.ovok.otherwiseBy(head -> head.line().contains("/login")
                ? SignInServers.tokens("access-" + login.incrementAndGet(), "r")
                : response(401, "{}"));
    }

    private long logins() {
        return servers.ovok.requests().stream()
                .filter(request -> request.line().contains("/login"))
                .count();
    }

    @Test
    void doesNotRetryForbiddenCall() {
        servers.secretHoldsPassword("p").loginGives("access-1", "r").ovokReturns(403);
        refused();
        assertThat(servers.ovok.requests()).hasSize(2);
    }

    @Test
    void hasNoReplacementForStaticToken() {
        servers.ovokReturns(401);
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(() -> reserve(new StaticTokenProvider(new AccessToken("marker-token"))))
                .withMessageContaining("OVOK_ACCESS_TOKEN")
                .withMessageNotContaining("marker-token");
        assertThat(tokens()).containsExactly("Bearer marker-token");
    }

    @Test
    void cutsEndlessResponse() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        servers.ovok.then(WireServer.endless("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", left));
        notTaken();
        left.await();
    }

    @Test
    void rejectsCompressedResponse() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[8 << 20]);
        }
        servers.ovok.then(response(200, packed.toByteArray(), "Content-Encoding: gzip"));
        notTaken();
    }

    @Test
    void readsResponseUpToLimit() {
        servers.ovok.then(response(200, ENTRY + " ".repeat((1 << 20) - ENTRY.length())));
        assertThat(reserve(new StaticTokenProvider(new AccessToken("t")))).isEqualTo("7f0d1a52");
    }

    @Test
    void opensNewConnectionsAfterClose() {
        servers.ovok.then(response(200, ENTRY), response(200, ENTRY), response(200, ENTRY));
        reserve(new StaticTokenProvider(new AccessToken("t")));
        reserve(new StaticTokenProvider(new AccessToken("t")));
        assertThat(servers.ovok.connections()).isEqualTo(1);
        servers.client.closeConnections();
        reserve(new StaticTokenProvider(new AccessToken("t")));
        assertThat(servers.ovok.connections()).isEqualTo(2);
    }

    private void notTaken() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> reserve(new StaticTokenProvider(new AccessToken("t"))))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_FAULT));
    }

    private void refused() {
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(() -> reserve(servers.session))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_SIGN_IN));
    }

    private String reserve(AccessTokenProvider tokens) {
        RetryPolicy retries = RetryPolicy.standard(servers.clock::advance);
        return new OvokDocuments(servers.client, OvokDocuments.Path.DOCUMENT, tokens, retries)
                .create(FILE, deadline())
                .documentId();
    }

    private List<String> tokens() {
        return servers.ovok.requests().stream()
                .map((Request request) -> request.header("Authorization").orElse("none"))
                .toList();
    }
}
