package com.ovok.upload.transfer;

import com.ovok.upload.UploadException;
import java.util.Locale;

/** The result of one transfer, as log lines and results name it. */
public enum Outcome {
    /** The document has its file. */
    COMPLETED,
    /** An earlier delivery completed the document; nothing was sent. */
    REPEATED,
    /** The document has the file of a later version of this object; nothing was sent. */
    SUPERSEDED,
    /** A service failed or the time ran out; the next delivery may succeed. */
    UNAVAILABLE,
    /** This file fails each time. */
    REJECTED,
    /** A setting, a credential or a permission is wrong; each file fails. */
    MISCONFIGURED;

    /** Returns the outcome for this failure. */
    public static Outcome of(UploadException failure) {
        return switch (failure) {
            case UploadException.Unavailable _ -> UNAVAILABLE;
            case UploadException.Rejected _ -> REJECTED;
            case UploadException.Misconfigured _ -> MISCONFIGURED;
        };
    }

    /** Returns the name in lower case. */
    public String logged() {
        return name().toLowerCase(Locale.ROOT);
    }
}
