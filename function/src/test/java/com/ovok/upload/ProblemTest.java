package com.ovok.upload;

import static com.ovok.upload.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

    @ParameterizedTest
    @EnumSource
    void everyMessagePointsToAHeadingOfTheReadme(Problem problem) throws IOException {
        UploadException failure = new UploadException.Rejected(problem, "Something happened.");

        assertThat(failure).hasMessage("Something happened. See README.md#" + problem.anchor());
        assertThat(headings()).as("a second heading would have another anchor").containsOnlyOnce(problem.anchor());
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemHasAnErrorStatusAndWords(Problem problem) {
        assertThat(problem.status()).isBetween(400, 599);
        assertThat(problem.title()).matches("[A-Z][a-z ]+");
    }

    @Test
    void theCauseStaysAttached() {
        IOException cause = new IOException("reset");

        assertThat(new UploadException.Unavailable(Problem.UNAVAILABLE, "x", cause))
                .hasCause(cause);
    }

    /** As GitHub makes anchors of them. */
    private static List<String> headings() throws IOException {
        return Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "").strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }
}
