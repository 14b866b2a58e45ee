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

/** The body of a {@code GetObject} answer; a second {@link #stream()} asks again for the very same version. */
final class S3Content implements Content {
    private static final Set<String> FOLDER_TYPES = Set.of("application/x-directory", "httpd/unix-directory");

    private final S3ObjectReader source;
    private final SourceObject object;
    private final Deadline deadline;
    private final FileInfo file;
    private final long length;
    private final Optional<String> md5;
    private final Optional<Sequencer> modified;
    private S3Response answer;
    private boolean spent;

    private S3Content(S3ObjectReader source, SourceObject object, Deadline deadline, S3Response answer) {
        this.source = source;
        this.object = object;
        this.deadline = deadline;
        this.answer = answer;
        this.file = ObjectMetadata.fileInfo(object.key(), answer);
        this.length = answer.length();
        if (length < 0) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 answered the source object without its length.", null);
        }
        this.md5 = answer.md5();
        this.modified = answer.header(HttpHeaders.LAST_MODIFIED)
                .map(DateUtils::parseStandardDate)
                .map(Sequencer::at);
    }

    static S3Content open(S3ObjectReader source, SourceObject object, Deadline deadline) {
        S3Response answer = source.get(object, deadline);
        try {
            String version = answer.header("x-amz-version-id").orElse(null);
            SourceObject pinned = object.pinnedTo(version, answer.eTag().orElse(null));
            return new S3Content(source, pinned, deadline, answer);
        } catch (UploadException e) {
            answer.close();
            throw e;
        }
    }

    /** The object with the version id and the ETag that it was read at. */
    SourceObject object() {
        return object;
    }

    /** Orders the object's versions by the time at which they were stored; empty if S3 did not say. */
    Optional<Sequencer> modified() {
        return modified;
    }

    /** Whether this is the empty object that stands for a folder, as some file managers store it. */
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
            answer = source.get(object, deadline);
        }
        spent = true;
        return answer.body();
    }

    /** Drops the connection where the body was not read to its end. */
    @Override
    public void close() {
        answer.close();
    }
}
