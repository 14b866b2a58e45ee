package com.ovok.upload.lambda;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * Stands in for OVOK and all AWS services while the function is primed. Listens on the loopback address only, so that
 * nothing leaves the process.
 */
final class PrimingServer implements AutoCloseable {
    static final String CREDENTIALS_PATH = "/credentials";

    /** The bytes of each file and object. */
    private static final String CONTENT = "priming";
    /** Their MD5 digest. */
    private static final String ETAG = "\"f4f858ed3f1ca34c4beabce73dd6df29\"";

    /** Results of AWS operations, by the end of {@code X-Amz-Target}. */
    private static final Map<String, String> RESULTS = Map.of(
            "UpdateItem",
            "{\"Attributes\":{\"previousLeaseUntil\":{\"N\":\"0\"}}}",
            "GetSecretValue",
            """
            {"SecretString":"{\\"email\\":\\"priming@example.com\\",\\"password\\":\\"none\\",\
            \\"clientId\\":\\"00000000-0000-4000-8000-000000000000\\"}"}\
            """,
            "DescribeEventBus",
            "{\"Name\":\"priming\"}",
            "PutEvents",
            "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"priming\"}]}");

    private static final String CREDENTIALS = """
        {"AccessKeyId":"none","SecretAccessKey":"none","Token":"none","Expiration":"2999-01-01T00:00:00Z"}\
        """;

    private static final String TOKENS =
            "{\"accessToken\":\"none\",\"refreshToken\":\"none\",\"expiresIn\":3600,\"tokenType\":\"Bearer\"}";

    private static final TimeValue ENDED = TimeValue.ofSeconds(1);

    private final HttpServer plain;
    private final HttpServer tls;

    private PrimingServer(HttpServer plain, HttpServer tls) {
        this.plain = plain;
        this.tls = tls;
    }

    static PrimingServer start() throws IOException, GeneralSecurityException {
        SSLContext withoutCertificate = SSLContext.getInstance("TLS");
        withoutCertificate.init(null, null, null);
        PrimingServer server = new PrimingServer(
                bootstrap().create(),
                bootstrap().setSslContext(withoutCertificate).create());
        try {
            server.plain.start();
            server.tls.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private static ServerBootstrap bootstrap() {
        return ServerBootstrap.bootstrap()
                .setLocalAddress(InetAddress.getLoopbackAddress())
                .setListenerPort(0)
                .setRequestRouter((request, context) -> PrimingServer::respond);
    }

    /** Returns the URL at which all services respond. */
    String url() {
        return "http://127.0.0.1:" + plain.getLocalPort();
    }

    /** Returns a URL with which every TLS handshake fails, because the server has no certificate. */
    String failingTlsUrl() {
        return "https://127.0.0.1:" + tls.getLocalPort();
    }

    private static void respond(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        EntityUtils.consume(request.getEntity());
        Header target = request.getFirstHeader("X-Amz-Target");
        if (target != null) {
            String operation = target.getValue().substring(target.getValue().indexOf('.') + 1);
            json(response, RESULTS.getOrDefault(operation, "{}"));
            return;
        }
        String path = request.getPath();
        switch (path) {
            case CREDENTIALS_PATH -> json(response, CREDENTIALS);
            case "/v2/auth/login" -> json(response, TOKENS);
            case "/documentdev" -> json(response, document("http://" + request.getAuthority()));
            default -> object(request.getMethod(), response);
        }
    }

    /** The policy is {@code {"expiration":"2999-01-01T00:00:00Z","conditions":[["content-length-range",1,1000]]}}. */
    private static String document(String url) {
        return """
            {"id":"priming","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},"fileName":"priming",\
            "contentType":"text/plain","uploadOptions":{"url":"%s/documents","fields":{"key":"priming",\
            "Policy":"eyJleHBpcmF0aW9uIjoiMjk5OS0wMS0wMVQwMDowMDowMFoiLCJjb25kaXRpb25zIjpbWyJjb250ZW50LWxlbmd0aC1yYW5nZ\
            SIsMSwxMDAwXV19"}}}\
            """.formatted(url);
    }

    private static void json(ClassicHttpResponse response, String body) {
        response.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    }

    /** Responds as S3 to GetObject and to POST Object. */
    private static void object(String method, ClassicHttpResponse response) {
        response.setHeader(HttpHeaders.ETAG, ETAG);
        if (method.equals("GET")) {
            response.setHeader(HttpHeaders.LAST_MODIFIED, "Thu, 01 Jan 2026 00:00:00 GMT");
            response.setEntity(new StringEntity(CONTENT, ContentType.TEXT_PLAIN));
        } else {
            response.setCode(HttpStatus.SC_NO_CONTENT);
        }
    }

    /** Returns after the threads that serve connections have ended. */
    @Override
    public void close() {
        List<HttpServer> servers = List.of(plain, tls);
        servers.forEach(server -> server.close(CloseMode.IMMEDIATE));
        try {
            for (HttpServer server : servers) {
                server.awaitTermination(ENDED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
