package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Samples;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectMetadataTest {
    private static final String NAME = "x-amz-meta-ovok-file-name";

    @ParameterizedTest
    @CsvSource({"UTF-8, Müller.pdf", "ISO-8859-1, Müller.pdf", "UTF-8, 東京.pdf"})
    void readsUnencodedNames(Charset charset, String name) {
        assertThat(info(charset, "k", NAME, name).fileName()).isEqualTo(name);
    }

    @Test
    void prefersNameInMetadata() {
        assertThat(info("letters/1.pdf", NAME, "2.pdf").fileName()).isEqualTo("2.pdf");
        assertThat(info("letters/1.pdf", NAME, "a/b%2Fc.pdf").fileName()).isEqualTo("c.pdf");
        assertThat(info("letters/1.pdf").fileName()).isEqualTo("1.pdf");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "yes,false", "1,false", "'',false"})
    void isPublicOnlyIfTrue(String value, boolean isPublic) {
        assertThat(info("k", "x-amz-meta-ovok-is-public", value).isPublic()).isEqualTo(isPublic);
        assertThat(info("k").isPublic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "binary/octet-stream", "application/octet-stream", "Application/Octet-Stream"})
    void guessesTypeInPlaceOfGenericOne(String declared) {
        assertThat(info("k.png", "Content-Type", declared).contentType()).isEqualTo("image/png");
        assertThat(info("k", NAME, "scan.pdf", "Content-Type", declared).contentType())
                .isEqualTo("application/pdf");
        assertThat(info("k.png").contentType()).isEqualTo("image/png");
    }

    @Test
    void keepsSpecificType() {
        assertThat(info("k.png", "Content-Type", "text/plain; charset=utf-8").contentType())
                .isEqualTo("text/plain; charset=utf-8");
    }

    private static FileInfo info(String key, String... namesAndValues) {
        return info(StandardCharsets.UTF_8, key, namesAndValues);
    }

    private static FileInfo info(Charset charset, String key, String... namesAndValues) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            head.append(namesAndValues[i] + ": " + namesAndValues[i + 1] + "\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(charset);
        try (WireServer s3 =
                        new WireServer().then(client -> client.getOutputStream().write(bytes));
                S3Response response = new S3Http(1, TestTls.JDK).send(new HttpGet(s3.url()), Samples.deadline())) {
            return ObjectMetadata.fileInfo(key, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
