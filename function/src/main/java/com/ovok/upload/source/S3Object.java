package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Sequencer;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An object as the source of one transfer. Not thread-safe. */
final class S3Object implements Source {
    private final S3ObjectReader objects;
    private final SourceObject object;
    private final Sequencer sequencer;
    private final Sequencer upload;
    private final UnaryOperator<FileInfo> naming;
    private @Nullable S3Content opened;

    /**
     * Creates the source; the object may be open already.
     *
     * @param sequencer orders the versions that share one document; unknown if the version has its own document
     * @param upload distinguishes it from other uploads with the same id
     * @param naming changes the name and the visibility of the object's metadata
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
    public Optional<SourceObject> object() {
        return Optional.of(object);
    }

    /** Returns the open content on the first call. */
    @Override
    public Content open(Deadline deadline) {
        S3Content content = opened == null ? objects.open(object, deadline) : opened;
        opened = null;
        return RenamedContent.of(content, naming);
    }
}
