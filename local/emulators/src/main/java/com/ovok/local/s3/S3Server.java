package com.ovok.local.s3;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackServer;
import com.ovok.local.http.ReceivedRequest;
import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import javax.net.ssl.SSLContext;
import org.apache.commons.io.file.PathUtils;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A real S3 server in this process, on 127.0.0.1: S3Proxy with Signature V4, behind a gate that is as strict as S3
 * about forms and streams large ones in constant memory. Objects are stored in a temporary directory. Thread-safe.
 */
public final class S3Server implements AutoCloseable {
    private static final AwsBasicCredentials CREDENTIALS =
            AwsBasicCredentials.create("localaccesskey", "localsecretkey");

    private final String region;
    private final Path directory;
    private final Storage storage;
    private final S3Proxy s3proxy;
    private final Upstream upstream;
    private final LoopbackServer gate;

    private S3Server(Builder setup) throws Exception {
        this.region = setup.region;
        this.directory = Files.createTempDirectory("s3-server");
        this.storage = Storage.in(directory);
        createBuckets(setup);
        this.s3proxy = S3Proxy.builder()
                .blobStore(storage)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
                .stopTimeout(0)
                .build();
        s3proxy.start();
        this.upstream = new Upstream(s3proxy.getPort());
        var forms = new PostObject(new PostAuthorization(region, CREDENTIALS), storage, upstream);
        this.gate = LoopbackServer.start(
                setup.addresses, setup.port, setup.tls, new Gate(region, forms, upstream), setup.faults);
    }

    private void createBuckets(Builder setup) throws IOException {
        try {
            for (String bucket : setup.buckets) {
                storage.createContainer(bucket);
                storage.setContainerAccess(bucket, BucketCannedACL.PRIVATE);
            }
            setup.versioned.forEach(storage::enableVersions);
        } catch (RuntimeException e) {
            PathUtils.deleteDirectory(directory);
            throw e;
        }
    }

    /** Returns a builder with a free port, plain http, the region eu-central-1 and no faults. */
    public static Builder builder(String... buckets) {
        return new Builder(Set.of(buckets));
    }

    /** Returns the path-style URL for clients on this machine. */
    public URI endpoint() {
        return gate.uri();
    }

    /** Returns the URL for clients that reach this machine by this name or address. */
    public URI endpoint(String host) {
        return gate.uri(host);
    }

    public String region() {
        return region;
    }

    /** Returns the only credentials that are accepted, which are valid on this server alone. */
    public AwsBasicCredentials credentials() {
        return CREDENTIALS;
    }

    /** Calls this listener in the storing thread, before the client has its response. */
    public void onObjectCreated(Consumer<ObjectCreated> listener) {
        storage.onObjectCreated(listener);
    }

    /** Calls this watcher in the storing thread with an object's bucket and the number of bytes so far. */
    public void onProgress(ObjLongConsumer<String> watcher) {
        storage.onProgress(watcher);
    }

    /** Returns all requests in the order of arrival at the gate. */
    public List<ReceivedRequest> requests() {
        return gate.requests();
    }

    /**
     * Stores a file without a request.
     *
     * @param metadata the user's, without {@code x-amz-meta-}
     */
    public void put(String bucket, String key, Path file, String contentType, Map<String, String> metadata) {
        put(bucket, key, file, contentType, metadata, Optional.empty());
    }

    /** Stores a file without a request; uses this version id if one is given and the bucket keeps versions. */
    public void put(
            String bucket,
            String key,
            Path file,
            String contentType,
            Map<String, String> metadata,
            Optional<String> versionId) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .metadata(metadata)
                .build();
        try (InputStream content = Files.newInputStream(file)) {
            storage.putBlob(request, content, versionId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the content of an object; the caller closes it. */
    public InputStream openObject(String bucket, String key) {
        return storage.getBlob(
                GetObjectRequest.builder().bucket(bucket).key(key).build());
    }

    public boolean exists(String bucket, String key) {
        return storage.blobExists(bucket, key);
    }

    public void delete(String bucket, String key) {
        storage.removeBlob(bucket, key);
    }

    /** Reads the object and returns the SHA-256 of its content, in lower-case hex. */
    public String sha256(String bucket, String key) {
        try (var content = new HashingInputStream(Hashing.sha256(), openObject(bucket, key))) {
            content.transferTo(OutputStream.nullOutputStream());
            return content.hash().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gate.close();
        upstream.close();
        try {
            s3proxy.stop();
            PathUtils.deleteDirectory(directory);
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }

    /** Configures a server. Not thread-safe. */
    public static final class Builder {
        private final Set<String> buckets;
        private Set<String> versioned = Set.of();
        private ServerAddresses addresses = ServerAddresses.LOOPBACK;
        private int port;
        private String region = "eu-central-1";
        private Optional<SSLContext> tls = Optional.empty();
        private Faults faults = new Faults();

        private Builder(Set<String> buckets) {
            this.buckets = buckets;
        }

        /** Sets which buckets keep versions; by default none. */
        public Builder versioned(Set<String> names) {
            versioned = Set.copyOf(names);
            return this;
        }

        /** Sets where the server listens; by default on 127.0.0.1. */
        public Builder addresses(ServerAddresses where) {
            addresses = where;
            return this;
        }

        public Builder port(int fixed) {
            port = fixed;
            return this;
        }

        /** Sets the region that every signature must name. */
        public Builder region(String name) {
            region = name;
            return this;
        }

        /** Enables https. */
        public Builder tls(SSLContext context) {
            tls = Optional.of(context);
            return this;
        }

        public Builder faults(Faults script) {
            faults = script;
            return this;
        }

        /** Starts the server and returns once it accepts requests. */
        public S3Server start() {
            try {
                return new S3Server(this);
            } catch (UncheckedIOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("the S3 server did not start", e);
            }
        }
    }
}
