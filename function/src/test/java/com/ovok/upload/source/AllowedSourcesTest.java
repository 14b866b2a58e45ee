package com.ovok.upload.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedSourcesTest {
    private final AllowedSources allowed = AllowedSources.parse("scans,letters/2026/");

    @ParameterizedTest
    @CsvSource({"scans, a.dcm", "letters, 2026/a.pdf", "letters, 2026/..a.pdf", "letters, 2026/a/b"})
    void allowsObjectsBelowPrefixes(String bucket, String key) {
        SourceObject object = object(bucket, key);

        assertThat(allowed.require(object)).isSameAs(object);
    }

    @ParameterizedTest
    @CsvSource({
        "scans2, a",
        "scan, s/a",
        "letters, a",
        "letters, 2026",
        "letters, 20261/a",
        "letters, x/2026/a",
        "letters, 2026/../secret",
        "letters, 2026/a/..",
        "scans, ../letters/a"
    })
    void rejectsOtherObjects(String bucket, String key) {
        refused(allowed, object(bucket, key));
    }

    @Test
    void rejectsAllObjectsByDefault() {
        refused(new AllowedSources(List.of()), object("scans", "a"));
    }

    private static void refused(AllowedSources allowed, SourceObject object) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> allowed.require(object))
                .extracting(UploadException::problem)
                .isEqualTo(Problem.SOURCE_NOT_ALLOWED);
    }

    private static SourceObject object(String bucket, String key) {
        return new SourceObject(bucket, key, null, null, null);
    }
}
