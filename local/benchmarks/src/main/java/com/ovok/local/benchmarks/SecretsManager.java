package com.ovok.local.benchmarks;

import com.ovok.local.http.Endpoint;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackServer;
import com.ovok.local.http.Operation;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** A server in place of AWS Secrets Manager: it returns the user of the OVOK emulator to every request. */
final class SecretsManager implements Endpoint, AutoCloseable {
    private static final String SECRET = """
        {"ARN":"arn:aws:secretsmanager:eu-central-1:123456789012:secret:uploader-abcdef","Name":"uploader",\
        "SecretString":"{\\"email\\":\\"uploader@example.com\\",\\"password\\":\\"local-password\\",\
        \\"clientId\\":\\"00000000-0000-4000-8000-000000000000\\"}"}\
        """;

    private final LoopbackServer server;

    /** Listens on a free port, over TLS if a context is given. */
    SecretsManager(Faults faults, Optional<SSLContext> tls) {
        server = LoopbackServer.start(0, tls, this, faults);
    }

    URI endpoint() {
        return server.uri();
    }

    @Override
    public Operation operationOf(HttpRequest request) {
        return Operation.OTHER;
    }

    @Override
    public ClassicHttpResponse respond(ClassicHttpRequest request) throws IOException {
        EntityUtils.consume(request.getEntity());
        var response = new BasicClassicHttpResponse(200);
        response.setEntity(new StringEntity(SECRET, ContentType.create("application/x-amz-json-1.1")));
        return response;
    }

    @Override
    public void close() {
        server.close();
    }
}
