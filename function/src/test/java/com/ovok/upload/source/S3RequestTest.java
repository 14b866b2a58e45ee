package com.ovok.upload.source;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.aws.AwsCredentials;
import com.ovok.upload.aws.AwsCredentialsProvider;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.aws.AwsSigner;
import com.ovok.upload.aws.SigV4;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3RefusedException;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.S3ObjectReader.Overwrite;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of the request that reads an object. */
class S3RequestTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final AwsCredentials LASTING = new AwsCredentials("AKIAEXAMPLE", SECRET, null);
    private static final AwsCredentials SESSION = new AwsCredentials("ASIAEXAMPLE", SECRET, "session/token=");

    private final S3Http http = new S3Http(2, TestTls.JDK);
    private WireServer s3;

    @BeforeEach
    @BeforeProperty
    void start() throws IOException {
        s3 = new WireServer();
    }

    @AfterEach
    @AfterProperty
    void stop() throws IOException {
        s3.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cat.png                  | /inbox/cat.png
        a b+c%20d.png            | /inbox/a%20b%2Bc%2520d.png
        letters/Müller 東京.pdf  | /inbox/letters/M%C3%BCller%20%E6%9D%B1%E4%BA%AC.pdf
        /leading                 | /inbox//leading
        //two                    | /inbox///two
        a//b                     | /inbox/a//b
        a/../b                   | /inbox/a/../b
        ../../b                  | /inbox/../../b
        ./b/.                    | /inbox/./b/.
        a?versionId=1&b#c        | /inbox/a%3FversionId%3D1%26b%23c
        tilde~star*(1)'!.png     | /inbox/tilde~star%2A%281%29%27%21.png
        \\back:slash;semi,@$=    | /inbox/%5Cback%3Aslash%3Bsemi%2C%40%24%3D
        """)
    void signsEncodedKey(String key, String path) {
        Request request = asked(object(key, null, null), LASTING);

        assertThat(request.line()).isEqualTo("GET " + path + " HTTP/1.1");
        assertSigned(request);
    }

    @Property(tries = 100)
    void signsAnyKey(@ForAll @NotEmpty @StringLength(max = 40) String text) {
        String key = new String(text.getBytes(UTF_8), UTF_8);
        Request request = asked(object(key, null, null), LASTING);

        String path = request.line().replaceFirst("^GET /inbox/(.*) HTTP/1.1$", "$1");
        assertThat(URLDecoder.decode(path, UTF_8)).isEqualTo(key);
        assertSigned(request);
    }

    @Test
    void signsHostDateAndEmptyBody() {
        Request request = asked(object("cat.png", null, null), LASTING);

        assertThat(request.header("Host")).contains(s3.url().getAuthority());
        assertThat(request.header("x-amz-content-sha256"))
                .contains("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(SigV4.part(request, "SignedHeaders")).isEqualTo("host;x-amz-content-sha256;x-amz-date");
        assertThat(SigV4.part(request, "Credential")).matches("AKIAEXAMPLE/\\d{8}/eu-central-1/s3/aws4_request");
    }

    @Test
    void sendsNoUnsignedHeaders() {
        assertThat(asked(object("cat.png", null, null), LASTING).headers())
                .extracting(header -> header.split(":", 2)[0].toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("host", "x-amz-content-sha256", "x-amz-date", "authorization", "connection");
    }

    @Test
    void requestsVersionAndETagOfEvent() {
        Request request = asked(object("cat.png", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY", "abc"), LASTING);

        assertThat(request.line())
                .isEqualTo("GET /inbox/cat.png?versionId=3%2FL4kqtJlcpXroDTDmJ%2BrmSpXd3dIbrHY HTTP/1.1");
        assertThat(request.header("If-Match"))
                .as("some servers use a version id again")
                .contains("\"abc\"");
        assertSigned(request);
    }

    @Test
    void requestsETagWithoutVersion() {
        Request request = asked(object("cat.png", null, "06f1a78c4623b79885a4b5dc5452d86a"), LASTING);

        assertThat(request.header("If-Match")).contains("\"06f1a78c4623b79885a4b5dc5452d86a\"");
        assertThat(SigV4.part(request, "SignedHeaders")).isEqualTo("host;if-match;x-amz-content-sha256;x-amz-date");
        assertSigned(request);
    }

    @Test
    void signsSessionToken() {
        Request request = asked(object("cat.png", null, null), SESSION);

        assertThat(request.header("x-amz-security-token")).contains("session/token=");
        assertThat(SigV4.part(request, "SignedHeaders")).endsWith(";x-amz-security-token");
        assertSigned(request);
    }

    @Test
    void addressesTheRegionOfTheEvent() {
        SourceObject object = new SourceObject("inbox", "cat.png", null, "abc", null, 4L, "us-west-2");
        S3Endpoint aws = new S3Endpoint(AwsEndpoints.of("eu-central-1"));

        assertThat(aws.uri(object)).isEqualTo(URI.create("https://inbox.s3.us-west-2.amazonaws.com/cat.png"));
        assertThat(aws.region(object)).isEqualTo("us-west-2");
        assertThat(endpoint().region(object)).isEqualTo(TestAws.REGION);
    }

    @Test
    void signsForTheRegionOfTheBucket() throws S3RefusedException {
        s3.then(response(200, "meow"));
        new S3Requests(http, TestAws.signer(LASTING))
                .send(AwsRequest.get(s3.url(), Map.of()), "us-west-2", "GetObject", deadline())
                .close();

        assertThat(s3.request().header("Authorization").orElseThrow())
                .matches("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/\\d{8}/us-west-2/s3/aws4_request, .*");
    }

    @Test
    void isMisconfiguredWithoutCredentials() {
        S3ObjectReader source = new S3ObjectReader(
                new S3Requests(
                        http,
                        new AwsSigner(
                                TestAws.REGION,
                                AwsCredentialsProvider.of(Map.of(), new DeadlineHttpClient(1, TestTls.JDK)))),
                endpoint(),
                Overwrite.NEW,
                once());

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(() -> read(source, "inbox", "cat.png"))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SETTINGS));
    }

    private static void assertSigned(Request request) {
        assertThat(SigV4.part(request, "Signature")).isEqualTo(SigV4.expected(request, SECRET));
    }

    private Request asked(SourceObject object, AwsCredentials credentials) {
        s3.then(response(200, "meow", "x-amz-meta-ovok-file-name: whatever-the-key-is.png"));
        new S3ObjectReader(new S3Requests(http, TestAws.signer(credentials)), endpoint(), Overwrite.NEW, once())
                .of(object)
                .open(deadline())
                .close();
        return s3.request();
    }

    private static void read(S3ObjectReader source, String bucket, String key) {
        source.of(new SourceObject(bucket, key, null, null, null))
                .open(deadline())
                .close();
    }

    private S3Endpoint endpoint() {
        return new S3Endpoint(TestAws.endpoints(URI.create(s3.url() + "/")));
    }

    private static SourceObject object(String key, @Nullable String versionId, @Nullable String eTag) {
        return new SourceObject("inbox", key, versionId, eTag, null);
    }
}
