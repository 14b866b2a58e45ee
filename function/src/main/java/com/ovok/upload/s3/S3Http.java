package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.ClockSkew;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.InterimResponsesException;
import com.ovok.upload.http.TlsContext;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** The HTTP client for transfers from and to S3. Ends every exchange by its deadline. Thread-safe. */
public final class S3Http {
    private final DeadlineHttpClient http;
    private final ClockSkew skew = new ClockSkew();

    /**
     * Creates a client for concurrent use.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public S3Http(int maxConnections, TlsContext tls) {
        this.http = new DeadlineHttpClient(maxConnections, tls);
    }

    /** Returns the offset of this machine's clock, as learned from responses. */
    public ClockSkew skew() {
        return skew;
    }

    /** Closes the idle connections; later exchanges open new ones. */
    public void closeConnections() {
        http.closeConnections();
    }

    /**
     * Sends the request and returns the response with its body unread. At the deadline the connection is closed, even
     * during the transfer of a body.
     *
     * @throws IOException if no complete response head arrived
     * @throws UploadException.Unavailable if the deadline passed, or S3 sent too many interim responses
     */
    public S3Response send(HttpUriRequestBase request, Deadline deadline) throws IOException {
        try {
            return new S3Response(http.send(request, deadline));
        } catch (InterimResponsesException e) {
            throw new UploadException.Unavailable(Problem.UNAVAILABLE, "S3 sent " + e.getMessage() + ".", e);
        }
    }
}
