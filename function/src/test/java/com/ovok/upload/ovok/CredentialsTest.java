package com.ovok.upload.ovok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accepted forms of a secret, and the messages about others. */
class CredentialsTest {
    private static final String ID = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0";
    private static final Credentials LOGIN = new Credentials.Login("up@example.com", "pä$$", UUID.fromString(ID));
    private static final String JSON =
            "{\"email\":\"up@example.com\",\"password\":\"pä$$\",\"clientId\":\"" + ID + "\"}";

    static final Charset[] ENCODINGS = {UTF_8, UTF_16LE, UTF_16BE, Charset.forName("UTF-32")};

    @ParameterizedTest
    @FieldSource("ENCODINGS")
    void acceptsEveryUnicodeEncoding(Charset encoding) {
        assertThat(Credentials.parse(JSON.getBytes(encoding))).isEqualTo(LOGIN);
        assertThat(Credentials.parse(("\ufeff" + JSON).getBytes(encoding))).isEqualTo(LOGIN);
    }

    static Stream<String> shapes() {
        String text = SignInServers.json(JSON);
        return Stream.of(
                "  \r\n" + JSON + "\r\n",
                JSON.replace("\"email\"", "\"email \"").replace("\"password\"", "\" password\\t\""),
                JSON.replace("clientId", "client_id").replace("email", "Email"),
                JSON.replace("clientId", "clientid").replace("email", "e-mail"),
                JSON.replace("clientId", "CLIENT ID").replace("password", "PASSWORD"),
                JSON.replace("clientId", "client-id").replace("{", "{\"host\":\"x\",\"accessToken\":\"\","),
                JSON.replace("up@", " up@").replace(ID, ID.toUpperCase(Locale.ROOT) + "\\n"),
                text,
                SignInServers.json(text),
                "{\"ovok\":" + text + "}",
                "{\"\":" + text + "}");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void acceptsUnambiguousShapes(String secret) {
        assertThat(Credentials.parse(secret.getBytes(UTF_8))).isEqualTo(LOGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accessToken", "access_token", "AccessToken ", "ACCESS_TOKEN"})
    void acceptsTokenInPlaceOfLogin(String name) {
        assertThat(parse("{\"" + name + "\":\" abc.def\\n\"}")).isEqualTo(new AccessToken("abc.def"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p\\n", " p", "p ", "p\\t", "\\u00a0p"})
    void keepsThePasswordExactly(String password) {
        String secret = JSON.replace("pä$$", password);

        assertThat(((Credentials.Login) parse(secret)).password()).hasSize(2).contains("p");
    }

    @Test
    void reportsSpaceAroundPassword() {
        assertThat(((Credentials.Login) parse(JSON.replace("pä$$", "p\\n"))).isPadded())
                .isTrue();
        assertThat(((Credentials.Login) parse(JSON.replace("pä$$", "p p"))).isPadded())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                          | is empty",
                "`  `                                        | is empty",
                "marker                                      | is not JSON (line 1, column 1)",
                "{email:marker,password:marker}              | is not JSON (line 1, column 2)",
                "'{\"email\":\"marker\"}'                    | is not JSON (line 1, column 1)",
                "{“email”:“marker”}                          | is not JSON (line 1, column 4)",
                "[\"marker\"]                                | is not a JSON object",
                "7                                           | is not a JSON object",
                "null                                        | is not a JSON object",
                "\"marker\"                                  | is not JSON (line 1, column 1)",
                "{}                                          | has no \"email\", \"password\", \"clientId\"; it has"
                        + " none of these fields",
                "{\"email\":\"marker\",\"Password \":\"marker\"} | has no \"clientId\"; it has \"email\", \"Password\"",
                "{\"username\":\"marker\",\"password\":\"\"} | has no \"email\", \"password\", \"clientId\"; it has"
                        + " \"username\", \"password\"",
                "{\"marker\":\"password\",\"email\":null}    | has no \"email\", \"password\", \"clientId\"; it has"
                        + " \"email\" and 1 with other names",
                "{\"clientId\":\"a\",\"client_id\":\"b\",\"email\":\"c\",\"password\":\"d\"} | has more than one"
                        + " \"clientId\", written as \"clientId\", \"client_id\"",
                "{\"clientId\":\"marker\",\"email\":\"c\",\"password\":\"d\"} | has a \"clientId\" that is not a UUID",
                "{\"clientId\":\"a\",\"email\":\"c\",\"password\":12345678}  | has a \"password\" that is not text;"
                        + " put it in quotes",
                "{\"accessToken\":7}                         | has a \"accessToken\" that is not text; put it in"
                        + " quotes",
                "{\"accessToken\":\"Bearer marker\"}         | has an \"accessToken\" that is not a bearer token:"
                        + " remove spaces and the word \"Bearer\""
            })
    void reportsErrorsWithoutValues(String secret, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> parse(secret))
                .withMessage(message)
                .withMessageNotContaining("marker")
                .withNoCause();
    }

    @Test
    void reportsMisreadUtf16() {
        String misread = new String(("\ufeff" + JSON).getBytes(UTF_16LE), ISO_8859_1);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> parse(misread))
                .withMessageContaining("UTF-16 that was read as UTF-8");
    }

    @Test
    void reportsBytesThatAreNotText() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Credentials.parse(new byte[] {'{', '"', (byte) 0xc3, '('}))
                .withNoCause();
    }

    private static Credentials parse(String secret) {
        return Credentials.parse(secret.getBytes(UTF_8));
    }
}
