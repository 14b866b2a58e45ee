package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FileInfoTest {

    @ParameterizedTest
    @CsvSource({
        "cat.png,               image/png",
        "CAT.PNG,               image/png",
        "letters/scan 1.pdf,    application/pdf",
        "scan #1.pdf,           application/pdf",
        "#1.jpg,                image/jpeg",
        "archive.tar.gz,        application/gzip",
        "study.dcm,             application/dicom",
        "photo.HEIC,            image/heic",
        "notes.txt,             text/plain",
        "table.csv,             text/csv",
        "page.html,             text/html",
        "letter.docx,           application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "what.unknownext,       application/octet-stream",
        "noextension,           application/octet-stream",
        "endsInADot.,           application/octet-stream"
    })
    void guessesTheTypeByTheExtension(String path, String type) {
        assertThat(FileInfo.of(path, "", false).contentType()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/c.png, c.png",
        "c.png, c.png",
        "'a/ c.png ', c.png",
        "/c.png, c.png",
        "../c.png, c.png",
        "C:\\scans\\c.png, c.png"
    })
    void isNamedByTheLastSegment(String path, String name) {
        assertThat(FileInfo.of(path, "image/png", false).fileName()).isEqualTo(name);
    }

    @ParameterizedTest
    @EmptySource
    @ValueSource(
            strings = {
                " ",
                "a/",
                "a/ ",
                "a\\",
                ".",
                "a/..",
                "a\nb",
                "a\u0000b",
                "a\u007fb",
                "a\u0085b",
                "a\ud800b",
                "\udc00",
                "a\u202egpj.exe",
                "a\u202dgpj.exe"
            })
    void refusesANameThatCannotBeUsed(String path) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of(path, "image/png", false))
                .withMessageContaining("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u2068Müller.png\u2069", "\u200fדוח.png", "😀.png", "...", ".profile", "a\u0301.png"})
    void keepsANameInAnyScript(String name) {
        assertThat(FileInfo.of(name, "image/png", false).fileName()).isEqualTo(name);
    }

    @Test
    void aNameIsAsLongAsAKeyOfS3AtTheMost() {
        String longest = "ü".repeat(512);

        assertThat(FileInfo.of(longest, "image/png", false).fileName()).isEqualTo(longest);
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of(longest + "a", "image/png", false))
                .withMessageContaining("longer than 1024 bytes");
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of("a", "image/" + "p".repeat(1019), false))
                .withMessageContaining("longer than 1024 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,                               text/plain",
        "text/plain;charset=utf-8,                 text/plain",
        "image/png; name=\"marker.png\",           image/png",
        "application/vnd.api+json,                 application/vnd.api+json",
        "marker.png,                               ''",
        "a/b/marker,                               ''"
    })
    void showsTheMediaTypeWithoutParametersThatCouldNameTheFile(String type, String shown) {
        FileInfo file = FileInfo.of("cat.png", type, false);

        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.mediaType()).isEqualTo(shown);
        assertThat(file).hasToString("FileInfo[contentType=" + shown + ", isPublic=false]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png\r\nX-Other: 1", "a\u0000"})
    void refusesATypeThatWouldBreakTheForm(String type) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of("cat.png", type, false))
                .withMessageContaining("content type");
    }

    @Test
    void doesNotShowTheName() {
        assertThat(FileInfo.of("marker.png", "", true)).hasToString("FileInfo[contentType=image/png, isPublic=true]");
    }

    @Property
    void everyPathGivesAUsableNameOrIsRejected(@ForAll String path) {
        try {
            assertThat(FileInfo.of(path, "", false).fileName()).isNotBlank().doesNotContain("/", "\r", "\n");
        } catch (UploadException.Rejected e) {
            assertThat(e.problem()).isEqualTo(Problem.BAD_REQUEST);
        }
    }
}
