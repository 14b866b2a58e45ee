package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;

/**
 * Records which file became which document, so that a repeated event creates no second one. Thread-safe.
 *
 * <p>An entry has these states; a lease ends by {@link #release} or when it expires.
 *
 * <pre>
 *   (none)    --claim--> claimed                      Fresh: no document is recorded
 *   claimed   --recordDocument--> recorded            from here on a crash cannot lose the document's id
 *   recorded  --forgetDocument--> claimed             the document no longer exists
 *   recorded  --complete--> completed                 later claims are Completed
 *   claimed   --claim, lease expired--> claimed       Fresh, previousAttemptLost: an unrecorded document may exist
 *   recorded  --claim, lease expired--> recorded      Resume
 *   completed --claim, later sequencer--> recorded    Resume: the document's file is replaced
 *   any       --reject--> unchanged                   the rejected version no longer blocks earlier ones
 *   any       --claim, other fingerprint--> unchanged KeyReused
 *   any       --claim, completed sequencer or earlier--> unchanged  Completed
 *   any       --claim, lease held--> unchanged        InProgress
 *   any       --claim, earlier sequencer than the last claim's--> unchanged  InProgress
 * </pre>
 *
 * <p>An id can stand for several uploads: the same bytes, stored again under the same key. The first upload gets the
 * id's entry. A claim without an upload refers to the first one. Each further upload gets its own entry.
 *
 * <p>No token and no presigned field is stored, so the entry of {@link Claim.Completed} lacks the public token.
 */
public interface Ledger {
    /** When to retry after a claim for a later version that has no lease at the moment. */
    Duration LATER_VERSION_PENDING = Duration.ofSeconds(30);

    /**
     * Claims the key for this invocation.
     *
     * @param lease how long other claims are kept out
     */
    Claim claim(TransferKey key, Duration lease);

    /**
     * Records the document that was created for the key.
     *
     * @throws com.ovok.upload.UploadException.Unavailable if another claim has taken the lease over
     */
    void recordDocument(Lease lease, String documentId);

    /**
     * Removes the recorded document, which no longer exists.
     *
     * @throws com.ovok.upload.UploadException.Unavailable if another claim has taken the lease over
     */
    void forgetDocument(Lease lease);

    /**
     * Records that the document has its file, and ends the lease.
     *
     * @throws com.ovok.upload.UploadException.Unavailable if another claim has taken the lease over
     */
    void complete(Lease lease, FileEntryDto entry);

    /** Ends the lease, so that the next delivery need not wait; has no effect if the lease was lost. */
    void release(Lease lease);

    /**
     * Ends the lease of a rejected version, so that earlier versions can be claimed; has no effect if the lease was
     * lost.
     */
    void reject(Lease lease);

    /** Creates the exception for a lost lease. */
    static UploadException lost() {
        return new UploadException.Unavailable(Problem.BUSY, "Another invocation has taken over this file.", null);
    }
}
