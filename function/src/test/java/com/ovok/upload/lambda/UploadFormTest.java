package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms of programs old and new; one character stands for each byte. */
class UploadFormTest {
    private static final String TYPE = "multipart/form-data; boundary=x";
    private static final String FILE = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n";
    private static final Gateway GATEWAY = Gateway.HTTP_API;

    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    @ParameterizedTest
    @EnumSource
    void decodesTransferEncodingOfFile(Gateway gateway) throws IOException {
        for (List<String> encoded : List.of(
                List.of("base64", "bWVvdw=="),
                List.of("BASE64", "bWVv\r\n dw==\r\n"),
                List.of("base64", "bWVvdw"),
                List.of("quoted-printable", "me=6F=77"),
                List.of("Quoted-Printable", "me=\r\now"),
                List.of("quoted-printable", "me= \t\r\no=\nw"),
                List.of("quoted-printable", "meo=77"),
                List.of("binary", "meow"),
                List.of("8bit", "meow"),
                List.of("7BIT", "meow"))) {
            String headers = FILE + "Content-Transfer-Encoding: " + encoded.getFirst() + "\r\n";
            ObjectNode event = gateway.post(TYPE, form(headers + "\r\n" + encoded.getLast()));
            assertThat(api.created(gateway, event).content()).as("%s", encoded).isEqualTo("meow");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWronglyEncodedPart(Gateway gateway) {
        for (List<String> encoded : List.of(
                List.of("base64", "me*w"),
                List.of("base64", "bWVvd"),
                List.of("base64", "-_+/"),
                List.of("quoted-printable", "me=zz"),
                List.of("quoted-printable", "me=6"),
                List.of("quoted-printable", "meow="),
                List.of("x-uuencode", "meow"),
                List.of("marker", "meow"))) {
            String headers = FILE + "Content-Transfer-Encoding: " + encoded.getFirst() + "\r\n";
            ObjectNode event = gateway.post(TYPE, form(headers + "\r\n" + encoded.getLast()));
            assertThat(api.refused(gateway, event, 400, "bad-request")).contains("Content-Transfer-Encoding");
        }
    }

    @ParameterizedTest
    @EnumSource
    void decodesTransferEncodingOfField(Gateway gateway) throws IOException {
        ObjectNode event = gateway.post(
                TYPE,
                form(
                        FILE + "\r\nmeow",
                        field("fileName", "Content-Transfer-Encoding: base64\r\n", "TcO8bGxlci50eHQ="),
                        field("isPublic", "Content-Transfer-Encoding: quoted-printable\r\n", "tru=65")));
        assertThat(api.created(gateway, event).fileName()).isEqualTo("Müller.txt");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsPartThatIsNotTheFile(Gateway gateway) {
        for (String header : List.of(
                "Content-Encoding: gzip",
                "content-encoding: identity, br",
                "Content-Type: multipart/mixed; boundary=y")) {
            ObjectNode event = gateway.post(TYPE, form(FILE + header + "\r\n\r\nmeow"));
            api.refused(gateway, event, 415, "unsupported-media-type");
        }
    }

    /** The parameters of a part, and the file name that they result in. */
    static final List<Arguments> NAMES = List.of(
            Arguments.of("filename=\"a.txt\"; filename*=UTF-8''%C3%BC.txt", "ü.txt"),
            Arguments.of("filename*=UTF-8''%C3%BC.txt; filename=\"a.txt\"", "ü.txt"),
            Arguments.of("FileName*=utf-8'de'%C3%BC.txt;FILENAME=a.txt", "ü.txt"),
            Arguments.of("filename*=ISO-8859-1''M%FCller.txt; filename=a.txt", "Müller.txt"),
            Arguments.of("filename*= UTF-8''b.txt; filename=a.txt", "b.txt"),
            Arguments.of("filename* =UTF-8''b.txt; filename=a.txt", "b.txt"),
            Arguments.of("filename*=UTF-8''A-%2541.txt", "A-%41.txt"),
            Arguments.of("filename*=UTF-8''%C3%BC.txt; filename=\"M\u00fcller.txt\"", "ü.txt"),
            Arguments.of("filename=a.txt; filename*=UTF-8''bad%2", "a.txt"),
            Arguments.of("filename=a.txt; filename*=UTF-8'bad%2", "a.txt"),
            Arguments.of("filename*=UTF-8''%zz.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''M%FCller.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''%C0%AF.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=no-such-charset''b.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=''b.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''; filename=a.txt", "a.txt"),
            Arguments.of("filename*=b.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=\"UTF-8''b c.txt\"; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''" + "x".repeat(900) + "%C3%BC.txt", "x".repeat(900) + "ü.txt"),
            Arguments.of("filename*= \"UTF-8''b.txt\"; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''a%00b.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename*=UTF-8''M\u00fcller.txt; filename=a.txt", "a.txt"),
            Arguments.of("filename=a.txt; filename*", "a.txt"),
            Arguments.of("filename=a.txt; filename*0=b; filename*1=.txt", "a.txt"),
            Arguments.of("filename=\"a;b=c.txt\"", "a;b=c.txt"),
            Arguments.of("filename=\"a; filename*=UTF-8''b.txt\"", "a; filename*=UTF-8''b.txt"),
            Arguments.of("filename=\"say \\\"hi\\\".txt\"", "say \"hi\".txt"),
            Arguments.of("filename=\"say %22hi%22.txt\"", "say \"hi\".txt"),
            Arguments.of("filename=\"C:\\scans\\a.txt\"", "a.txt"),
            Arguments.of("filename=\"C:\\\\scans\\\\a.txt\"", "a.txt"),
            Arguments.of("filename=\"M\u00c3\u00bcller.txt\"", "Müller.txt"),
            Arguments.of("filename=\"=?UTF-8?B?TcO8bGxlci50eHQ=?=\"", "Müller.txt"),
            Arguments.of("filename=\"=?iso-8859-1?Q?M=FCller.txt?=\"", "Müller.txt"),
            Arguments.of("filename=a,b.txt", "a,b.txt"),
            Arguments.of("; ;filename = a.txt ;;", "a.txt"));

    @ParameterizedTest
    @FieldSource("NAMES")
    void prefersExtendedFileName(String parameters, String name) throws IOException {
        ObjectNode event = GATEWAY.post(
                TYPE, form("Content-Disposition: form-data; name=\"file\"; " + parameters + "\r\n\r\nmeow"));

        assertThat(api.created(GATEWAY, event).fileName()).isEqualTo(name);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFileWithoutUsableName(Gateway gateway) {
        for (String parameters : List.of(
                "filename*=UTF-8''bad%2",
                "filename=a.txt; filename=b.txt",
                "filename*=UTF-8''a; filename*=UTF-8''b",
                "filename=\"M\u00fcller.txt\"",
                "filename=\"\u00c0\u00af.txt\"",
                "filename=\"\u00ed\u00a0\u0080.txt\"",
                "filename=\"M\u00ef\u00bf\u00bdller.txt\"",
                "filename=\"=?UTF-8?Q?M=FCller?=\"",
                "filename=\"a\u0000b.txt\"")) {
            String part = "Content-Disposition: form-data; name=\"file\"; " + parameters + "\r\n\r\nmeow";
            api.refused(gateway, gateway.post(TYPE, form(part)), 400, "bad-request");
        }
    }

    /** The places in which a form can declare the charset of a Latin-1 name. */
    static Stream<Arguments> charsets() {
        String latin1 = "Content-Disposition: form-data; name=\"file\"; filename=\"M\u00fcller.txt\"\r\n\r\nmeow";
        String named = field("fileName", "", "M\u00fcller.txt");
        String own = field("fileName", "Content-Type: text/plain; charset=\"ISO-8859-1\"\r\n", "M\u00fcller.txt");
        String charset = field("_charset_", "", "iso-8859-1");
        String utf8 = field("_charset_", "", "utf-8");
        return Stream.of(
                        Arguments.of(TYPE, form(latin1, charset)),
                        Arguments.of(TYPE, form(charset, FILE + "\r\nmeow", named)),
                        Arguments.of(TYPE + "; charset=windows-1252", form(latin1)),
                        Arguments.of(TYPE + "; charset=utf-8", form(latin1, charset)),
                        Arguments.of(TYPE, form(FILE + "\r\nmeow", own, utf8)))
                .flatMap(one ->
                        Stream.of(Gateway.values()).map(gateway -> Arguments.of(gateway, one.get()[0], one.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void readsNamesInDeclaredCharset(Gateway gateway, String type, byte[] form) throws IOException {
        assertThat(api.created(gateway, gateway.post(type, form)).fileName()).isEqualTo("Müller.txt");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFieldsOutsideTheirCharset(Gateway gateway) {
        for (String part : List.of(
                field("fileName", "", "M\u00fcller.txt"),
                field("fileName", "Content-Type: text/plain; charset=us-ascii\r\n", "M\u00c3\u00bcller.txt"),
                field("fileName", "Content-Type: text/plain; charset=no-such\r\n", "a.txt"),
                field("_charset_", "", "no-such"),
                field("_charset_", "", "a b"),
                field("_charset_", "", "\u00fc"),
                field("isPublic", "", "\u00fc"))) {
            ObjectNode event = gateway.post(TYPE, form(FILE + "\r\nmeow", part));
            api.refused(gateway, event, 400, "bad-request");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsFoldedHeaders(Gateway gateway) throws IOException {
        for (String headers : List.of(
                "Content-Disposition: form-data;| name='file';|\tfilename='a.txt'|Content-Type: text/x|",
                "Content-Disposition:| form-data; name='file'; filename='a.txt'|Content-Type:|\t \ttext/x|",
                "Content-Type: text/x|Content-Disposition: form-data| ; name=file| ; filename=a.txt|",
                "content-disposition : form-data; name=file; filename=a.txt|Content-Type\t: text/x|")) {
            byte[] form = form((headers + "|meow").replace("|", "\r\n").replace('\'', '"'));
            ApiTester.Document document = api.created(gateway, gateway.post(TYPE, form));
            assertThat(document).isEqualTo(new ApiTester.Document("a.txt", "text/x", "meow"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsFoldInNameAsSpace(Gateway gateway) throws IOException {
        String part = "Content-Disposition: form-data; name=\"file\"; filename=\"a\r\n\t b.txt\"\r\n\r\nmeow";

        assertThat(api.created(gateway, gateway.post(TYPE, form(part))).fileName())
                .isEqualTo("a b.txt");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsMalformedHeaders(Gateway gateway) {
        for (String value : List.of("%ff", "\\\"", "\\", ";", "=", "\"", "a=b;", "\r\n ")) {
            String part = "Content-Disposition: form-data; name=file; filename*=UTF-8''" + value.repeat(1_000);
            api.refused(gateway, gateway.post(TYPE, form(part + "\r\n\r\nmeow")), 400, "bad-request");
        }
    }

    private static String field(String name, String headers, String content) {
        return "Content-Disposition: form-data; name=%s\r\n%s\r\n%s".formatted(name, headers, content);
    }

    private static byte[] form(String... parts) {
        String body = Stream.of(parts).map(part -> "--x\r\n" + part + "\r\n").reduce("", String::concat);
        return (body + "--x--\r\n").getBytes(ISO_8859_1);
    }
}
