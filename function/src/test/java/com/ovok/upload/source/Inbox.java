package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.WireServer;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.S3ObjectReader.Overwrite;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An S3 of scripted responses, read over a single connection: if it is not released, the next read fails. */
final class Inbox implements AutoCloseable {
    final WireServer s3 = new WireServer();
    private final S3Http http = new S3Http(1, TestTls.JDK);
    private final RetryPolicy retries;

    Inbox() throws IOException {
        this(Samples.once());
    }

    Inbox(RetryPolicy retries) throws IOException {
        this.retries = retries;
    }

    Content open() {
        return open(null, Samples.deadline());
    }

    Content open(@Nullable String eTag, Deadline deadline) {
        return new S3ObjectReader(
                        new S3Requests(http, TestAws.signer()),
                        new S3Endpoint(TestAws.endpoints(s3.url())),
                        Overwrite.NEW,
                        retries)
                .of(new SourceObject("inbox", Samples.OBJECT_KEY, null, eTag, null))
                .open(deadline);
    }

    @Override
    public void close() throws IOException {
        s3.close();
    }
}
