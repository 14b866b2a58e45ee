package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SequencerTest {

    @Property
    void sortsLikeNumbers(@ForAll("numbers") String one, @ForAll("numbers") String other) {
        int expected = new BigInteger(one, 16).compareTo(new BigInteger(other, 16));
        String sortable = Sequencer.parse(one).sortable();

        assertThat(Integer.signum(sortable.compareTo(Sequencer.parse(other).sortable())))
                .isEqualTo(expected);
        assertThat(Sequencer.parse(other).isAtMost(sortable)).isEqualTo(expected >= 0);
    }

    @Provide
    static Arbitrary<String> numbers() {
        return Arbitraries.strings()
                .withChars("0123456789abcdefABCDEF")
                .ofMinLength(1)
                .ofMaxLength(80);
    }

    @ParameterizedTest
    @CsvSource({
        "617f08299329d189,   0064D3901D00059242",
        "0055AED6DCD90281E5, 0064D3901D00059242",
        "FF,                 100",
        "00ff,               0100",
        "9,                  a",
        "0,                  1"
    })
    void ordersNumbersOfDifferentLengths(String earlier, String later) {
        assertThat(Sequencer.parse(earlier).isAtMost(Sequencer.parse(later).sortable()))
                .isTrue();
        assertThat(Sequencer.parse(later).isAtMost(Sequencer.parse(earlier).sortable()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0055aed6, 55AED6", "000, 0", "' 0A ', a"})
    void ignoresCaseLeadingZerosAndSpace(String one, String other) {
        assertThat(Sequencer.parse(one).number())
                .isEqualTo(Sequencer.parse(other).number());
        assertThat(Sequencer.parse(one).sortable())
                .isEqualTo(Sequencer.parse(other).sortable());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "xyz", "0x12", "12-34", "-1", "1.5", "١٢", "12\n34"})
    void ignoresOtherTexts(@Nullable String text) {
        assertThat(Sequencer.parse(text)).isEqualTo(Sequencer.NONE);
    }

    @Test
    void ignoresVeryLongTexts() {
        assertThat(Sequencer.parse("1".repeat(1024)).isKnown()).isTrue();
        assertThat(Sequencer.parse("1".repeat(1025))).isEqualTo(Sequencer.NONE);
    }

    @Test
    void ordersTimesBetweenNoneAndNumbers() {
        String time = Sequencer.at(Instant.parse("2026-11-27T00:00:00Z")).sortable();

        assertThat(Sequencer.at(Instant.parse("2026-11-26T23:59:59Z")).isAtMost(time))
                .isTrue();
        assertThat(Sequencer.at(Instant.parse("2026-11-27T00:00:01Z")).isAtMost(time))
                .isFalse();
        assertThat(Sequencer.parse("0").isAtMost(time)).isFalse();
        assertThat(Sequencer.NONE.isAtMost(time)).isTrue();
        assertThat(time).isLessThan(Sequencer.parse("0").sortable());
    }
}
