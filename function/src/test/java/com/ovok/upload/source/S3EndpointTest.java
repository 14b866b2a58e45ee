package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.TestAws;
import java.net.URI;
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

    private static SourceObject object(String bucket) {
        return new SourceObject(bucket, "k", null, null, null);
    }
}
