package com.ovok.local.ovok;

import com.ovok.local.s3.PostPolicySigner;
import com.ovok.local.s3.S3Server;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** OVOK's bucket, as far as its API hands out access to it. */
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

    String url() {
        return s3.endpoint() + "/" + name;
    }

    Map<String, String> form(String key) {
        return signer.sign(name, key, formLifetime, maxSize);
    }

    URI download(String key) {
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.of(s3.region()))
                .endpointOverride(s3.endpoint())
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
            throw new IllegalStateException("the SDK signed a URL that is no URI", e);
        }
    }

    void delete(String key) {
        s3.delete(name, key);
    }
}
