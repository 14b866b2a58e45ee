package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Samples;
import com.ovok.upload.WireServer;
import com.ovok.upload.s3.S3Answer;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectMetadataTest {
    private static final String NAME = "x-amz-meta-ovok-file-name";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plain.pdf                                       | plain.pdf
        two words.pdf                                   | two words.pdf
        M%C3%BCller%20%2B%201.pdf                       | Müller + 1.pdf
        a+b.pdf                                         | a+b.pdf
        100%.pdf                                        | 100%.pdf
        100%25.pdf                                      | 100%.pdf
        20%Ende.pdf                                     | 20%Ende.pdf
        20%ab.pdf                                       | 20%ab.pdf
        =?UTF-8?B?TcO8bGxlci5wZGY=?=                    | Müller.pdf
        =?utf-8?b?TcO8bGxlci5wZGY=?=                    | Müller.pdf
        =?UTF-8?Q?M=C3=BCller_+_100%.pdf?=              | Müller + 100%.pdf
        =?utf-8?q?M=c3=bcller=2Epdf?=                   | Müller.pdf
        =?ISO-8859-1?Q?M=FCller.pdf?=                   | Müller.pdf
        =?UTF-8?B?TcO8?= =?UTF-8?Q?ller?=.pdf           | Müller.pdf
        =?UTF-8?Q?a?=  =?UTF-8?Q?b?= c.pdf              | ab c.pdf
        =?UTF-8?Q?cost=24$1\\.pdf?=                     | cost$$1\\.pdf
        =?x-unknown?Q?a=20b?=                           | =?x-unknown?Q?a=20b?=
        =?UTF-8?B?no base64?=                           | =?UTF-8?B?no base64?=
        =?UTF-8?Q?bad=ZZ?=                              | =?UTF-8?Q?bad=ZZ?=
        """)
    void readsNamesAsClientsWriteThem(String value, String name) {
        assertThat(ObjectMetadata.decode(value)).isEqualTo(name);
    }

    @Property(tries = 200)
    void readsWhatS3MakesOfNamesOutsideAscii(
            @ForAll
                    @AlphaChars
                    @NumericChars
                    @Chars({'ä', '東', '+', '%', '=', '?', ' ', '$', '\\'})
                    @StringLength(min = 1, max = 30)
                    String text) {
        String name = "n" + text + "n";
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);

        assertThat(ObjectMetadata.decode("=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8) + "?="))
                .isEqualTo(name);
        StringBuilder quoted = new StringBuilder();
        for (byte b : utf8) {
            quoted.append("=%02X".formatted(b));
        }
        assertThat(ObjectMetadata.decode("=?UTF-8?Q?" + quoted + "?=")).isEqualTo(name);
        assertThat(ObjectMetadata.decode(quoted.toString().replace('=', '%'))).isEqualTo(name);
    }

    @Test
    void theNameInTheMetadataGoesBeforeTheKeyAndIsNoPath() {
        assertThat(info("letters/1.pdf", NAME, "2.pdf").fileName()).isEqualTo("2.pdf");
        assertThat(info("letters/1.pdf", NAME, "a/b%2Fc.pdf").fileName()).isEqualTo("c.pdf");
        assertThat(info("letters/1.pdf").fileName()).isEqualTo("1.pdf");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "yes,false", "1,false", "'',false"})
    void onlyTrueMakesItPublic(String value, boolean isPublic) {
        assertThat(info("k", "x-amz-meta-ovok-is-public", value).isPublic()).isEqualTo(isPublic);
        assertThat(info("k").isPublic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "binary/octet-stream", "application/octet-stream", "Application/Octet-Stream"})
    void aTypeThatSaysNothingIsGuessedByTheExtensionOfTheName(String declared) {
        assertThat(info("k.png", "Content-Type", declared).contentType()).isEqualTo("image/png");
        assertThat(info("k", NAME, "scan.pdf", "Content-Type", declared).contentType())
                .isEqualTo("application/pdf");
        assertThat(info("k.png").contentType()).isEqualTo("image/png");
    }

    @Test
    void aTypeThatSaysSomethingIsKept() {
        assertThat(info("k.png", "Content-Type", "text/plain; charset=utf-8").contentType())
                .isEqualTo("text/plain; charset=utf-8");
    }

    private static FileInfo info(String key, String... namesAndValues) {
        String[] lines = new String[namesAndValues.length / 2];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = namesAndValues[2 * i] + ": " + namesAndValues[2 * i + 1];
        }
        try (WireServer s3 = new WireServer().then(WireServer.answer(200, "", lines));
                S3Answer answer = new S3Http(1).send(new HttpGet(s3.url()), Samples.deadline())) {
            return ObjectMetadata.fileInfo(key, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
