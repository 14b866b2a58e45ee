package com.ovok.upload.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        plain.pdf                                       | plain.pdf
        two words.pdf                                   | two words.pdf
        M%C3%BCller%20%2B%201.pdf                       | Müller + 1.pdf
        Müller%20東.pdf                                 | Müller 東.pdf
        a+b.pdf                                         | a+b.pdf
        100%.pdf                                        | 100%.pdf
        100%25.pdf                                      | 100%.pdf
        20%Ende.pdf                                     | 20%Ende.pdf
        20%ab.pdf                                       | 20%ab.pdf
        M%FCller.pdf                                    | M%FCller.pdf
        %C3%BC%FC.pdf                                   | %C3%BC%FC.pdf
        =?UTF-8?B?TcO8bGxlci5wZGY=?=                    | Müller.pdf
        =?utf-8?b?TcO8bGxlci5wZGY=?=                    | Müller.pdf
        =?UTF-8?Q?M=C3=BCller_+_100%.pdf?=              | Müller + 100%.pdf
        =?utf-8?q?M=c3=bcller=2Epdf?=                   | Müller.pdf
        =?UTF-8*de?Q?M=C3=BCller.pdf?=                  | Müller.pdf
        =?ISO-8859-1?Q?M=FCller.pdf?=                   | Müller.pdf
        =?iso-2022-jp?B?GyRCRWw1fhsoQi5wZGY=?=          | 東京.pdf
        =?UTF-8?B?TcO8?= =?UTF-8?Q?ller?=.pdf           | Müller.pdf
        =?UTF-8?Q?a?=  =?UTF-8?Q?b?= c.pdf              | ab c.pdf
        Brief =?UTF-8?Q?M=C3=BCller?= 100%20.pdf        | Brief Müller 100%20.pdf
        =?UTF-8?Q?cost=24$1\\.pdf?=                     | cost$$1\\.pdf
        =?UTF-8?Q?a_b=5Fc?=                             | a b_c
        """)
    void decodesNamesOfClients(String value, String name) {
        assertThat(FileNames.decode(value)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        =?UTF-8?Q?M=C3?= =?UTF-8?Q?=BCller.pdf?=            | Müller.pdf
        =?UTF-8?B?TcM=?= =?utf-8?B?vGxsZXI=?=               | Müller
        =?UTF-8?B?TcM=?=   =?UTF-8?Q?=BCller?=              | Müller
        =?UTF-8?B?5g==?= =?UTF-8?B?nQ==?= =?UTF-8?B?sQ==?=  | 東
        =?UTF-8?Q?=F0=9F?==?UTF-8?Q?=98=80?=.png            | 😀.png
        =?UTF-8?Q?=C3?= =?ISO-8859-1?Q?=BC?=                | =?UTF-8?Q?=C3?=¼
        =?UTF-8?Q?=C3?= x =?UTF-8?Q?=BC?=                   | =?UTF-8?Q?=C3?= x =?UTF-8?Q?=BC?=
        """)
    void joinsWordsCutInsideACharacter(String value, String name) {
        assertThat(FileNames.decode(value)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?x-unknown?Q?a=20b?=",
                "=?un known?Q?a=20b?=",
                "=??Q?a=20b?=",
                "=?UTF-8?B?no base64?=",
                "=?UTF-8?B?TcO8b?=",
                "=?UTF-8?Q?bad=ZZ?=",
                "=?UTF-8?Q?bad=2?=",
                "=?UTF-8?Q?M=FCller?=",
                "=?US-ASCII?Q?M=FCller?=",
                "=?UTF-8?X?abc?=",
                "=?UTF-8?Q?cut off"
            })
    void keepsUndecodableWords(String value) {
        assertThat(FileNames.decode(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Müller.pdf", "Ärzte & Öl – größe.pdf", "東京.pdf", "ÄÖÜäöüß.pdf", "Zoë 😀.pdf", "naïve “x”.pdf"})
    void decodesUtf8ReadAsLatin1(String name) {
        String latin1 = new String(name.getBytes(UTF_8), ISO_8859_1);
        String words = "=?UTF-8?B?" + Base64.getEncoder().encodeToString(latin1.getBytes(UTF_8)) + "?=";

        assertThat(FileNames.decode(latin1)).as("raw").isEqualTo(name);
        assertThat(FileNames.decode(words)).as("encoded").isEqualTo(name);
        assertThat(FileNames.decode(new String(latin1.getBytes(UTF_8), ISO_8859_1)))
                .as("raw, twice")
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Müller.pdf", "größe.pdf", "ÄÖÜ.pdf"})
    void decodesUtf8ReadAsWindows1252(String name) {
        String windows = new String(name.getBytes(UTF_8), Charset.forName("windows-1252"));
        String words = "=?UTF-8?B?" + Base64.getEncoder().encodeToString(windows.getBytes(UTF_8)) + "?=";

        assertThat(FileNames.decode(words)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Müller.pdf",
                "ALEMÃ.pdf",
                "Ação é.pdf",
                "Ñandú.pdf",
                "Ünïcödé.pdf",
                "Ã.pdf",
                "»Ä«.pdf",
                "Nº 1 – 5 °C.pdf"
            })
    void keepsRealLatin1(String name) {
        assertThat(FileNames.decode(name)).isEqualTo(name);
    }

    @Property
    void losesNoCharacter(@ForAll String value) {
        if (value.indexOf('\ufffd') < 0 && !value.contains("%")) {
            assertThat(FileNames.decode(value)).doesNotContain("\ufffd");
        }
    }

    @Property(tries = 200)
    void decodesNamesEncodedByS3(
            @ForAll
                    @AlphaChars
                    @NumericChars
                    @Chars({'ä', '東', '+', '%', '=', '?', ' ', '$', '\\'})
                    @StringLength(min = 1, max = 30)
                    String text,
            @ForAll @IntRange(min = 1, max = 10) int cut) {
        String name = "n" + text + "n";
        byte[] utf8 = name.getBytes(UTF_8);

        assertThat(FileNames.decode("=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8) + "?="))
                .isEqualTo(name);
        StringBuilder quoted = new StringBuilder();
        StringBuilder words = new StringBuilder("=?UTF-8?Q?");
        for (int i = 0; i < utf8.length; i++) {
            quoted.append("=%02X".formatted(utf8[i]));
            words.append("=%02X".formatted(utf8[i])).append(i % cut == 0 ? "?= =?UTF-8?Q?" : "");
        }
        assertThat(FileNames.decode("=?UTF-8?Q?" + quoted + "?=")).isEqualTo(name);
        assertThat(FileNames.decode(words + "?=")).isEqualTo(name);
        assertThat(FileNames.decode(quoted.toString().replace('=', '%'))).isEqualTo(name);
    }
}
