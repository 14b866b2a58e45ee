package com.ovok.upload.aws;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import java.time.ZoneOffset;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests with the function's credentials. Thread-safe.
 *
 * @param region of the services
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">AWS Signature Version 4</a>
 */
public record AwsSigner(String region, AwsCredentialsProvider credentials) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** Returns a signer for another Region, with the same credentials. */
    public AwsSigner in(String otherRegion) {
        return new AwsSigner(otherRegion, credentials);
    }

    /**
     * Returns the request with its signature, which servers accept for some minutes.
     *
     * @param service the name of the service, as in the signature's scope
     * @param skew the known offset of this machine's clock
     * @throws UploadException.Misconfigured if there are no credentials
     * @throws UploadException.Unavailable if the credentials could not be fetched by the deadline
     */
    public HttpUriRequestBase sign(AwsRequest request, String service, ClockSkew skew, Deadline deadline) {
        SdkHttpRequest signed =
                SIGNER.sign(signing(request, service, skew, deadline)).request();
        HttpUriRequestBase sent = new HttpUriRequestBase(request.method(), request.uri());
        signed.forEachHeader((name, values) -> values.forEach(value -> sent.addHeader(name, value)));
        sent.removeHeaders(HttpHeaders.HOST);
        if (request.body().length > 0) {
            sent.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return sent;
    }

    private SignRequest<AwsCredentialsIdentity> signing(
            AwsRequest request, String service, ClockSkew skew, Deadline deadline) {
        // S3 does not normalize paths, because keys can contain any segment.
        boolean normalized = !service.equals(AwsEndpoints.S3);
        SignRequest.Builder<AwsCredentialsIdentity> signing = SignRequest.builder(
                        identity(credentials.resolve(deadline)))
                .request(unsigned(request))
                .putProperty(
                        HttpSigner.SIGNING_CLOCK,
                        skew.corrected(deadline.clock()).withZone(ZoneOffset.UTC))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, normalized)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, normalized);
        if (request.body().length > 0) {
            signing.payload(ContentStreamProvider.fromByteArrayUnsafe(request.body()));
        }
        return signing.build();
    }

    private static SdkHttpRequest unsigned(AwsRequest request) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(request.uri());
        request.headers().forEach(unsigned::putHeader);
        return unsigned.build();
    }

    private static AwsCredentialsIdentity identity(AwsCredentials keys) {
        return keys.sessionToken() == null
                ? AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }
}
