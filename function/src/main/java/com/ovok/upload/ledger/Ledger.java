package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;

/**
 * Remembers which file became which document, so that a repeated event makes no second one. Thread-safe.
 *
 * <p>An entry of the ledger goes through these states; a lease ends by {@link #release} or when its time is over.
 *
 * <pre>
 *   (none)    --claim--> claimed                   Fresh: no document is known
 *   claimed   --reserved--> reserved               from here on a crash cannot lose the document's id
 *   reserved  --abandoned--> claimed               the document is gone
 *   reserved  --completed--> completed             every later claim is Done
 *   claimed   --claim, lease over--> claimed       Fresh, tried before: a document may exist that nobody knows of
 *   reserved  --claim, lease over--> reserved      Resume
 *   completed --claim, later sequencer--> reserved Resume: the file of the same document is replaced
 *   any       --refused--> as it is                what was claimed no longer keeps earlier versions off
 *   any       --claim, other fingerprint--> unchanged  Mismatch
 *   any       --claim, a completed version's sequencer or an earlier one--> unchanged  Done
 *   any       --claim, lease held--> unchanged     Busy
 *   any       --claim, earlier sequencer than the last claim's--> unchanged  Busy
 * </pre>
 *
 * <p>An id may stand for several uploads: the same bytes, stored again under the same key. The first upload takes the
 * id's entry, a claim that does not know its upload means that one, and every further upload gets an entry of its own.
 *
 * <p>No token and no presigned field is stored; the answer of {@link Claim.Completed} therefore lacks the public token.
 */
public interface Ledger {
    /** When to ask again after a later version, which nobody carries at the moment. */
    Duration LATER_VERSION_PENDING = Duration.ofSeconds(30);

    /**
     * Tries to become the one who carries {@code slot}.
     *
     * @param lease how long others are kept off
     */
    Claim claim(TransferKey slot, Duration lease);

    /**
     * Writes down the new document that was made for the slot.
     *
     * @throws com.ovok.upload.UploadException.Unavailable when the lease was lost to another
     */
    void recordDocument(Lease lease, String documentId);

    /**
     * Forgets the slot's document, which no longer exists.
     *
     * @throws com.ovok.upload.UploadException.Unavailable when the lease was lost to another
     */
    void forgetDocument(Lease lease);

    /**
     * Writes down that the document has its file, and ends the lease.
     *
     * @throws com.ovok.upload.UploadException.Unavailable when the lease was lost to another
     */
    void complete(Lease lease, FileEntryDto entry);

    /** Ends the lease, so that the next delivery need not wait; does nothing when it was lost. */
    void release(Lease lease);

    /**
     * Ends the lease of a version that will never be carried, so that earlier ones may be; nothing when it was lost.
     */
    void reject(Lease lease);

    /** What a call answers whose lease was lost. */
    static UploadException lost() {
        return new UploadException.Unavailable(
                Problem.BUSY, "Another invocation has taken this file over since.", null);
    }
}
