package com.ovok.upload.post;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import java.io.IOException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file to S3 with a presigned form and judges the answer. Thread-safe; memory does not grow with the file.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
public final class FormUploader {
    /** How many other endpoints S3 may name before we stop following. */
    private static final int MAX_MOVES = 2;

    private final HttpClient http;

    public FormUploader(HttpClient http) {
        this.http = http;
    }

    /**
     * Returns when S3 has the file.
     *
     * @throws UploadException.Rejected when this file can never pass
     * @throws UploadException.Unavailable when it may pass later
     */
    public void upload(PresignedPost post, Content content, Deadline deadline) {
        PresignedPost target = post;
        for (int moves = 0; moves <= MAX_MOVES; moves++) {
            switch (send(target, content, deadline)) {
                case Verdict.Stored() -> {
                    return;
                }
                case Verdict.Moved moved ->
                    target = target.movedTo(moved.location().orElseThrow(FormUploader::lost));
                case Verdict.Expired(String answer) -> throw later(answer + ": the form has expired.", null);
                case Verdict.Again again ->
                    throw new UploadException.Unavailable(
                            Problem.UNAVAILABLE, again.answer() + ".", again.after(), null);
                case Verdict.WrongSize(String answer) ->
                    throw new UploadException.Rejected(
                            Problem.TOO_LARGE, answer + ": OVOK does not take a file of this size.");
                case Verdict.Refused(String answer) ->
                    throw new UploadException.Rejected(Problem.STORAGE_REFUSED, answer + ".");
            }
        }
        throw lost();
    }

    private Verdict send(PresignedPost post, Content content, Deadline deadline) {
        HttpPost request = new HttpPost(post.url());
        request.setConfig(S3Http.within(deadline.remaining()));
        request.setEntity(new FormEntity(post, content));
        try {
            return http.execute(request, Verdict::of);
        } catch (FormEntity.SourceBrokeOff e) {
            throw later("The source object broke off while it was being read.", e);
        } catch (IOException e) {
            throw later("The connection to S3 broke during the upload.", e);
        }
    }

    private static UploadException lost() {
        return later("S3 named no endpoint that takes the form.", null);
    }

    private static UploadException later(String message, @Nullable IOException cause) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, message, cause);
    }
}
