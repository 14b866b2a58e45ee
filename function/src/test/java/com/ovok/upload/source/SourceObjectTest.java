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
    void everyDeliveryOfTheSameVersionHasTheSameId() {
        assertThat(object("inbox", "k", "v1", "e1", "01").id())
                .matches("[0-9a-f]{32}")
                .isEqualTo(object("inbox", "k", "v1", "e1", "02").id());
    }

    @ParameterizedTest
    @CsvSource({
        "inbox,k,v2,e1,01",
        "inbox,j,v1,e1,01",
        "other,k,v1,e1,01",
        "inbox,k,,e1,01",
        "inbox,k,,e2,01",
        "inbox,k,,e1,02"
    })
    void anotherVersionKeyOrBucketHasAnotherId(String bucket, String key, String version, String eTag, String order) {
        assertThat(object(bucket, key, version, eTag, order).id())
                .isNotEqualTo(object("inbox", "k", "v1", "e1", "01").id())
                .isNotEqualTo(object("inbox", "k", null, "e1", "03").id());
    }

    @Test
    void showsNeitherKeyNorBucketAsText() {
        assertThat(object("marker-bucket", "marker-key", null, null, null).toString())
                .doesNotContain("marker")
                .matches("SourceObject\\[[0-9a-f]{32}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a/b", "a?b", "a#b", "../b", "a\nb", "a@b", "b:80", "bücket", "%2e", "..", "-a"})
    void refusesABucketThatIsNoName(String bucket) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> object(bucket, "k", null, null, null))
                .withMessageContaining("bucket");
    }

    @Test
    void refusesAnEmptyKey() {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> object("inbox", "", null, null, null));
    }

    private static SourceObject object(
            String bucket, String key, @Nullable String version, @Nullable String eTag, @Nullable String sequencer) {
        return new SourceObject(bucket, key, version, eTag, sequencer);
    }
}
