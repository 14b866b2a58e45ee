package com.ovok.upload.post;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.content;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FormEntityTest {
    private static final String BOUNDARY = "ovok-0";

    @Test
    void writesFieldsInOrderAndFileLast() throws IOException {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("key", "binary/1");
        fields.put("Policy", "eyJ9");
        fields.put("bucket", "b");
        FormEntity form = form(fields, content("meow"));

        assertThat(form.getContentType()).isEqualTo("multipart/form-data; boundary=ovok-0");
        assertThat(bytes(form)).asString(UTF_8).isEqualTo("""
            --ovok-0\r
            Content-Disposition: form-data; name="key"\r
            \r
            binary/1\r
            --ovok-0\r
            Content-Disposition: form-data; name="Policy"\r
            \r
            eyJ9\r
            --ovok-0\r
            Content-Disposition: form-data; name="bucket"\r
            \r
            b\r
            --ovok-0\r
            Content-Disposition: form-data; name="file"; filename="cat.png"\r
            Content-Type: image/png\r
            \r
            meow\r
            --ovok-0--\r
            """);
    }

    @Test
    void writesEmptyFileAsEmptyPart() throws IOException {
        assertThat(bytes(form(new LinkedHashMap<>(), content(""))))
                .asString(UTF_8)
                .isEqualTo("""
                    --ovok-0\r
                    Content-Disposition: form-data; name="file"; filename="cat.png"\r
                    Content-Type: image/png\r
                    \r
                    \r
                    --ovok-0--\r
                    """);
    }

    @Test
    void encodesNamesLikeBrowsers() throws IOException {
        SequencedMap<String, String> fields = new LinkedHashMap<>(Map.of("a\"\r\nb", "c\"\r\nd Ä"));
        Content content = content("Mül\"ler 東京.png", new byte[0]);

        assertThat(bytes(form(fields, content)))
                .asString(UTF_8)
                .contains("name=\"a%22%0D%0Ab\"\r\n\r\nc\"\r\nd Ä\r\n")
                .contains("filename=\"Mül%22ler 東京.png\"\r\n");
    }

    @Test
    void usesNewBoundaryPerForm() {
        PresignedPost post = Samples.post(URI.create("https://s3.example.com/b"));

        assertThat(new FormEntity(post, content("x"), false).getContentType())
                .startsWith("multipart/form-data; boundary=ovok-")
                .isNotEqualTo(new FormEntity(post, content("x"), false).getContentType());
    }

    @Property
    void declaresWrittenLength(
            @ForAll("fields") SequencedMap<String, String> fields,
            @ForAll("fileNames") String fileName,
            @ForAll @Size(max = 3000) byte[] file)
            throws IOException {
        FormEntity form = form(fields, content(fileName, file));

        assertThat(bytes(form)).hasSize(Math.toIntExact(form.getContentLength()));
        assertThat(new String(bytes(form), ISO_8859_1))
                .endsWith("\r\n\r\n" + new String(file, ISO_8859_1) + "\r\n--ovok-0--\r\n");
    }

    @Property(tries = 100)
    void keepsEveryValue(@ForAll("fields") SequencedMap<String, String> fields) throws IOException {
        String written = new String(bytes(form(fields, content("x"))), UTF_8);

        int at = 0;
        for (String value : fields.values()) {
            at = written.indexOf("\"\r\n\r\n" + new String(value.getBytes(UTF_8), UTF_8) + "\r\n--ovok-0\r\n", at);
            assertThat(at).isNotNegative();
        }
    }

    @Provide
    static Arbitrary<SequencedMap<String, String>> fields() {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars('"', '\r', '\n', '%', 'ä', '-').ofMaxLength(20));
        return Arbitraries.maps(text, text).ofMaxSize(8).map(LinkedHashMap::new);
    }

    @Provide
    static Arbitrary<String> fileNames() {
        return Arbitraries.strings()
                .excludeChars('\u2028')
                .ofMinLength(1)
                .ofMaxLength(60)
                .filter(FormEntityTest::isFileName);
    }

    private static boolean isFileName(String name) {
        try {
            return new FileInfo(name, "image/png", false).fileName().equals(name);
        } catch (UploadException.Rejected e) {
            return false;
        }
    }

    @Test
    void acceptsFieldsOf20KB() throws IOException {
        int rest = bytes(form(new LinkedHashMap<>(Map.of("key", "")), content(""))).length;
        String value = "v".repeat(FormEntity.MAX_FIELDS - rest);

        assertThat(form(new LinkedHashMap<>(Map.of("key", value)), content("x".repeat(100)))
                        .getContentLength())
                .isEqualTo(20 * 1024 + 100);
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> form(new LinkedHashMap<>(Map.of("key", value + "v")), content("")))
                .withMessageContaining("20 KB");
    }

    @Test
    void failsIfSourceEndsEarly() {
        assertThatExceptionOfType(FormEntity.SourceBrokeOff.class)
                .isThrownBy(() ->
                        bytes(form(new LinkedHashMap<>(), source(10, new ByteArrayInputStream(new byte[9])))));
    }

    @Test
    void failsIfSourceExceedsItsLength() {
        assertThatExceptionOfType(FormEntity.SourceBrokeOff.class)
                .isThrownBy(() ->
                        bytes(form(new LinkedHashMap<>(), source(10, new ByteArrayInputStream(new byte[11])))));
    }

    @Test
    void failsWithCauseOfSource() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
                return read();
            }
        };
        InputStream source = new SequenceInputStream(new ByteArrayInputStream(new byte[5]), failing);

        assertThatExceptionOfType(FormEntity.SourceBrokeOff.class)
                .isThrownBy(() -> bytes(form(new LinkedHashMap<>(), source(10, source))))
                .withStackTraceContaining("disk on fire");
    }

    @Test
    void computesDigestOfFileOnRequest() throws IOException {
        FormEntity form = form(new LinkedHashMap<>(Map.of("key", "k")), content("meow"));
        bytes(form);
        FormEntity other = new FormEntity(Samples.post(URI.create("https://s3.example.com/b")), content("x"), false);
        bytes(other);

        assertThat(form.digest()).contains("4a4be40c96ac6314e91d93f38043a634");
        assertThat(other.digest()).isEmpty();
    }

    private static Content source(long length, InputStream stream) {
        return new Content() {
            @Override
            public FileInfo file() {
                return CAT;
            }

            @Override
            public long length() {
                return length;
            }

            @Override
            public Optional<String> md5() {
                return Optional.empty();
            }

            @Override
            public InputStream stream() {
                return stream;
            }

            @Override
            public void close() {
                throw new AssertionError("closed by the form, which does not own it");
            }
        };
    }

    private static FormEntity form(SequencedMap<String, String> fields, Content content) {
        PostPolicy policy = new PostPolicy(Instant.MAX, 0, PostPolicy.MAX_POST);
        PresignedPost post = new PresignedPost(URI.create("https://s3.example.com/b"), fields, policy);
        return new FormEntity(post, content, true, BOUNDARY);
    }

    private static byte[] bytes(FormEntity form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.writeTo(out);
        form.close();
        return out.toByteArray();
    }
}
