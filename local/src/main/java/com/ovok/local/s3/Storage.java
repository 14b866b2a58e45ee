package com.ovok.local.s3;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.CountingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.commons.io.input.ProxyInputStream;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Keeps each object in a file named by the hash of its key, and tells of every object once it is stored. An S3 key may
 * be 1024 bytes of any Unicode, and there may be both {@code a} and {@code a/b}; names of files are not that free.
 */
final class Storage extends ForwardingBlobStore {
    /** So begin the keys of what S3Proxy puts aside while an object comes in parts. */
    private static final String STUB = ".s3proxy-mpu-stub-";

    private final List<Consumer<ObjectCreated>> listeners = new CopyOnWriteArrayList<>();
    private final List<ObjLongConsumer<String>> watchers = new CopyOnWriteArrayList<>();

    Storage(BlobStore files) {
        super(files);
    }

    void onObjectCreated(Consumer<ObjectCreated> listener) {
        listeners.add(listener);
    }

    void onProgress(ObjLongConsumer<String> watcher) {
        watchers.add(watcher);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        var hashed = new HashingInputStream(Hashing.sha256(), payload);
        var counted = new CountingInputStream(hashed);
        InputStream watched = new ProxyInputStream(counted) {
            @Override
            protected void afterRead(int bytes) {
                watchers.forEach(watcher -> watcher.accept(request.bucket(), counted.getCount()));
            }
        };
        PutObjectResponse stored = super.putBlob(request.copy(it -> it.key(name(request.key()))), watched);
        tell(new ObjectCreated(
                request.bucket(),
                request.key(),
                counted.getCount(),
                stored.eTag().replace("\"", ""),
                hashed.hash().toString(),
                Optional.ofNullable(request.contentType())));
        return stored;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse copied = super.copyBlob(request.copy(
                it -> it.sourceKey(name(request.sourceKey())).destinationKey(name(request.destinationKey()))));
        tellOf(request.destinationBucket(), request.destinationKey());
        return copied;
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return super.blobMetadata(request.copy(it -> it.key(name(request.key()))));
    }

    @Override
    public boolean blobExists(String bucket, String key) {
        return super.blobExists(bucket, name(key));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return super.getBlob(request.copy(it -> it.key(name(request.key()))));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return super.removeBlob(request.copy(it -> it.key(name(request.key()))));
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key) {
        return super.getBlobAccess(bucket, name(key));
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
        super.setBlobAccess(bucket, name(key), access);
    }

    /** Refuses: the keys are not kept. */
    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        throw new S3ProxyException(S3ErrorCode.NOT_IMPLEMENTED, "This server does not list its objects.");
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        MultipartUpload upload = super.initiateMultipartUpload(request.copy(it -> it.key(name(request.key()))));
        return new MultipartUpload(upload.id(), request, upload.response());
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream part) {
        return super.uploadMultipartPart(named(upload), request, part);
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        return super.listMultipartUpload(named(upload));
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        super.abortMultipartUpload(named(upload));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse completed =
                super.completeMultipartUpload(named(upload), request.copy(it -> it.key(name(request.key()))));
        tellOf(upload.containerName(), upload.blobName());
        return completed;
    }

    private static MultipartUpload named(MultipartUpload upload) {
        return new MultipartUpload(upload.id(), upload.request().copy(it -> it.key(name(upload.blobName()))));
    }

    private static String name(String key) {
        return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    }

    // Copied and joined objects do not pass through here, so they are read once.
    private void tellOf(String bucket, String key) {
        GetObjectRequest request =
                GetObjectRequest.builder().bucket(bucket).key(key).build();
        try (ResponseInputStream<GetObjectResponse> stored = getBlob(request)) {
            var hashed = new HashingInputStream(Hashing.sha256(), stored);
            long size = hashed.transferTo(OutputStream.nullOutputStream());
            GetObjectResponse head = stored.response();
            tell(new ObjectCreated(
                    bucket,
                    key,
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
