package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkippedFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "folder/",
                "/",
                "x_$folder$",
                "a/b/x_$folder$",
                "_$folder$",
                ".DS_Store",
                "a/.ds_store",
                "._scan.pdf",
                "__MACOSX/a/._scan.pdf",
                "~$letter.docx",
                ".~lock.letter.odt#",
                "Thumbs.db",
                "THUMBS.DB",
                "pictures/ehthumbs.db",
                "desktop.ini",
                "Desktop.INI"
            })
    void skipsAuxiliaryFiles(String key) {
        assertThat(SkippedFiles.STANDARD.reason(key)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan.pdf",
                "._scan.pdf/scan.pdf",
                "x_$folder$/scan.pdf",
                "x_$folder$.pdf",
                "_scan.pdf",
                ".scan.pdf",
                "~letter.docx",
                "$letter.docx",
                "a~$letter.docx",
                "myThumbs.db",
                "Thumbs.db.pdf",
                "desktop.ini.txt",
                "DS_Store",
                "none"
            })
    void keepsOtherFiles(String key) {
        assertThat(SkippedFiles.STANDARD.reason(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tmp", "B.TMP", "dir/.tmp", "scan-1.part", "ÄRZTE.LOG", "a+b(1).[x]", "multi\nline.tmp"})
    void matchesPatternsOfSetting(String key) {
        assertThat(SkippedFiles.parse("*.tmp, scan-?.part,ärzte.log , a+b(1).[x]")
                        .reason(key))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tmp.pdf", "scan-10.part", "scan-.part", "aab(1).x", "Thumbs.db"})
    void matchesWholeNamesOnly(String key) {
        assertThat(SkippedFiles.parse("*.tmp, scan-?.part,ärzte.log , a+b(1).[x]")
                        .reason(key))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thumbs.db", "none", ""})
    void skipsNothingForNone(String key) {
        assertThat(SkippedFiles.parse("none")).isEqualTo(SkippedFiles.NONE);
        assertThat(SkippedFiles.parse("none").reason(key)).isEmpty();
    }
}
