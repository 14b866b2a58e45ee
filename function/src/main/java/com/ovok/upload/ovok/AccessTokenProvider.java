package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;

/** Provides access tokens of OVOK. Thread-safe. */
public interface AccessTokenProvider {

    /**
     * Returns a token that has not expired as far as this process can tell.
     *
     * @throws com.ovok.upload.UploadException if none is available
     */
    AccessToken token(Deadline deadline);

    /**
     * Returns a replacement for a token that OVOK rejected with 401.
     *
     * @throws com.ovok.upload.UploadException if none is available
     */
    AccessToken renewed(AccessToken refused, Deadline deadline);

    /** Called after OVOK accepted a call with {@code token}. By default does nothing. */
    default void accepted(AccessToken token) {}

    /**
     * Drops tokens and credentials, which must not enter a snapshot of the process. The next call fetches them again.
     */
    void forget();
}
