package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.TestAws;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "eu-central-1,  inbox,     https://inbox.s3.eu-central-1.amazonaws.com/k",
        "us-east-1,     inbox,     https://inbox.s3.us-east-1.amazonaws.com/k",
        "cn-north-1,    inbox,     https://inbox.s3.cn-north-1.amazonaws.com.cn/k",
        "us-gov-west-1, inbox,     https://inbox.s3.us-gov-west-1.amazonaws.com/k",
        "eu-central-1,  in.box,    https://s3.eu-central-1.amazonaws.com/in.box/k",
        "cn-north-1,    in.box,    https://s3.cn-north-1.amazonaws.com.cn/in.box/k",
        "us-east-1,     Old_Inbox, https://s3.us-east-1.amazonaws.com/Old_Inbox/k"
    })
    void usesVirtualHostsIfCertificateAllows(String region, String bucket, URI expected) {
        assertThat(new S3Endpoint(AwsEndpoints.of(region)).uri(object(bucket))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9000,   http://127.0.0.1:9000/inbox/k",
        "http://127.0.0.1:9000//, http://127.0.0.1:9000/inbox/k",
        "https://minio.test/s3/,  https://minio.test/s3/inbox/k"
    })
    void usesPathStyleForOtherServers(URI override, URI expected) {
        assertThat(new S3Endpoint(TestAws.endpoints(override)).uri(object("inbox")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "us-west-2,     us-west-2",
        "us-gov-west-1, us-gov-west-1",
        "cn-north-1,    cn-north-1",
        "eusc-de-east-1, eusc-de-east-1",
        "'',            eu-central-1",
        ",              eu-central-1",
        "default,       eu-central-1",
        "a/b-1,         eu-central-1",
        "evil.com#-1,   eu-central-1",
        "US-WEST-2,     eu-central-1"
    })
    void readsInTheRegionOfTheEvent(@Nullable String region, String expected) {
        S3Endpoint endpoint = new S3Endpoint(AwsEndpoints.of("eu-central-1"));
        SourceObject object = new SourceObject("inbox", "k", null, null, null, null, region);

        assertThat(endpoint.region(object)).isEqualTo(expected);
        assertThat(endpoint.uri(object).getHost()).startsWith("inbox.s3." + expected + ".amazonaws.");
    }

    @Test
    void ignoresRegionForOtherServers() {
        S3Endpoint endpoint = new S3Endpoint(TestAws.endpoints(URI.create("http://127.0.0.1:9000")));
        SourceObject object = new SourceObject("inbox", "k", null, null, null, null, "us-west-2");

        assertThat(endpoint.region(object)).isEqualTo("eu-central-1");
        assertThat(endpoint.uri(object)).hasToString("http://127.0.0.1:9000/inbox/k");
    }

    private static SourceObject object(String bucket) {
        return new SourceObject(bucket, "k", null, null, null);
    }
}
