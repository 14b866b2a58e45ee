package com.ovok.upload.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.UploadException.Misconfigured;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedUploadHostsTest {
    private static final URI OVOK = URI.create("https://api.ovok.com");
    private static final URI LOCAL = URI.create("http://127.0.0.1:3003");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.eu-central-1.amazonaws.com/b",
                "https://b.s3.amazonaws.com/",
                "https://8.8.8.8/b",
                "https://172.32.0.1/b",
                "https://100.128.0.1/b",
                "https://localhost.example.com/b",
                "https://internal.example.com/b",
                "https://example-internal.com/b",
                "https://bucket.vpce-1a2b3c4d.s3.eu-central-1.vpce.amazonaws.com/b",
                "https://198.20.0.1/b",
                "https://[2600:9000:5305::1]/b",
                "https://[::ffff:8.8.8.8]/b",
                "https://[2002:808:808::1]/b"
            })
    void allowsPublicHosts(String url) {
        assertThatNoException()
                .isThrownBy(() -> AllowedUploadHosts.of(OVOK, List.of()).check(URI.create(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://s3.eu-central-1.amazonaws.com/b",
                "https://localhost/b",
                "https://LOCALHOST./b",
                "https://s3.localhost/b",
                "https://host.docker.internal/b",
                "https://METADATA.google.internal./b",
                "https://ip-10-0-0-1.eu-central-1.compute.internal/b",
                "https://127.0.0.1/b",
                "https://127.8.9.10:8443/b",
                "https://0.0.0.0/b",
                "https://2130706433/b",
                "https://0x7f000001/b",
                "https://0177.0.0.1/b",
                "https://10.1.2.3/b",
                "https://172.16.0.1/b",
                "https://172.31.255.255/b",
                "https://192.168.1.1/b",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/b",
                "https://224.0.0.1/b",
                "https://[::]/b",
                "https://[::1]/b",
                "https://[fe80::1]/b",
                "https://[fd00:ec2::254]/b",
                "https://[::ffff:10.0.0.1]/b",
                "https://[64:ff9b::a00:1]/b",
                "https://198.18.0.1/b",
                "https://198.19.255.255/b",
                "https://192.0.2.1/b",
                "https://255.255.255.255/b",
                "https://[2002:7f00:1::]/b",
                "https://[2001:db8::1]/b",
                "https://[fec0::1]/b",
                "https://[ff02::1]/b",
                "https://[::ffff:127.0.0.1]/b",
                "https://[::ffff:7f00:1]/b",
                "https://[0:0:0:0:0:FFFF:7F00:0001]/b",
                "https://[::127.0.0.1]/b",
                "https://[fe80::1%25eth0]/b",
                "https://[fe80::1%251]/b",
                "https://[2600:9000:5305::1%251]/b",
                "https://017700000001/b",
                "https://localhost.localdomain/b",
                "https://localhost6/b",
                "https://localhost6.localdomain6/b",
                "https://ip6-localhost/b",
                "https://ip6-loopback./b",
                "https://a.b.LocalHost/b",
                "https://minio/b",
                "https://metadata.google.internal/b",
                "https://ip-10-0-0-1.eu-central-1.compute.internal/b",
                "https://nas.local/b",
                "https://s3.corp./b",
                "https://router.home.arpa/b"
            })
    void rejectsPrivateHostsAndPlainHttp(String url) {
        refused(AllowedUploadHosts.of(OVOK, List.of()), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://minio/b", "https://s3.internal/b", "https://nas.local./b"})
    void allowsListedPrivateNames(String url) {
        AllowedUploadHosts hosts = AllowedUploadHosts.of(OVOK, List.of("minio", ".internal", "nas.local"));
        assertThatNoException().isThrownBy(() -> hosts.check(URI.create(url)));
        refused(AllowedUploadHosts.of(OVOK, List.of("other")), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost/b", "https://127.0.0.1/b", "https://[::1]/b", "https://s3.localhost/b"})
    void rejectsThisMachineEvenIfListed(String url) {
        refused(AllowedUploadHosts.of(OVOK, List.of("localhost", ".localhost", "127.0.0.1", "[::1]")), url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host.docker.internal:3003", "http://ovok:3003", "http://10.0.0.5"})
    void allowsPrivateHostsForPrivateOvok(String ovok) {
        AllowedUploadHosts hosts = AllowedUploadHosts.of(URI.create(ovok), List.of());
        assertThatNoException().isThrownBy(() -> hosts.check(URI.create("http://host.docker.internal:3002/b")));
        assertThatNoException().isThrownBy(() -> hosts.check(URI.create("http://192.168.0.7:3002/b")));
    }

    @Test
    void allowsLocalHostsForLocalOvok() {
        assertThatNoException()
                .isThrownBy(() -> AllowedUploadHosts.of(LOCAL, List.of()).check(LOCAL));
        assertThatNoException()
                .isThrownBy(() -> AllowedUploadHosts.of(LOCAL, List.of()).check(URI.create("http://localhost:3002/b")));
    }

    /** A container reaches the machine on which it runs by a name, by an address, or by both. */
    @ParameterizedTest
    @CsvSource({
        "http://host.docker.internal:3003, http://host.docker.internal:3002/b",
        "http://host.docker.internal:3003, http://172.17.0.1:3002/b",
        "http://172.17.0.1:3003, http://host.docker.internal:3002/b",
        "http://172.17.0.1:3003, http://172.17.0.1:3002/b"
    })
    void allowsMachineOfContainer(String ovok, String url) {
        assertThatNoException()
                .isThrownBy(
                        () -> AllowedUploadHosts.of(URI.create(ovok), List.of()).check(URI.create(url)));
    }

    @Test
    void rejectsLocalHostsForPublicHttp() {
        refused(AllowedUploadHosts.of(URI.create("http://api.example.com"), List.of()), "http://10.0.0.1/b");
    }

    @ParameterizedTest
    @CsvSource({
        "https://b.s3.eu-central-1.amazonaws.com/, true",
        "https://B.S3.EU-CENTRAL-1.AMAZONAWS.COM/, true",
        "https://storage.example.com/, true",
        "https://other.example.com/, false",
        "https://a.storage.example.com/, false",
        "https://evil-s3.eu-central-1.amazonaws.com.example.com/, false",
        "https://xs3.eu-central-1.amazonaws.com/, false"
    })
    void rejectsUnlistedHosts(String url, boolean allowed) {
        AllowedUploadHosts hosts =
                AllowedUploadHosts.of(OVOK, List.of(".s3.eu-central-1.amazonaws.com", "Storage.example.com"));
        if (allowed) {
            assertThatNoException().isThrownBy(() -> hosts.check(URI.create(url)));
        } else {
            refused(hosts, url);
        }
    }

    @Test
    void rejectsUrlWithUser() {
        malformed("https://user@s3.amazonaws.com/b", Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.1/",
                "https://0x7f.1/",
                "https://127.0.0.1./b",
                "https://0300.0250.1.1/b",
                "https:///b",
                "https://under_score/b",
                "https://localhost../b",
                "https://127%2e0%2e0%2e1/b",
                "https://%6c%6f%63alhost/b",
                "https://①②⑦.0.0.1/b",
                "https://ｌocalhost/b",
                "https://[v1.fe80::1]/b",
                "https://[::1/b",
                "https://127.0.0.1:99999/b",
                "https://example.com\\\\@127.0.0.1/b"
            })
    void rejectsUrlWithoutHost(String url) {
        malformed(url, Map.of());
    }

    @Test
    void rejectsFormWithTooManyFieldsOrFile() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < 101; i++) {
            fields.put("field" + i, "value");
        }
        malformed("https://s3.amazonaws.com/b", fields);
        malformed("https://s3.amazonaws.com/b", Map.of("File", "x"));
    }

    private static void malformed(String url, Map<String, String> fields) {
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> PresignedPost.of(url, new LinkedHashMap<>(fields)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_FAULT));
    }

    private static void refused(AllowedUploadHosts hosts, String url) {
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(() -> hosts.check(URI.create(url)))
                .withMessageNotContaining(URI.create(url).getHost())
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UPLOAD_HOST));
    }
}
