import com.ovok.client.ApiClient;
import com.ovok.client.ApiException;
import com.ovok.client.api.DocumentApi;
import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.PostFileUploadDto;
import com.ovok.client.model.UploadOptionsDto;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * Creates a document with the generated client and uploads its file, without Lambda. Prints the document's id.
 *
 * <p>Usage: {@code OVOK_ACCESS_TOKEN=… java -cp … UploadDocument.java https://api.sandbox.ovok.com FILE}
 */
class UploadDocument {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        FileEntryDto document = create(arguments[0], System.getenv("OVOK_ACCESS_TOKEN"), file);
        upload(document.getUploadOptions(), file);
        System.out.println(document.getId());
    }

    private static FileEntryDto create(String baseUrl, String token, Path file) throws IOException, ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(baseUrl);
        client.setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
        client.setConnectTimeout(Duration.ofSeconds(10));
        client.setReadTimeout(Duration.ofSeconds(30));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        String type = Files.probeContentType(file);
        return new DocumentApi(client)
                .createDocumentDev(new PostFileUploadDto()
                        .fileName(file.getFileName().toString())
                        .contentType(type == null ? "application/octet-stream" : type));
    }

    /** Sends the fields as OVOK returned them, then the file. S3 gets no token. */
    private static void upload(UploadOptionsDto options, Path file) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(options.getUrl()))
                .timeout(TIMEOUT)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(form(options, file, boundary))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("S3 rejected the file (" + response.statusCode() + ").");
            }
        }
    }

    /** The parts have known lengths, so the form is sent with Content-Length, which S3 requires. */
    private static BodyPublisher form(UploadOptionsDto options, Path file, String boundary)
            throws FileNotFoundException {
        StringBuilder fields = new StringBuilder();
        options.getFields()
                .forEach((name, value) ->
                        fields.append(part(boundary, name)).append(value).append("\r\n"));
        return BodyPublishers.concat(
                BodyPublishers.ofString(fields + part(boundary, "file\"; filename=\"file")),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    }

    private static String part(String boundary, String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }
}
