package com.ovok.local.s3;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Replaces the version ids of S3Proxy by {@link VersionIds} in every request and response. */
final class OpaqueVersions extends ForwardingBlobStore {
    private final VersionIds ids;

    OpaqueVersions(BlobStore store, VersionIds ids) {
        super(store);
        this.ids = ids;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        PutObjectResponse stored = super.putBlob(request, payload);
        return stored.copy(it -> it.versionId(ids.toPublic(stored.versionId())));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse copied =
                super.copyBlob(request.copy(it -> it.sourceVersionId(ids.toStored(request.sourceVersionId()))));
        return copied.copy(it -> it.versionId(ids.toPublic(copied.versionId()))
                .copySourceVersionId(ids.toPublic(copied.copySourceVersionId())));
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        HeadObjectResponse head =
                super.blobMetadata(request.copy(it -> it.versionId(ids.toStored(request.versionId()))));
        return head.copy(it -> it.versionId(ids.toPublic(head.versionId())));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        ResponseInputStream<GetObjectResponse> object =
                super.getBlob(request.copy(it -> it.versionId(ids.toStored(request.versionId()))));
        GetObjectResponse head = object.response();
        return new ResponseInputStream<>(head.copy(it -> it.versionId(ids.toPublic(head.versionId()))), object);
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        DeleteObjectResponse removed =
                super.removeBlob(request.copy(it -> it.versionId(ids.toStored(request.versionId()))));
        return removed.copy(it -> it.versionId(ids.toPublic(removed.versionId())));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse completed = super.completeMultipartUpload(upload, request);
        return completed.copy(it -> it.versionId(ids.toPublic(completed.versionId())));
    }

    @Override
    public ObjectCannedACL getBlobAccess(String bucket, String key, @Nullable String versionId) {
        return super.getBlobAccess(bucket, key, ids.toStored(versionId));
    }

    @Override
    public GetObjectAclResponse getBlobAcl(GetObjectAclRequest request) {
        return super.getBlobAcl(request.copy(it -> it.versionId(ids.toStored(request.versionId()))));
    }

    @Override
    public void setBlobAccess(String bucket, String key, ObjectCannedACL access, @Nullable String versionId) {
        super.setBlobAccess(bucket, key, access, ids.toStored(versionId));
    }
}
