package com.ovok.upload.post;

import static com.ovok.upload.Samples.base64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ovok.upload.Samples;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostPolicyTest {
    private static final PostPolicy ANYTHING = new PostPolicy(Instant.MAX, 0, 5L << 30);

    @Test
    void readsExpirationAndSize() {
        assertThat(PostPolicy.parse(Samples.policy()))
                .isEqualTo(new PostPolicy(
                        Instant.parse("2999-01-02T04:04:05Z"),
                        0,
                        104_857_600,
                        Set.of("x-amz-algorithm", "x-amz-credential", "x-amz-date")));
    }

    @Test
    void readsFractionsOfSeconds() {
        assertThat(PostPolicy.parse(base64("{\"expiration\":\"2026-01-02T04:04:05.678Z\",\"conditions\":[]}"))
                        .expiration())
                .isEqualTo("2026-01-02T04:04:05.678Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"conditions\":{}}",
                "{\"conditions\":[[],[1,2,3],\"text\",null,{\"content-length-range\":[1,2]},[[\"content-length-range\"]]]}"
            })
    void allowsEverythingByDefault(String policy) {
        assertThat(PostPolicy.parse(base64(policy))).isEqualTo(ANYTHING);
    }

    @Test
    void usesNarrowestRange() {
        PostPolicy policy = PostPolicy.parse(base64("""
            {"conditions":[["content-length-range",5,100],["content-length-range","10",200]]}\
            """));

        assertThat(policy).isEqualTo(new PostPolicy(Instant.MAX, 10, 100));
    }

    @Test
    void limitsRangeToOnePost() {
        assertThat(PostPolicy.parse(base64("{\"conditions\":[[\"content-length-range\",0,999999999999999]]}")))
                .isEqualTo(ANYTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no base64!", "AAAA", "e30", "e30==="})
    void rejectsOtherTexts(String field) {
        if (field.equals("e30")) {
            assertThat(PostPolicy.parse(field)).isEqualTo(ANYTHING);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> PostPolicy.parse(field));
        }
    }

    @Property
    void rejectsAnyTextAlike(@ForAll("garbage") String field) {
        try {
            PostPolicy policy = PostPolicy.parse(field);
            assertThat(policy.maxLength()).isLessThanOrEqualTo(PostPolicy.MAX_POST);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).isExactlyInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 200)
    void rejectsDamagedPoliciesAlike(@ForAll @IntRange(max = 400) int at, @ForAll char put) {
        StringBuilder text = new StringBuilder(new String(Base64.getDecoder().decode(Samples.policy()), UTF_8));
        text.setCharAt(at % text.length(), put);
        rejectsAnyTextAlike(base64(text.toString()));
    }

    @Provide
    static Arbitrary<String> garbage() {
        Arbitrary<String> json = Arbitraries.strings()
                .withChars("{}[]\":,0123456789-+.eE conditionsexpirationcontent-length-rangeTZ")
                .ofMaxLength(120)
                .map(Samples::base64);
        Arbitrary<String> range = Arbitraries.of("-1", "1e400", "9".repeat(40), "null", "\"x\"", "[]", "{}", "0.5")
                .map(bound -> base64("{\"conditions\":[[\"content-length-range\"," + bound + "," + bound + "]]}"));
        Arbitrary<String> time = Arbitraries.strings()
                .withChars("0123456789-:TZ+. ")
                .ofMaxLength(30)
                .map(text -> base64("{\"expiration\":\"" + text + "\"}"));
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(200), json, range, time);
    }

    @Test
    void reportsUpcomingExpiry() {
        PostPolicy policy = new PostPolicy(Instant.EPOCH.plusSeconds(30), 0, 1);
        InstantSource now = InstantSource.fixed(Instant.EPOCH);

        assertThat(policy.expiresWithin(Duration.ofSeconds(30), now)).isFalse();
        assertThat(policy.expiresWithin(Duration.ofSeconds(31), now)).isTrue();
        assertThat(ANYTHING.expiresWithin(Duration.ofDays(100_000), now)).isFalse();
    }

    @Test
    void saysHowLongFormIsValid() {
        InstantSource now = InstantSource.fixed(Instant.EPOCH);

        assertThat(new PostPolicy(Instant.EPOCH.plusSeconds(30), 0, 1).validFor(now))
                .hasValue(Duration.ofSeconds(30));
        assertThat(new PostPolicy(Instant.EPOCH, 0, 1).validFor(now)).isEmpty();
        assertThat(ANYTHING.validFor(now)).as("without an expiration").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, false", "5, true", "10, true", "11, false"})
    void allowsLengthsWithinRange(long length, boolean allowed) {
        assertThat(new PostPolicy(Instant.MAX, 5, 10).allows(length)).isEqualTo(allowed);
    }

    @Test
    void rejectsDeepNesting() {
        String deep = "[".repeat(100_000);
        assertThatIllegalArgumentException().isThrownBy(() -> PostPolicy.parse(base64("{\"conditions\":" + deep)));
    }
}
