package com.ovok.local.ovok;

import com.ovok.local.http.RequestGuard;
import com.ovok.local.s3.PostPolicySigner;
import com.ovok.local.s3.S3Server;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** OVOK's bucket, as far as the API provides access to it. */
final class DocumentBucket {
    private static final Duration DOWNLOAD_LIFETIME = Duration.ofMinutes(5);

    private final S3Server s3;
    private final String name;
    private final Duration formLifetime;
    private final long maxSize;
    private final PostPolicySigner signer;

    DocumentBucket(S3Server s3, String name, Duration formLifetime, long maxSize, Clock clock) {
        this.s3 = s3;
        this.name = name;
        this.formLifetime = formLifetime;
        this.maxSize = maxSize;
        this.signer = new PostPolicySigner(s3.region(), s3.credentials(), clock);
    }

    String name() {
        return name;
    }

    /** Returns the URL for forms, at the host by which this caller reached OVOK. */
    String url(HttpRequest caller) {
        return endpoint(caller) + "/" + name;
    }

    Map<String, String> form(String key) {
        return signer.sign(name, key, formLifetime, maxSize);
    }

    URI download(HttpRequest caller, String key) {
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.of(s3.region()))
                .endpointOverride(endpoint(caller))
                .credentialsProvider(StaticCredentialsProvider.create(s3.credentials()))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return presigner
                    .presignGetObject(presign -> presign.signatureDuration(DOWNLOAD_LIFETIME)
                            .getObjectRequest(get -> get.bucket(name).key(key)))
                    .url()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK signed a URL that is not a URI", e);
        }
    }

    // A form's signature does not cover the host, and a container reaches this machine by another host.
    private URI endpoint(HttpRequest caller) {
        Header host = caller.getFirstHeader(HttpHeaders.HOST);
        return host == null ? s3.endpoint() : s3.endpoint(RequestGuard.name(host.getValue()));
    }

    void delete(String key) {
        s3.delete(name, key);
    }
}
