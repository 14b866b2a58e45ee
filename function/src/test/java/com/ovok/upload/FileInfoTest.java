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
        "photo.jfif,            image/jpeg",
        "photo.HEIC,            image/heic",
        "photo.heif,            image/heif",
        "photo.avif,            image/avif",
        "photo.webp,            image/webp",
        "photo.jp2,             image/jp2",
        "slide.svs,             image/tiff",
        "slide.tif,             image/tiff",
        "archive.tar.gz,        application/gzip",
        "archive.zip,           application/zip",
        "archive.7z,            application/x-7z-compressed",
        "study.dcm,             application/dicom",
        "study.DICOM,           application/dicom",
        "brain.nii,             application/x-nifti",
        "brain.nii.gz,          application/gzip",
        "brain.nrrd,            application/x-nrrd",
        "sleep.edf,             application/x-edf",
        "message.hl7,           x-application/hl7-v2+er7",
        "patient.json,          application/json",
        "patient.fhir.json,     application/fhir+json",
        "patient.fhir.xml,      application/fhir+xml",
        "patients.ndjson,       application/x-ndjson",
        "document.cda,          application/xml",
        "ccd.xml,               application/xml",
        "visit.ics,             text/calendar",
        "doctor.vcf,            text/vcard",
        "mail.eml,              message/rfc822",
        "mail.msg,              application/vnd.ms-outlook",
        "signed.p7m,            application/pkcs7-mime",
        "notes.txt,             text/plain",
        "notes.md,              text/markdown",
        "device.log,            text/plain",
        "table.csv,             text/csv",
        "page.html,             text/html",
        "letter.doc,            application/msword",
        "letter.docx,           application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "table.xlsx,            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "letter.odt,            application/vnd.oasis.opendocument.text",
        "heart.avi,             video/x-msvideo",
        "heart.mp4,             video/mp4",
        "heart.mov,             video/quicktime",
        "heart.mkv,             video/x-matroska",
        "heart.wmv,             video/x-ms-wmv",
        "heart.mp3,             audio/mpeg",
        "heart.m4a,             audio/mp4",
        "heart.opus,            audio/ogg",
        "knee.stl,              model/stl",
        "what.unknownext,       application/octet-stream",
        "noextension,           application/octet-stream",
        "dcm,                   application/octet-stream",
        "endsInADot.,           application/octet-stream"
    })
    void guessesTypeFromExtension(String path, String type) {
        assertThat(FileInfo.of(path, "", false).contentType()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "application/octet-stream",
                "Application/Octet-Stream",
                "application/octet-stream;charset=UTF-8",
                "application/octet-stream; name=\"scan.bin\"",
                "binary/octet-stream; charset=binary",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "application/unknown",
                "application/force-download",
                "*/*",
                "image/*",
                "undefined",
                "null",
                "none/",
                "/png",
                "image",
                "image / jpeg",
                "image//jpeg",
                "image/jpeg/x",
                "image/jpeg, image/tiff",
                "application/octet-stream, application/pdf",
                "image/jpeg image/tiff",
                "[image/jpeg]",
                "\"image/jpeg\"",
                "bild/jpäg",
                "a\tb",
                "image/jpeg\r\nX-Other: 1",
                "image/jpeg;\r\nX-Other: 1",
                "a\u0000"
            })
    void guessesTypeInPlaceOfGenericOne(String declared) {
        assertThat(FileInfo.of("cat.png", declared, false).contentType()).isEqualTo("image/png");
        assertThat(FileInfo.of("cat", declared, false).contentType()).isEqualTo("application/octet-stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "image/jpeg                            | image/jpeg",
                "IMAGE/JPEG                            | image/jpeg",
                "application/vnd.api+json              | application/vnd.api+json",
                "x-application/hl7-v2+er7              | x-application/hl7-v2+er7",
                "text/plain;charset=utf-8              | text/plain;charset=utf-8",
                "Text/Plain; charset=UTF-8             | text/plain; charset=UTF-8",
                "text/plain ; charset=utf-8            | text/plain; charset=utf-8",
                "text/plain; a=b; c=\"d;e\"             | text/plain; a=b; c=\"d;e\"",
                "text/plain; a=\"b\\\"c\"               | text/plain; a=\"b\\\"c\"",
                "text/plain;                           | text/plain",
                "text/plain; charset=                  | text/plain",
                "text/plain; charset                   | text/plain",
                "text/plain; name=\"cut off            | text/plain",
                "text/plain; name=\"Müller\"           | text/plain",
                "text/plain; a=b, image/png            | text/plain"
            })
    void keepsSpecificDeclaredType(String declared, String type) {
        assertThat(FileInfo.of("cat.png", declared, false).contentType()).isEqualTo(type);
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
    void takesNameFromLastSegment(String path, String name) {
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
    void rejectsUnusableNames(String path) {
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
    void limitsNamesToS3KeyLength() {
        String longest = "ü".repeat(512);

        assertThat(FileInfo.of(longest, "image/png", false).fileName()).isEqualTo(longest);
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of(longest + "a", "image/png", false))
                .withMessageContaining("longer than 1024 bytes");
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> FileInfo.of("a", "image/png;name=" + "p".repeat(1010), false))
                .withMessageContaining("longer than 1024 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,                               text/plain",
        "text/plain;charset=utf-8,                 text/plain",
        "image/png; name=\"marker.png\",           image/png",
        "application/vnd.api+json,                 application/vnd.api+json"
    })
    void omitsParametersOfMediaType(String type, String shown) {
        FileInfo file = FileInfo.of("cat.png", type, false);

        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.mediaType()).isEqualTo(shown);
        assertThat(file).hasToString("FileInfo[contentType=" + shown + ", isPublic=false]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png\r\nX-Other: 1", "a\u0000", " "})
    void rejectsTypesThatBreakTheForm(String type) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> new FileInfo("cat.png", type, false))
                .withMessageContaining("content type");
    }

    @Test
    void doesNotShowTheName() {
        assertThat(FileInfo.of("marker.png", "", true)).hasToString("FileInfo[contentType=image/png, isPublic=true]");
    }

    @Property
    void acceptsOrRejectsAnyPath(@ForAll String path) {
        try {
            assertThat(FileInfo.of(path, "", false).fileName()).isNotBlank().doesNotContain("/", "\r", "\n");
        } catch (UploadException.Rejected e) {
            assertThat(e.problem()).isEqualTo(Problem.BAD_REQUEST);
        }
    }
}
