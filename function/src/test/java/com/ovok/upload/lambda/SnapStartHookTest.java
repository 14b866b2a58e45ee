package com.ovok.upload.lambda;

import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.WireServer;
import com.ovok.upload.source.RequestBody;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a snapshot of the whole function contains. */
class SnapStartHookTest {
    private static final Context<Resource> CONTEXT = Core.getGlobalContext();

    @AutoClose
    private WireServer ovok;

    @AutoClose
    private WireServer storage;

    private App app;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
        storage = new WireServer();
        app = App.start(Map.of(
                "OVOK_BASE_URL", ovok.url().toString(), "OVOK_ACCESS_TOKEN", "token", "AWS_REGION", "eu-central-1"));
    }

    @Test
    void makesNoNetworkCallsAroundSnapshot() throws Exception {
        app.snapStart().beforeCheckpoint(CONTEXT);
        app.snapStart().afterRestore(CONTEXT);
        assertThat(ovok.connections()).isZero();
    }

    @Test
    void opensNewConnectionsAfterRestore() throws Exception {
        transfer("request-1");
        transfer("request-2");
        assertThat(List.of(ovok.connections(), storage.connections())).containsExactly(1, 1);

        app.snapStart().beforeCheckpoint(CONTEXT);
        app.snapStart().afterRestore(CONTEXT);
        transfer("request-3");
        assertThat(List.of(ovok.connections(), storage.connections())).containsExactly(2, 2);
    }

    @Test
    void runsItsDrops() throws Exception {
        AtomicReference<Optional<String>> token = new AtomicReference<>(Optional.of("held"));
        SnapStartHook hook = SnapStartHook.register(List.of(() -> token.set(Optional.empty())));
        hook.beforeCheckpoint(CONTEXT);
        assertThat(token.get()).isEmpty();
        token.set(Optional.of("came since"));
        hook.afterRestore(CONTEXT);
        assertThat(token.get()).isEmpty();
    }

    private void transfer(String id) {
        ovok.then(response(200, """
            {"id":"%s","uploadOptions":{"url":"%s/b","fields":{"key":"k"}}}\
            """.formatted(id, storage.url())));
        storage.then(response(204, ""));
        FileInfo file = new FileInfo("cat.png", "image/png", false);
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), InstantSource.system());
        app.transfer().transfer(new RequestBody(id, file, new byte[10]), deadline);
    }
}
