package com.ovok.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

class PercentEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "'',                        ''",
        "plain.pdf,                 plain.pdf",
        "M%C3%BCller%2b1.pdf,       Müller+1.pdf",
        "Müller%20%E6%9D%B1.pdf,    Müller 東.pdf",
        "%F0%9F%98%80,              😀",
        "100%25,                    100%",
        "%2541,                     %41",
        "a+b,                       a+b",
        "%EF%BF%BD,                 \ufffd"
    })
    void decodesUtf8(String text, String decoded) {
        assertThat(PercentEncoding.decode(text)).contains(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "100% sure", "%zz", "a%4", "M%FCller", "%C3", "%C3x%BC", "%ED%A0%80", "%41%", "%%41"})
    void rejectsLossyInput(String text) {
        assertThat(PercentEncoding.decode(text)).isEmpty();
    }

    @Property
    void decodesOutputOfEncoders(@ForAll String text) {
        String encoded = URLEncoder.encode(text, UTF_8).replace("+", "%20");

        assertThat(PercentEncoding.decode(encoded)).contains(new String(text.getBytes(UTF_8), UTF_8));
    }

    @Property
    void encodesAsTheSdkDoes(@ForAll String text) {
        assertThat(PercentEncoding.encode(text)).isEqualTo(SdkHttpUtils.urlEncode(text));
    }

    @Test
    void keepsUnreservedCharacters() {
        assertThat(PercentEncoding.encode("aZ09-._~")).isEqualTo("aZ09-._~");
        assertThat(PercentEncoding.encode("a b+*/ü")).isEqualTo("a%20b%2B%2A%2F%C3%BC");
    }
}
