package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JacksonException;
import com.ovok.client.ApiException;
import com.ovok.client.api.DocumentApi;
import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.PostFileUploadDto;
import com.ovok.client.model.ReplaceDocumentFileDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.post.PresignedPost;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates documents in OVOK and requests the presigned POSTs for their files. Thread-safe.
 *
 * @see <a href="https://docs.ovok.com/dev/api">OVOK API</a>
 */
public final class OvokDocuments {
    /** The two names of one operation; each host serves one of them. */
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

    /** A call of the generated client with these headers. */
    @FunctionalInterface
    private interface Call<T> {
        T with(DocumentApi api, Map<String, String> headers) throws ApiException;
    }

    private final OvokClient client;
    private final Path path;
    private final AccessTokenProvider tokens;
    private final RetryPolicy retries;

    /** Creates documents on the client's host. */
    public OvokDocuments(OvokClient client, Path path, AccessTokenProvider tokens, RetryPolicy retries) {
        this.client = client;
        this.path = path;
        this.tokens = tokens;
        this.retries = retries;
    }

    /**
     * Creates a document. Not idempotent: each accepted call creates another one.
     *
     * @throws UploadException.Unavailable with {@link Problem#OVOK_FAULT} if a document may have been created
     *     nevertheless
     */
    public Reservation create(FileInfo file, Deadline deadline) {
        PostFileUploadDto body = new PostFileUploadDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic() ? PostFileUploadDto.IsPublicEnum.TRUE : PostFileUploadDto.IsPublicEnum.FALSE);
        OvokErrors errors = OvokErrors.ofCreation(path, file);
        return reservation(call(deadline, errors, (api, headers) -> switch (path) {
            case DOCUMENTDEV -> api.createDocumentDev(body, headers);
            case DOCUMENT -> api.createDocument(body, headers);
        }));
    }

    /**
     * Requests a new presigned POST for the file of an existing document. Idempotent.
     *
     * @return empty if the document no longer exists
     */
    public Optional<Reservation> resume(String documentId, FileInfo file, Deadline deadline) {
        ReplaceDocumentFileDto body = new ReplaceDocumentFileDto()
                .fileName(file.fileName())
                .contentType(file.contentType())
                .isPublic(file.isPublic());
        OvokErrors errors = OvokErrors.ofDocument(Optional.of(file));
        try {
            return Optional.of(reservation(
                    call(deadline, errors, (api, headers) -> api.replaceDocumentFile(documentId, body, headers))));
        } catch (UploadException.Rejected e) {
            return gone(e);
        }
    }

    /** Deletes a document with its file; has no effect if it no longer exists. */
    public void delete(String documentId, Deadline deadline) {
        try {
            call(
                    deadline,
                    OvokErrors.ofDocument(Optional.empty()),
                    (api, headers) -> deleted(api, documentId, headers));
        } catch (UploadException.Rejected e) {
            gone(e);
        }
    }

    /** Ignores a body that cannot be parsed, because the status is sufficient. */
    private static String deleted(DocumentApi api, String documentId, Map<String, String> headers) throws ApiException {
        try {
            api.deleteDocument(documentId, headers);
        } catch (ApiException e) {
            if (!(e.getCause() instanceof JacksonException)) {
                throw e;
            }
        }
        return documentId;
    }

    private static <T> Optional<T> gone(UploadException.Rejected e) {
        if (e.problem() != Problem.DOCUMENT_GONE) {
            throw e;
        }
        return Optional.empty();
    }

    private <T> T call(Deadline deadline, OvokErrors errors, Call<T> call) {
        return retries.call(deadline, () -> signedIn(deadline, errors, call));
    }

    /**
     * Renews the token after each 401, because a token can be revoked early. The provider ends the loop: it limits the
     * number of tokens.
     */
    private <T> T signedIn(Deadline deadline, OvokErrors errors, Call<T> call) {
        AccessToken token = tokens.token(deadline);
        while (true) {
            AccessToken sent = token;
            try {
                T response = call.with(client.documents(deadline), sent.header());
                tokens.accepted(sent);
                return response;
            } catch (ApiException | RuntimeException e) {
                if (!isUnauthorized(e)) {
                    throw errors.translate(e, sent);
                }
            }
            token = tokens.renewed(sent, deadline);
        }
    }

    private static boolean isUnauthorized(Exception e) {
        return e instanceof ApiException refused && refused.getCode() == 401;
    }

    private static Reservation reservation(@Nullable FileEntryDto entry) {
        if (entry == null || entry.getId() == null || entry.getId().isBlank()) {
            throw incomplete("without an id");
        }
        if (entry.getMeta() != null && entry.getMeta().getLastUpdated() == null) {
            entry.setMeta(null);
        }
        UploadOptionsDto options = entry.getUploadOptions();
        return new Reservation(entry.uploadOptions(null), () -> post(entry.getId(), options));
    }

    private static PresignedPost post(String id, @Nullable UploadOptionsDto options) {
        if (options == null || options.getUrl() == null || options.getFields() == null) {
            throw incomplete(id + " without upload options");
        }
        return PresignedPost.of(options.getUrl(), new LinkedHashMap<>(options.getFields()));
    }

    private static UploadException incomplete(String what) {
        return new UploadException.Unavailable(Problem.OVOK_FAULT, "OVOK returned a document " + what + ".", null);
    }
}
