package com.ovok.local.s3;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.CountingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.commons.io.input.ProxyInputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Stores objects below a directory, and reports every stored object. */
final class Storage extends ForwardingBlobStore {
    /** The prefix of S3Proxy's temporary keys for uploads in parts. */
    private static final String STUB = ".s3proxy-mpu-stub-";

    private final List<Consumer<ObjectCreated>> listeners = new CopyOnWriteArrayList<>();
    private final List<ObjLongConsumer<String>> watchers = new CopyOnWriteArrayList<>();

    private final VersionIds versionIds;

    private Storage(BlobStore files, VersionIds versionIds) {
        super(files);
        this.versionIds = versionIds;
    }

    static Storage in(Path directory) {
        var ids = new VersionIds();
        return new Storage(new HashedKeys(new OpaqueVersions(new VersionedFiles(directory), ids)), ids);
    }

    void onObjectCreated(Consumer<ObjectCreated> listener) {
        listeners.add(listener);
    }

    void onProgress(ObjLongConsumer<String> watcher) {
        watchers.add(watcher);
    }

    /** Makes a bucket keep all versions of its objects from now on. */
    void enableVersions(String bucket) {
        try {
            putBucketVersioning(bucket, BucketVersioningStatus.ENABLED);
        } catch (UnsupportedOperationException e) {
            throw new UncheckedIOException(new IOException(
                    "The temporary directory cannot hold versions: its file system has no extended attributes."
                            + " Choose another one: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIRECTORY",
                    e));
        }
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        return putBlob(request, payload, Optional.empty());
    }

    /** Stores an object; uses this version id if one is given and the bucket keeps versions. */
    PutObjectResponse putBlob(PutObjectRequest request, InputStream payload, Optional<String> versionId) {
        var hashed = new HashingInputStream(Hashing.sha256(), payload);
        var counted = new CountingInputStream(hashed);
        InputStream watched = new ProxyInputStream(counted) {
            @Override
            protected void afterRead(int bytes) {
                watchers.forEach(watcher -> watcher.accept(request.bucket(), counted.getCount()));
            }
        };
        PutObjectResponse stored = renamed(super.putBlob(request, watched), versionId);
        tell(new ObjectCreated(
                request.bucket(),
                request.key(),
                Optional.ofNullable(stored.versionId()),
                counted.getCount(),
                stored.eTag().replace("\"", ""),
                hashed.hash().toString(),
                Optional.ofNullable(request.contentType())));
        return stored;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse copied = super.copyBlob(request);
        tellOf(request.destinationBucket(), request.destinationKey(), copied.versionId());
        return copied;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse completed = super.completeMultipartUpload(upload, request);
        tellOf(upload.containerName(), upload.blobName(), completed.versionId());
        return completed;
    }

    private PutObjectResponse renamed(PutObjectResponse stored, Optional<String> versionId) {
        if (stored.versionId() == null || versionId.isEmpty()) {
            return stored;
        }
        versionIds.rename(stored.versionId(), versionId.get());
        return stored.copy(it -> it.versionId(versionId.get()));
    }

    // Copied and joined objects do not pass through here, so they are read once.
    private void tellOf(String bucket, String key, @Nullable String versionId) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .versionId(versionId)
                .build();
        try (ResponseInputStream<GetObjectResponse> stored = getBlob(request)) {
            var hashed = new HashingInputStream(Hashing.sha256(), stored);
            long size = hashed.transferTo(OutputStream.nullOutputStream());
            GetObjectResponse head = stored.response();
            tell(new ObjectCreated(
                    bucket,
                    key,
                    Optional.ofNullable(head.versionId()),
                    size,
                    head.eTag().replace("\"", ""),
                    hashed.hash().toString(),
                    Optional.ofNullable(head.contentType())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(ObjectCreated event) {
        if (!event.key().startsWith(STUB)) {
            listeners.forEach(listener -> listener.accept(event));
        }
    }
}
