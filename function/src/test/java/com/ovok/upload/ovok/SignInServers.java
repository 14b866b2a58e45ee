package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.SettableClock;
import com.ovok.upload.WireServer;
import com.ovok.upload.aws.AwsJsonClient;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/** A session between OVOK and Secrets Manager, both scripted on loopback. */
final class SignInServers implements AutoCloseable {
    static final String CLIENT_ID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0";

    final WireServer ovok = new WireServer();
    final WireServer secrets = new WireServer();
    final SettableClock clock = new SettableClock();
    final OvokClient client = new OvokClient(ovok.url(), TestTls.JDK);
    final CachingTokenProvider session;

    SignInServers() throws IOException {
        session = new CachingTokenProvider(secret(), client, clock);
    }

    /** Uses {@code real} as the session's clock. */
    SignInServers(InstantSource real) throws IOException {
        session = new CachingTokenProvider(secret(), client, real);
    }

    private Secret secret() {
        AwsJsonClient manager =
                TestAws.client(AwsService.SECRETS_MANAGER, secrets.url(), RetryPolicy.standard(Thread::sleep));
        return new Secret(manager, "ovok/uploader");
    }

    /** Lets the secret contain this text at the next fetch. */
    SignInServers secretHolds(String text) {
        secrets.then(WireServer.response(200, json(Map.of("SecretString", text))));
        return this;
    }

    /** Lets the secret contain these bytes at the next fetch. */
    SignInServers secretHolds(byte[] bytes) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        secrets.then(WireServer.response(200, json(Map.of("SecretBinary", base64))));
        return this;
    }

    SignInServers secretHoldsPassword(String password) {
        secrets.then(secret(password));
        return this;
    }

    /** Returns Secrets Manager's response for a secret with this password. */
    static WireServer.Response secret(String password) {
        String login = json(Map.of("email", "up@example.com", "password", password, "clientId", CLIENT_ID));
        return WireServer.response(200, json(Map.of("SecretString", login)));
    }

    /** Lets OVOK accept the next login. */
    SignInServers loginGives(String access, String refresh) {
        ovok.then(tokens(access, refresh));
        return this;
    }

    /** Returns OVOK's response to a login. */
    static WireServer.Response tokens(String access, String refresh) {
        return WireServer.response(
                200,
                json(Map.of("accessToken", access, "refreshToken", refresh, "expiresIn", 3600, "project", Map.of())));
    }

    SignInServers ovokReturns(int... statuses) {
        for (int status : statuses) {
            ovok.then(WireServer.response(status, "{\"statusCode\":" + status + ",\"message\":\"no\"}"));
        }
        return this;
    }

    static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(30), InstantSource.system());
    }

    static String json(Object value) {
        try {
            return new JsonMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() throws IOException {
        ovok.close();
        secrets.close();
    }
}
