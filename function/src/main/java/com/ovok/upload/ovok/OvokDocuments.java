package com.ovok.upload.ovok;

import com.ovok.client.ApiClient;
import com.ovok.client.api.DocumentApi;
import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.PostFileUploadDto;
import com.ovok.client.model.ReplaceDocumentFileDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Backoff;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.post.PresignedPost;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    private final DocumentApi api;
    private final Path path;
    private final Backoff backoff;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * A client of one OVOK host.
     *
     * @param token gives the access token of each call
     */
    public OvokDocuments(URI baseUrl, Path path, Supplier<String> token, Backoff backoff) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(baseUrl.toString().replaceFirst("/+$", ""));
        // HTTP/1.1: on plain http the default would ask every server to change to HTTP/2.
        client.setHttpClientBuilder(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token.get()));
        this.api = new DocumentApi(client);
        this.path = path;
        this.backoff = backoff;
    }

    /**
     * Makes a new document; every call that OVOK takes makes another.
     *
     * @throws UploadException.Unavailable with {@link Problem#OVOK_FAULT} when a document may have been made all the
     *     same
     */
    public Reservation reserve(FileInfo file, Deadline deadline) {
        PostFileUploadDto body = new PostFileUploadDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic() ? PostFileUploadDto.IsPublicEnum.TRUE : PostFileUploadDto.IsPublicEnum.FALSE);
        OvokErrors errors = OvokErrors.ofCreation(path, file);
        return reservation(call(deadline, errors, () -> switch (path) {
            case DOCUMENTDEV -> api.createDocumentDev(body);
            case DOCUMENT -> api.createDocument(body);
        }));
    }

    /**
     * Asks for a fresh right to upload the file of a document that exists; repeatable.
     *
     * @return nothing when the document does not exist any more
     */
    public Optional<Reservation> resume(String documentId, FileInfo file, Deadline deadline) {
        ReplaceDocumentFileDto body = new ReplaceDocumentFileDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic());
        OvokErrors errors = OvokErrors.ofDocument(file);
        try {
            return Optional.of(reservation(call(deadline, errors, () -> api.replaceDocumentFile(documentId, body))));
        } catch (UploadException.Rejected e) {
            return gone(e);
        }
    }

    /** Removes a document together with its file; one that does not exist any more is fine. */
    public void delete(String documentId, Deadline deadline) {
        try {
            call(deadline, OvokErrors.ofDocument(null), () -> api.deleteDocument(documentId));
        } catch (UploadException.Rejected e) {
            gone(e);
        }
    }

    private static <T> Optional<T> gone(UploadException.Rejected e) {
        if (e.problem() != Problem.DOCUMENT_GONE) {
            throw e;
        }
        return Optional.empty();
    }

    private <T> T call(Deadline deadline, OvokErrors errors, Callable<T> call) {
        return backoff.repeat(deadline, () -> within(deadline, errors, call));
    }

    /** On a thread of its own, because no timeout of the JDK's client covers the reading of a slow answer. */
    private <T> T within(Deadline deadline, OvokErrors errors, Callable<T> call) {
        long millis = deadline.remaining().toMillis();
        Future<T> answer = calls.submit(call);
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw errors.translate(e.getCause());
        } catch (TimeoutException e) {
            throw new UploadException.Unavailable(
                    Problem.DEADLINE, "OVOK did not answer within the invocation's time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UploadException.Unavailable(Problem.OVOK_FAULT, "The call of OVOK was interrupted.", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static Reservation reservation(@Nullable FileEntryDto entry) {
        if (entry == null || entry.getId() == null || entry.getId().isBlank()) {
            throw incomplete("without an id");
        }
        UploadOptionsDto options = entry.getUploadOptions();
        if (options == null || options.getUrl() == null || options.getFields() == null) {
            throw incomplete(entry.getId() + " without upload options");
        }
        PresignedPost post = PresignedPost.of(options.getUrl(), new LinkedHashMap<>(options.getFields()));
        return new Reservation(entry.uploadOptions(null), post);
    }

    private static UploadException incomplete(String what) {
        return new UploadException.Unavailable(Problem.OVOK_FAULT, "OVOK answered a document " + what + ".", null);
    }
}
