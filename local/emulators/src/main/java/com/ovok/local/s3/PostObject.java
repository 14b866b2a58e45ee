package com.ovok.local.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Handles forms. A small form is checked for what S3Proxy accepts wrongly, then forwarded unchanged. A large form,
 * which S3Proxy would buffer several times, is checked here and its file is streamed into the storage.
 */
final class PostObject {
    static final long SMALL = 8L << 20;
    private static final String METADATA = "x-amz-meta-";

    private final PostAuthorization authorization;
    private final Storage storage;
    private final Upstream s3proxy;

    PostObject(PostAuthorization authorization, Storage storage, Upstream s3proxy) {
        this.authorization = authorization;
        this.storage = storage;
        this.s3proxy = s3proxy;
    }

    ClassicHttpResponse respond(ClassicHttpRequest request, String bucket) throws HttpException, IOException {
        HttpEntity body = bodyOf(request);
        ContentType type = typeOf(body);
        if (!storage.containerExists(bucket)) {
            throw new S3Exception(404, "NoSuchBucket", "The specified bucket does not exist")
                    .with("BucketName", bucket);
        }
        return body.getContentLength() <= SMALL
                ? passOn(request, body, type)
                : store(PostForm.open(body.getContent(), type), bucket, request);
    }

    private static HttpEntity bodyOf(ClassicHttpRequest request) {
        HttpEntity body = request.getEntity();
        if (body == null) {
            throw new S3Exception(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        if (body.isChunked()) {
            throw new S3Exception(
                            501,
                            "NotImplemented",
                            "A header you provided implies functionality that is not implemented.")
                    .with("Header", "Transfer-Encoding");
        }
        if (body.getContentLength() > SizeRange.MAX_POST + PostForm.MAX_FIELDS) {
            throw SizeRange.tooLarge(body.getContentLength(), SizeRange.MAX_POST);
        }
        return body;
    }

    private static ContentType typeOf(HttpEntity body) {
        ContentType type = ContentType.parseLenient(body.getContentType());
        if (type == null || !type.isSameMimeType(ContentType.MULTIPART_FORM_DATA)) {
            throw new S3Exception(
                            412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                    .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
        }
        return type;
    }

    private ClassicHttpResponse passOn(ClassicHttpRequest request, HttpEntity body, ContentType type)
            throws HttpException, IOException {
        byte[] whole = body.getContent().readAllBytes();
        PostForm form = PostForm.open(new ByteArrayInputStream(whole), type);
        authorization.checkScope(form);
        form.file().transferTo(OutputStream.nullOutputStream());
        ClassicHttpResponse response = s3proxy.forward(request, new ByteArrayEntity(whole, type));
        return switch (response.getCode()) {
            case 403 -> explained(response, S3Exception.signatureDoesNotMatch());
            case 400 -> explained(response, S3Exception.malformedForm());
            default -> response;
        };
    }

    private static ClassicHttpResponse explained(ClassicHttpResponse response, S3Exception failure) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentLength() != 0) {
            return response;
        }
        response.close();
        return failure.toResponse();
    }

    private ClassicHttpResponse store(PostForm form, String bucket, ClassicHttpRequest request) throws IOException {
        authorization.checkScope(form);
        SizeRange range = authorization.checkPolicy(form, bucket);
        PutObjectRequest object = PutObjectRequest.builder()
                .bucket(bucket)
                .key(form.required("key"))
                .contentType(form.field("content-type").orElse(null))
                .metadata(metadata(form))
                .build();
        PutObjectResponse stored = store(object, range.enforcedOn(form.file()));
        return PostResponse.of(form, object, stored, request);
    }

    private PutObjectResponse store(PutObjectRequest object, InputStream file) throws IOException {
        try {
            return storage.putBlob(object, file);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException cut) {
                throw cut;
            }
            throw e;
        }
    }

    private static Map<String, String> metadata(PostForm form) {
        return form.fields().entrySet().stream()
                .filter(field -> field.getKey().startsWith(METADATA))
                .collect(Collectors.toMap(field -> field.getKey().substring(METADATA.length()), Map.Entry::getValue));
    }
}
