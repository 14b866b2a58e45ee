package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void returnsEqualValuesForEqualParts() {
        assertThat(Fingerprint.of("a", "b")).matches("[0-9a-f]{32}").isEqualTo(Fingerprint.of("a", "b"));
        assertThat(Fingerprint.of(new byte[] {1})).isEqualTo(Fingerprint.of(new byte[] {1}));
    }

    @Test
    void distinguishesDivisionsOfAText() {
        assertThat(Fingerprint.of("ab", "c"))
                .isNotEqualTo(Fingerprint.of("a", "bc"))
                .isNotEqualTo(Fingerprint.of("abc"))
                .isNotEqualTo(Fingerprint.of("ab", "c", ""));
    }
}
