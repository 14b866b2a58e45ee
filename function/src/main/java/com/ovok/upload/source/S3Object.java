package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Sequencer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An object as the source of one transfer. For one thread. */
final class S3Object implements Source {
    private final S3ObjectReader objects;
    private final SourceObject object;
    private final Sequencer sequencer;
    private final Sequencer upload;
    private final UnaryOperator<FileInfo> naming;
    private @Nullable S3Content opened;

    /**
     * An object that may have been opened already.
     *
     * @param sequencer its place among the versions that share one document; unknown if it has a document of its own
     * @param upload tells it from other uploads with the same id
     * @param naming what becomes of the name and the visibility that the object's metadata give
     */
    S3Object(
            S3ObjectReader objects,
            SourceObject object,
            Sequencer sequencer,
            Sequencer upload,
            UnaryOperator<FileInfo> naming,
            @Nullable S3Content opened) {
        this.objects = objects;
        this.object = object;
        this.sequencer = sequencer;
        this.upload = upload;
        this.naming = naming;
        this.opened = opened;
    }

    @Override
    public String id() {
        return sequencer.isKnown() ? object.keyId() : object.id();
    }

    @Override
    public Sequencer sequencer() {
        return sequencer;
    }

    @Override
    public Sequencer upload() {
        return sequencer.isKnown() ? Sequencer.NONE : upload;
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
        return RenamedContent.of(content, naming);
    }
}
