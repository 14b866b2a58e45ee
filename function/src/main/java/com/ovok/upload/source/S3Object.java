package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Sequencer;
import org.jspecify.annotations.Nullable;

/** An object as the source of one transfer. For one thread. */
final class S3Object implements Source {
    private final S3Source objects;
    private final SourceObject object;
    private final @Nullable Sequencer order;
    private @Nullable S3Content opened;

    /**
     * An object that may have been opened already.
     *
     * @param order the object's place among the versions that share one document; null or unknown if it has its own
     */
    S3Object(S3Source objects, SourceObject object, @Nullable Sequencer order, @Nullable S3Content opened) {
        this.objects = objects;
        this.object = object;
        this.order = order;
        this.opened = opened;
    }

    private boolean isOrdered() {
        return order != null && order.isKnown();
    }

    @Override
    public String id() {
        return isOrdered() ? object.keyId() : object.id();
    }

    @Override
    public Sequencer sequencer() {
        return order == null ? Sequencer.NONE : order;
    }

    @Override
    public Sequencer upload() {
        return isOrdered() ? Sequencer.NONE : object.upload();
    }

    @Override
    public String bucket() {
        return object.bucket();
    }

    @Override
    public String key() {
        return object.key();
    }

    /** Gives what is open already, once. */
    @Override
    public Content open(Deadline deadline) {
        S3Content content = opened == null ? objects.open(object, deadline) : opened;
        opened = null;
        return content;
    }
}
