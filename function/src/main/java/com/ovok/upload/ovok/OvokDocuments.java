package com.ovok.upload.ovok;

import com.ovok.client.ApiClient;
import com.ovok.client.ApiException;
import com.ovok.client.api.DocumentApi;
import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.PostFileUploadDto;
import com.ovok.client.model.ReplaceDocumentFileDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.post.PresignedPost;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes documents in OVOK and gets the right to upload their files. Thread-safe.
 *
 * @see <a href="https://docs.ovok.com/dev/api">OVOK API</a>
 */
public final class OvokDocuments {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Both operations are the same under two names; a host serves one of them. */
    public enum Path {
        DOCUMENTDEV("/documentdev"),
        DOCUMENT("/document");

        private final String value;

        Path(String value) {
            this.value = value;
        }

        public String value() {
            return value;
        }

        Path other() {
            return this == DOCUMENT ? DOCUMENTDEV : DOCUMENT;
        }
    }

    @FunctionalInterface
    private interface Call {
        FileEntryDto send() throws ApiException;
    }

    private final DocumentApi api;
    private final Path path;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * A client of one OVOK host.
     *
     * @param token gives the access token of each call
     */
    public OvokDocuments(URI baseUrl, Path path, Supplier<String> token) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(baseUrl.toString().replaceFirst("/+$", ""));
        // HTTP/1.1: on plain http the default would ask every server to change to HTTP/2.
        client.setHttpClientBuilder(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token.get()));
        this.api = new DocumentApi(client);
        this.path = path;
    }

    /** Makes a new document; every call makes another. */
    public Reservation reserve(FileInfo file, Deadline deadline) {
        PostFileUploadDto body = new PostFileUploadDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic() ? PostFileUploadDto.IsPublicEnum.TRUE : PostFileUploadDto.IsPublicEnum.FALSE);
        return reservation(within(deadline, file, () -> switch (path) {
            case DOCUMENTDEV -> api.createDocumentDev(body);
            case DOCUMENT -> api.createDocument(body);
        }));
    }

    /** Asks for a fresh right to upload the file of a document that exists; repeatable. */
    public Reservation resume(String documentId, FileInfo file, Deadline deadline) {
        ReplaceDocumentFileDto body = new ReplaceDocumentFileDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic());
        return reservation(within(deadline, file, () -> api.replaceDocumentFile(documentId, body)));
    }

    /** On a thread of its own, because no timeout of the JDK's client covers the reading of a slow answer. */
    private FileEntryDto within(Deadline deadline, FileInfo file, Call call) {
        Future<FileEntryDto> answer = calls.submit(call::send);
        try {
            return answer.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw OvokErrors.translate(e.getCause(), path, file);
        } catch (TimeoutException e) {
            throw new UploadException.Unavailable(
                    Problem.DEADLINE, "OVOK did not answer within the invocation's time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UploadException.Unavailable(Problem.UNAVAILABLE, "The call of OVOK was interrupted.", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Reservation reservation(FileEntryDto entry) {
        UploadOptionsDto options = entry.getUploadOptions();
        if (entry.getId() == null || options == null || options.getUrl() == null || options.getFields() == null) {
            throw new UploadException.Unavailable(
                    Problem.OVOK_FAULT, "OVOK answered a document without an id or without upload options.", null);
        }
        PresignedPost post = PresignedPost.of(options.getUrl(), new LinkedHashMap<>(options.getFields()));
        return new Reservation(entry.uploadOptions(null), post);
    }
}
