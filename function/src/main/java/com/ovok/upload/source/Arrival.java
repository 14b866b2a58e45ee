package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An object that arrived. Decides which upload it is, and whether it is a file; reads the object if the event is not
 * sufficient. Not thread-safe.
 */
public final class Arrival implements AutoCloseable {
    private static final Set<Problem> OUT_OF_REACH = EnumSet.of(
            Problem.SOURCE_NOT_FOUND, Problem.SOURCE_CHANGED, Problem.SOURCE_ARCHIVED, Problem.SOURCE_ENCRYPTED);

    private final S3ObjectReader objects;
    private final SourceObject object;
    private final SkippedFiles skipped;
    private final boolean ordered;
    private final UnaryOperator<FileInfo> naming;
    private @Nullable S3Content opened;

    /**
     * Creates an arrival.
     *
     * @param ordered whether all versions of the object share one document and must be ordered
     * @param naming changes the name and the visibility of the object's metadata
     */
    Arrival(
            S3ObjectReader objects,
            SourceObject object,
            SkippedFiles skipped,
            boolean ordered,
            UnaryOperator<FileInfo> naming) {
        this.objects = objects;
        this.object = object;
        this.skipped = skipped;
        this.ordered = ordered;
        this.naming = naming;
    }

    /** Returns the object as the event names it. */
    public Source source() {
        return source(object, object.upload(), null);
    }

    private Source source(SourceObject named, Sequencer order, @Nullable S3Content content) {
        return new S3Object(objects, named, ordered ? order : Sequencer.NONE, order, naming, content);
    }

    /**
     * Returns the file with its final id; empty, with a log line, if the object is skipped.
     *
     * @throws UploadException if the object must be read and cannot be
     */
    public Optional<Source> identify(Deadline deadline) {
        Optional<String> reason = skipped.reason(object.key());
        if (reason.isPresent()) {
            return skip(object, reason.get());
        }
        return saysEnough() ? Optional.of(source()) : read(deadline);
    }

    /** Only an empty object can be a folder marker. */
    private boolean saysEnough() {
        boolean mayBeFolder = object.size() == null || object.size() == 0;
        return isIdentified() && !mayBeFolder;
    }

    private boolean isIdentified() {
        return ordered ? object.upload().isKnown() : object.eTag() != null;
    }

    private Optional<Source> read(Deadline deadline) {
        try {
            close();
            S3Content content = objects.open(object, deadline);
            opened = content;
            SourceObject pinned = object.eTag() == null ? content.pinned() : object;
            return content.isFolder()
                    ? skip(pinned, "a folder")
                    : Optional.of(source(pinned, order(pinned, content), content));
        } catch (UploadException.Rejected e) {
            if (isIdentified() && OUT_OF_REACH.contains(e.problem())) {
                // The ledger may contain the document of an object that can no longer be read.
                return Optional.of(source());
            }
            throw e;
        }
    }

    /** Falls back to the time of storage if nothing else distinguishes versions or uploads. */
    private Sequencer order(SourceObject pinned, S3Content content) {
        boolean unknown = !pinned.upload().isKnown() && (ordered || pinned.eTag() == null);
        return unknown ? content.modified().orElse(Sequencer.NONE) : pinned.upload();
    }

    static <T> Optional<T> skip(SourceObject object, String reason) {
        Log.info("event skipped", Map.of("reason", reason, "source", object.id()));
        return Optional.empty();
    }

    /** Closes the object if it was read and not used. */
    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
