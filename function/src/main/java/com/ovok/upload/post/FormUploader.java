package com.ovok.upload.post;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Response;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.jspecify.annotations.Nullable;

/**
 * Uploads a file to S3 with a presigned POST and evaluates the response. Memory does not grow with the file.
 * Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
public final class FormUploader {
    /** The number of redirects that an upload follows. */
    private static final int MAX_MOVES = 2;
    /** The number of renewed forms per attempt. */
    private static final int MAX_RENEWALS = 1;
    /** A form that expires within this time is renewed first, because the upload could outlast it. */
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(30);

    private final S3Http http;
    private final AllowedUploadHosts hosts;
    private final RetryPolicy retries;
    private final AtomicBoolean sourceLies = new AtomicBoolean();

    /**
     * Creates an uploader for concurrent use.
     *
     * @param hosts to which hosts forms may be sent
     */
    public FormUploader(S3Http http, AllowedUploadHosts hosts, RetryPolicy retries) {
        this.http = http;
        this.hosts = hosts;
        this.retries = retries;
    }

    /**
     * Uploads a file and returns after S3 has stored it.
     *
     * @param renewal returns a new form in place of an expired one; called at most once per attempt
     * @throws UploadException.Rejected if S3 can never accept this file; S3 has stored nothing
     * @throws UploadException.Unavailable if a retry may succeed
     * @throws UploadException.Misconfigured if the form's host is not allowed
     */
    public void upload(PresignedPost post, Supplier<PresignedPost> renewal, Content content, Deadline deadline) {
        Attempts attempts = new Attempts(post, renewal, content, deadline);
        retries.call(deadline, attempts::next);
    }

    /** The attempts at one file. Each opens the source again; all use one form until it expires. */
    private final class Attempts {
        private final Supplier<PresignedPost> renewal;
        private final Content content;
        private final Deadline deadline;
        private final Integrity integrity;
        private PresignedPost post;
        /** Whether the clock is used to predict expiry; false once a new form seems expired by it. */
        private boolean clockCounts = true;

        Attempts(PresignedPost post, Supplier<PresignedPost> renewal, Content content, Deadline deadline) {
            this.post = post;
            this.renewal = renewal;
            this.content = content;
            this.deadline = deadline;
            this.integrity = new Integrity(content, sourceLies);
        }

        /** Sends the form. While S3 or the clock considers it expired, renews it and sends again, within the limit. */
        UploadOutcome.Stored next() {
            int renewals = 0;
            if (clockCounts && isExpiring()) {
                post = renewal.get();
                clockCounts = !isExpiring();
                renewals++;
            }
            UploadOutcome outcome = checked();
            while (outcome instanceof UploadOutcome.Expired && renewals < MAX_RENEWALS) {
                post = renewal.get();
                renewals++;
                outcome = checked();
            }
            return stored(outcome);
        }

        private UploadOutcome.Stored stored(UploadOutcome outcome) {
            return switch (outcome) {
                case UploadOutcome.Stored stored -> stored;
                case UploadOutcome.Redirected moved ->
                    throw unavailable("S3 redirected the upload too often.", Optional.empty(), null);
                case UploadOutcome.Retryable(String reason, Optional<Duration> after) ->
                    throw unavailable(reason + ".", after, null);
                case UploadOutcome.Altered(String reason) -> throw altered(reason);
                case UploadOutcome.WrongSize(String reason) -> throw wrongSize(reason);
                case UploadOutcome.Rejected(String reason) ->
                    throw new UploadException.Rejected(Problem.STORAGE_REFUSED, reason + ".");
                case UploadOutcome.Expired(String reason, boolean policy) -> throw expired(reason);
            };
        }

        private boolean isExpiring() {
            InstantSource s3 = http.skew().corrected(deadline.clock());
            return post.policy().expiresWithin(EXPIRY_MARGIN, s3);
        }

        /** Sends nothing that the policy does not allow. */
        private UploadOutcome checked() {
            if (!post.policy().allows(content.length())) {
                throw wrongSize("The file was not sent");
            }
            if (!post.missing().isEmpty()) {
                throw new UploadException.Rejected(
                        Problem.STORAGE_REFUSED,
                        "The file was not sent: the form lacks the field " + String.join(", ", post.missing())
                                + ", which its policy requires.");
            }
            return follow();
        }

        private UploadOutcome follow() {
            PresignedPost target = post;
            UploadOutcome outcome = send(target);
            for (int moves = 0;
                    moves < MAX_MOVES && outcome instanceof UploadOutcome.Redirected(Optional<String> to);
                    moves++) {
                target = target.movedTo(to.orElse(""));
                outcome = send(target);
            }
            return outcome;
        }

        private UploadOutcome send(PresignedPost target) {
            hosts.check(target.url());
            HttpPost request = new HttpPost(target.url());
            FormEntity form = new FormEntity(target, content, integrity.computes());
            request.setEntity(form);
            try (S3Response response = http.send(request, deadline)) {
                UploadOutcome outcome = UploadOutcome.of(response);
                judgeTheClock(outcome, response);
                return outcome instanceof UploadOutcome.Stored stored ? judge(stored, form) : outcome;
            } catch (FormEntity.SourceBrokeOff e) {
                throw unavailable("The read of the source object broke off.", Optional.empty(), e);
            } catch (IOException e) {
                throw unavailable("The connection to S3 broke during the upload.", Optional.empty(), e);
            }
        }

        /** Treats a success that arrives before the whole form was sent as an error of S3. */
        private UploadOutcome judge(UploadOutcome.Stored stored, FormEntity form) {
            return form.isWritten()
                    ? integrity.judge(stored, form.digest())
                    : new UploadOutcome.Retryable("S3 reported a success before the form was sent", Optional.empty());
        }

        /** Compares this machine's clock with S3's if they disagree about the form's expiry. */
        private void judgeTheClock(UploadOutcome outcome, S3Response response) {
            boolean refused = outcome instanceof UploadOutcome.Expired(String words, boolean policy) && policy;
            if (refused || isExpiring()) {
                http.skew().compare(response);
            }
            if (refused) {
                post.policy().validFor(deadline.clock()).ifPresent(http.skew()::suspect);
            }
        }

        /** Not retryable, because another attempt would only send a third form that expires. */
        private UploadException expired(String reason) {
            return new UploadException.Unavailable(
                    Problem.CLOCK, reason + ": the form and its replacement have expired.", null);
        }

        private static UploadException altered(String reason) {
            return new UploadException.Unavailable(
                    Problem.CHECKSUM, reason + ", twice: the file may have been altered in transit.", null);
        }

        private UploadException wrongSize(String what) {
            return new UploadException.Rejected(
                    Problem.TOO_LARGE,
                    what + ": it has " + content.length() + " bytes, and OVOK accepts from "
                            + post.policy().minLength() + " to " + post.policy().maxLength() + ".");
        }
    }

    private static UploadException unavailable(
            String message, Optional<Duration> retryAfter, @Nullable IOException cause) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, message, retryAfter.orElse(null), cause);
    }
}
