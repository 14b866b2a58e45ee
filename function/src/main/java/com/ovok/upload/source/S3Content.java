package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.Closer;

/** The body of a {@code GetObject} answer; a second {@link #stream()} asks again for the very same version. */
final class S3Content implements Content {
    private final S3Source source;
    private final SourceObject object;
    private final Deadline deadline;
    private final FileInfo file;
    private final long length;
    private ClassicHttpResponse answer;
    private boolean spent;

    private S3Content(S3Source source, SourceObject object, Deadline deadline, ClassicHttpResponse answer) {
        this.source = source;
        this.object = object;
        this.deadline = deadline;
        this.answer = answer;
        this.file = ObjectMetadata.fileInfo(object.key(), answer);
        this.length = answer.getEntity().getContentLength();
    }

    static S3Content open(S3Source source, SourceObject object, Deadline deadline) {
        try {
            ClassicHttpResponse answer = source.get(object, deadline);
            return new S3Content(source, object.pinnedTo(answer), deadline, answer);
        } catch (IOException e) {
            throw unreachable(e);
        }
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
    public InputStream stream() throws IOException {
        if (spent) {
            close();
            try {
                answer = source.get(object, deadline);
            } catch (IOException e) {
                throw unreachable(e);
            }
        }
        spent = true;
        return answer.getEntity().getContent();
    }

    /** Drops the connection where the body was not read to its end. */
    @Override
    public void close() {
        Closer.closeQuietly(answer);
    }

    private static UploadException unreachable(IOException cause) {
        return new UploadException.Unavailable(
                Problem.UNAVAILABLE, "S3 could not be reached to read the source object.", cause);
    }
}
