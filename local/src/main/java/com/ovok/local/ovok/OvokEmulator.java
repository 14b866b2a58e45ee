package com.ovok.local.ovok;

import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackServer;
import com.ovok.local.http.ReceivedRequest;
import com.ovok.local.http.ServerAddresses;
import com.ovok.local.s3.ObjectCreated;
import com.ovok.local.s3.S3Server;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * OVOK's document API, in front of a bucket of an {@link S3Server}: it holds requests to the contract, wants a valid
 * token, signs real forms and knows which files have arrived. Thread-safe.
 */
public final class OvokEmulator implements AutoCloseable {
    private final Tokens tokens;
    private final Documents documents;
    private final DocumentBucket bucket;
    private final LoopbackServer server;

    private OvokEmulator(Builder setup) {
        this.tokens = new Tokens(setup.clock, setup.accessToken);
        this.documents = new Documents(setup.clock);
        this.bucket = new DocumentBucket(setup.s3, setup.bucket, setup.formLifetime, setup.maxSize, setup.clock);
        var signIn = new SignIn(setup.account, tokens);
        var api = new OvokApi(setup.creationPaths, tokens, signIn, documents, bucket, setup.contentTypes);
        setup.s3.onObjectCreated(this::arrived);
        this.server = LoopbackServer.start(setup.addresses, setup.port, setup.tls, api, setup.faults);
    }

    /**
     * Starts from a free port, both paths, an hour to upload, up to 5 GiB of any media type, the system's clock, and no
     * faults.
     */
    public static Builder builder(S3Server s3, String bucket) {
        return new Builder(s3, bucket);
    }

    /** Where clients on this machine turn to. */
    public URI baseUri() {
        return server.uri();
    }

    /** Where clients turn to that know this machine by this name or address. */
    public URI baseUri(String host) {
        return server.uri(host);
    }

    /** Every document that exists, oldest first. */
    public List<Document> documents() {
        return documents.all();
    }

    /** Every request that has arrived, in that order. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** Makes every token that was handed out invalid, the one of the configuration included. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Leaves the S3 server running. */
    @Override
    public void close() {
        server.close();
    }

    private void arrived(ObjectCreated object) {
        if (object.bucket().equals(bucket.name())) {
            documents.arrived(object).ifPresent(replaced -> bucket.delete(replaced.key()));
        }
    }

    /** Collects what the emulator is to be; to be used by one thread. */
    public static final class Builder {
        private final S3Server s3;
        private final String bucket;
        private ServerAddresses addresses = ServerAddresses.LOOPBACK;
        private int port;
        private Set<String> creationPaths = Set.of("/documentdev", "/document");
        private Account account =
                new Account("uploader@example.com", "local-password", "00000000-0000-4000-8000-000000000000");
        private Optional<String> accessToken = Optional.empty();
        private Duration formLifetime = Duration.ofHours(1);
        private long maxSize = 5L << 30;
        private Predicate<String> contentTypes = any -> true;
        private Clock clock = Clock.systemUTC();
        private Faults faults = new Faults();
        private Optional<SSLContext> tls = Optional.empty();

        private Builder(S3Server s3, String bucket) {
            this.s3 = s3;
            this.bucket = bucket;
        }

        /** Where the API listens; by default on 127.0.0.1. */
        public Builder addresses(ServerAddresses where) {
            addresses = where;
            return this;
        }

        public Builder port(int fixed) {
            port = fixed;
            return this;
        }

        /** Where documents are created; the other path answers 404. */
        public Builder creationPaths(String... paths) {
            creationPaths = Set.of(paths);
            return this;
        }

        /** Who may log in. */
        public Builder account(Account user) {
            account = user;
            return this;
        }

        /** A token that never expires, besides those that a login answers. */
        public Builder accessToken(String everlasting) {
            accessToken = Optional.of(everlasting);
            return this;
        }

        public Builder formLifetime(Duration lifetime) {
            formLifetime = lifetime;
            return this;
        }

        /** The most bytes that a form lets a file have. */
        public Builder maxSize(long bytes) {
            maxSize = bytes;
            return this;
        }

        /** The media types that documents may have; others are answered 422. */
        public Builder contentTypes(Predicate<String> accepted) {
            contentTypes = accepted;
            return this;
        }

        /** By which tokens and forms expire. */
        public Builder clock(Clock other) {
            clock = other;
            return this;
        }

        public Builder faults(Faults script) {
            faults = script;
            return this;
        }

        /** Listens with TLS; by default with plain http. */
        public Builder tls(SSLContext context) {
            tls = Optional.of(context);
            return this;
        }

        public OvokEmulator start() {
            return new OvokEmulator(this);
        }
    }
}
