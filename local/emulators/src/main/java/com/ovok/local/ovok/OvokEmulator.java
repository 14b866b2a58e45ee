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
 * OVOK's document API in front of a bucket of an {@link S3Server}. Validates requests by the contract, requires a valid
 * token, signs real forms and records which files have arrived. Thread-safe.
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
     * Returns a builder with a free port, both paths, an hour to upload, up to 5 GiB of any media type, the system's
     * clock, and no faults.
     */
    public static Builder builder(S3Server s3, String bucket) {
        return new Builder(s3, bucket);
    }

    /** Returns the URL for clients on this machine. */
    public URI baseUri() {
        return server.uri();
    }

    /** Returns the URL for clients that reach this machine by this name or address. */
    public URI baseUri(String host) {
        return server.uri(host);
    }

    /** Returns all existing documents, oldest first. */
    public List<Document> documents() {
        return documents.all();
    }

    /** Returns all requests in the order of arrival. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** Invalidates all issued tokens, including the configured one. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Keeps the S3 server running. */
    @Override
    public void close() {
        server.close();
    }

    private void arrived(ObjectCreated object) {
        if (object.bucket().equals(bucket.name())) {
            documents.arrived(object).ifPresent(replaced -> bucket.delete(replaced.key()));
        }
    }

    /** Configures an emulator. Not thread-safe. */
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

        /** Sets where the API listens; by default on 127.0.0.1. */
        public Builder addresses(ServerAddresses where) {
            addresses = where;
            return this;
        }

        public Builder port(int fixed) {
            port = fixed;
            return this;
        }

        /** Sets the paths that create documents; the other path returns 404. */
        public Builder creationPaths(String... paths) {
            creationPaths = Set.of(paths);
            return this;
        }

        /** Sets the account for logins. */
        public Builder account(Account user) {
            account = user;
            return this;
        }

        /** Adds a token that never expires. */
        public Builder accessToken(String everlasting) {
            accessToken = Optional.of(everlasting);
            return this;
        }

        public Builder formLifetime(Duration lifetime) {
            formLifetime = lifetime;
            return this;
        }

        /** Sets the maximum size of a file in bytes. */
        public Builder maxSize(long bytes) {
            maxSize = bytes;
            return this;
        }

        /** Sets the accepted media types; others are rejected with 422. */
        public Builder contentTypes(Predicate<String> accepted) {
            contentTypes = accepted;
            return this;
        }

        /** Sets the clock by which tokens and forms expire. */
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
