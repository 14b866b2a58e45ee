package com.ovok.upload.post;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The body of the form: the fields in their order, then the file as the last part.
 *
 * <p>The length is computed from the pieces that are sent. Memory is one buffer, whatever the file's length.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 * @see <a href="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data">How
 *     browsers write forms</a>
 */
public final class FormEntity extends AbstractHttpEntity {
    /** S3's limit on a form without its file, in bytes. */
    static final int MAX_FIELDS = 20 * 1024;
    /** In bytes. Below 64 KiB the copy costs up to twice the CPU time. */
    private static final int BUFFER = 128 * 1024;

    private final byte[] head;
    private final byte[] tail;
    private final Content content;
    private final @Nullable MessageDigest digest;
    private boolean written;

    /**
     * Creates a form with a random boundary.
     *
     * @param digests whether {@link #digest()} will be called
     */
    public FormEntity(PresignedPost post, Content content, boolean digests) {
        this(post, content, digests, "ovok-" + UUID.randomUUID());
    }

    FormEntity(PresignedPost post, Content content, boolean digests, String boundary) {
        super("multipart/form-data; boundary=" + boundary, null);
        this.content = content;
        this.digest = digests ? md5() : null;
        this.head = head(post, content, boundary);
        this.tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        if (head.length + tail.length > MAX_FIELDS) {
            throw new UploadException.Unavailable(
                    Problem.OVOK_FAULT, "OVOK returned form fields above S3's limit of 20 KB.", null);
        }
    }

    private static byte[] head(PresignedPost post, Content content, String boundary) {
        StringBuilder form = new StringBuilder();
        post.fields()
                .forEach((name, value) -> part(form, boundary, quoted(name))
                        .append("\r\n\r\n")
                        .append(value)
                        .append("\r\n"));
        part(form, boundary, "\"file\"; filename=" + quoted(content.file().fileName()))
                .append("\r\nContent-Type: ")
                .append(content.file().contentType())
                .append("\r\n\r\n");
        return form.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder part(StringBuilder form, String boundary, String name) {
        return form.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=")
                .append(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22") + '"';
    }

    @Override
    public long getContentLength() {
        return head.length + content.length() + tail.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(head);
        copy(out);
        out.write(tail);
        out.flush();
        written = true;
    }

    /** Reads the source to its end, which releases its connection and verifies the length. */
    private void copy(OutputStream out) throws IOException {
        byte[] buffer = new byte[Math.clamp(content.length(), 1, BUFFER)];
        InputStream in = content.stream();
        long left = content.length();
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            left -= read;
            if (left < 0) {
                throw new SourceBrokeOff(null);
            }
            out.write(buffer, 0, read);
            if (digest != null) {
                digest.update(buffer, 0, read);
            }
        }
        if (left > 0) {
            throw new SourceBrokeOff(null);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws SourceBrokeOff {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new SourceBrokeOff(e);
        }
    }

    /** Returns the MD5 digest of the file's bytes as sent; empty if it was not computed. Can be called once. */
    Optional<String> digest() {
        return Optional.ofNullable(digest).map(md5 -> HexFormat.of().formatHex(md5.digest()));
    }

    /** Returns whether the whole form was sent. */
    boolean isWritten() {
        return written;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5.", e);
        }
    }

    /** The source failed or had another length; the upload's own connection is intact. */
    static final class SourceBrokeOff extends IOException {
        SourceBrokeOff(@Nullable IOException cause) {
            super("the source does not have its declared length", cause);
        }
    }

    /** Used for one attempt; the next attempt opens the source again. */
    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("The form cannot be read, only written.");
    }

    @Override
    public void close() {
        // The transfer owns the content and may need it for another attempt.
    }
}
