package com.ovok.upload.lambda;

import com.ovok.upload.ovok.AccessToken;
import com.ovok.upload.ovok.OvokDocuments;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of OVOK.
 *
 * @param baseUrl the OVOK host
 * @param documentPath the path under which that host creates documents
 * @param accessToken a static access token; empty if {@code secretId} is set
 * @param secretId the secret with the credentials; empty if {@code accessToken} is set
 * @param uploadHosts the hosts to which files may be sent; empty for any
 */
record OvokSettings(
        URI baseUrl,
        OvokDocuments.Path documentPath,
        Optional<AccessToken> accessToken,
        Optional<String> secretId,
        List<String> uploadHosts) {

    private static final URI SANDBOX = URI.create("https://api.sandbox.ovok.com");

    static OvokSettings from(EnvironmentReader reader) {
        URI baseUrl = reader.optional("OVOK_BASE_URL", EnvironmentReader::url).orElse(SANDBOX);
        OvokDocuments.Path path =
                reader.optional("OVOK_DOCUMENT_PATH", OvokSettings::path).orElse(OvokDocuments.Path.DOCUMENTDEV);
        Optional<AccessToken> token = reader.optional("OVOK_ACCESS_TOKEN", AccessToken::new);
        Optional<String> secret = reader.optional("OVOK_SECRET_ID", Function.identity());
        reader.exactlyOne("OVOK_ACCESS_TOKEN", "OVOK_SECRET_ID");
        List<String> hosts =
                reader.optional("ALLOWED_UPLOAD_HOSTS", OvokSettings::hosts).orElse(List.of());
        return new OvokSettings(baseUrl, path, token, secret, hosts);
    }

    private static OvokDocuments.Path path(String text) {
        return Arrays.stream(OvokDocuments.Path.values())
                .filter(path -> path.value().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neither /documentdev nor /document"));
    }

    private static List<String> hosts(String text) {
        if (!text.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(\\s*,\\s*\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)*")) {
            throw new IllegalArgumentException("not a list of hosts separated by commas");
        }
        return List.of(text.split("\\s*,\\s*"));
    }
}
