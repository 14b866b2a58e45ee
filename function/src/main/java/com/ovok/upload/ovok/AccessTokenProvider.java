package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;

/** Gives access tokens of OVOK. Thread-safe. */
public interface AccessTokenProvider {

    /**
     * A token that is good as far as is known.
     *
     * @throws com.ovok.upload.UploadException when there is none to be had
     */
    AccessToken token(Deadline deadline);

    /**
     * A token in place of one that OVOK answered 401 to.
     *
     * @throws com.ovok.upload.UploadException when there is none to be had
     */
    AccessToken renewed(AccessToken refused, Deadline deadline);

    /** Learns that a call passed with {@code token}. By default does nothing. */
    default void accepted(AccessToken token) {}

    /** Drops what must not be kept in a snapshot of the process; the next call gets it anew. */
    void forget();
}
