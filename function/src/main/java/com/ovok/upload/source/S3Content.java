package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.HttpHeaders;

/** The body of a {@code GetObject} response; a second {@link #stream()} reads the same version again. */
final class S3Content implements Content {
    private static final Set<String> FOLDER_TYPES = Set.of("application/x-directory", "httpd/unix-directory");

    private final S3ObjectReader source;
    private final SourceObject object;
    private final Deadline deadline;
    private final FileInfo file;
    private final long length;
    private final Optional<String> md5;
    private final Optional<Sequencer> modified;
    private S3Response response;
    private boolean spent;

    private S3Content(S3ObjectReader source, SourceObject object, Deadline deadline, S3Response response) {
        this.source = source;
        this.object = object;
        this.deadline = deadline;
        this.response = response;
        this.file = ObjectMetadata.fileInfo(object.key(), response);
        this.length = response.length();
        if (length < 0) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 returned the source object without its length.", null);
        }
        this.md5 = response.md5();
        this.modified = response.header(HttpHeaders.LAST_MODIFIED)
                .map(DateUtils::parseStandardDate)
                .map(Sequencer::at);
    }

    static S3Content open(S3ObjectReader source, SourceObject object, Deadline deadline) {
        S3Response response = source.get(object, deadline);
        try {
            String version = response.header("x-amz-version-id").orElse(null);
            SourceObject pinned = object.pinnedTo(version, response.eTag().orElse(null));
            return new S3Content(source, pinned, deadline, response);
        } catch (UploadException e) {
            response.close();
            throw e;
        }
    }

    /** Returns the object with the version id and the ETag at which it was read. */
    SourceObject pinned() {
        return object;
    }

    @Override
    public Optional<SourceObject> object() {
        return Optional.of(object);
    }

    /** Returns the time of storage as the order of versions; empty if S3 sent none. */
    Optional<Sequencer> modified() {
        return modified;
    }

    /** Returns whether this is an empty object that stands for a folder, as some file managers store it. */
    boolean isFolder() {
        return isFolder(length, file);
    }

    static boolean isFolder(long length, FileInfo file) {
        return length == 0 && FOLDER_TYPES.contains(file.mediaType());
    }

    @Override
    public FileInfo file() {
        return file;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Optional<String> md5() {
        return md5;
    }

    @Override
    public InputStream stream() throws IOException {
        if (spent) {
            close();
            response = source.get(object, deadline);
        }
        spent = true;
        return response.body();
    }

    /** Closes the connection unless the body was read to its end. */
    @Override
    public void close() {
        response.close();
    }
}
