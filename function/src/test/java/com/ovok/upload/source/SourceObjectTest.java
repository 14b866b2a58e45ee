package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.UploadException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceObjectTest {

    @Test
    void returnsSameIdForSameVersion() {
        assertThat(object("inbox", "k", "v1", "e1", "01").id())
                .matches("[0-9a-f]{32}")
                .isEqualTo(object("inbox", "k", "v1", "e1", null).id());
    }

    @ParameterizedTest
    @CsvSource({
        "inbox,k,v2,e1",
        "inbox,k,v1,e2",
        "inbox,k,v1,E1",
        "inbox,k,v1,",
        "inbox,k,,e1",
        "inbox,j,v1,e1",
        "other,k,v1,e1"
    })
    void returnsOtherIdForOtherObject(String bucket, String key, String version, String eTag) {
        assertThat(object(bucket, key, version, eTag, "01").id())
                .isNotEqualTo(object("inbox", "k", "v1", "e1", "01").id());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '\0',
            value = {
                "v,    \"e1\",                              v, e1",
                "v,    W/\"e1\",                            v, e1",
                "v,    06F1A78C4623B79885A4B5DC5452D86A-2,  v, 06f1a78c4623b79885a4b5dc5452d86a-2",
                "null, e1,                                  -, e1",
                "-,    e\u00e9,                            -, -"
            })
    void normalizesVersionAndETag(
            String version, String eTag, @Nullable String sameVersion, @Nullable String sameETag) {
        assertThat(object("inbox", "k", version, eTag, null).id())
                .isEqualTo(object("inbox", "k", sameVersion, sameETag, null).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800"})
    void rejectsKeyWithLoneSurrogate(String key) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> object("inbox", key, null, null, null))
                .withMessageContaining("a lone surrogate");
    }

    @Test
    void showsNeitherKeyNorBucket() {
        assertThat(object("marker-bucket", "marker-key", null, null, null).toString())
                .doesNotContain("marker")
                .matches("SourceObject\\[[0-9a-f]{32}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a/b", "a?b", "a#b", "../b", "a\nb", "a@b", "b:80", "bücket", "%2e", "..", "-a"})
    void rejectsInvalidBucket(String bucket) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> object(bucket, "k", null, null, null))
                .withMessageContaining("bucket");
    }

    @Test
    void rejectsEmptyKey() {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> object("inbox", "", null, null, null));
    }

    private static SourceObject object(
            String bucket, String key, @Nullable String version, @Nullable String eTag, @Nullable String sequencer) {
        return new SourceObject(bucket, key, version, eTag, sequencer);
    }
}
