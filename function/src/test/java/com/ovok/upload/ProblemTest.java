package com.ovok.upload;

import static com.ovok.upload.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    private static final Pattern ENTRY = Pattern.compile("(?ms)^## (.*?)\n(.*?)(?=^## |\\z)");
    private static final Pattern PARTS =
            Pattern.compile("(?s)\\*\\*Symptom:\\*\\* .+\\*\\*Reason:\\*\\* .+\\*\\*Solution:\\*\\* .+");

    @ParameterizedTest
    @EnumSource
    void linksMessagesToEntries(Problem problem) {
        assertThat(new UploadException.Rejected(problem, "Something happened."))
                .hasMessage("Something happened. See docs/troubleshooting.md#" + problem.anchor());
    }

    /** A second heading of the same name would have another anchor. */
    @Test
    void hasOneEntryPerProblem() throws IOException {
        List<String> anchors = Stream.of(Problem.values()).map(Problem::anchor).toList();

        assertThat(headings()).containsExactlyInAnyOrderElementsOf(anchors);
    }

    @Test
    void hasThreePartsPerEntry() throws IOException {
        List<String> complete = ENTRY.matcher(troubleshooting())
                .results()
                .filter(entry -> PARTS.matcher(entry.group(2)).find())
                .map(entry -> entry.group(1))
                .toList();

        assertThat(headings()).isEqualTo(complete);
    }

    @ParameterizedTest
    @EnumSource
    void hasErrorStatusAndTitlePerProblem(Problem problem) {
        assertThat(problem.status()).isBetween(400, 599);
        assertThat(problem.title()).matches("[A-Z][a-z ]+");
    }

    /** A request with a wrong method has no operation in the description. */
    @ParameterizedTest
    @EnumSource
    void hasAStatusOfTheUploadApi(Problem problem) throws IOException {
        assertThat(statuses()).contains(Integer.toString(problem.status()));
    }

    @Test
    void keepsTheCause() {
        IOException cause = new IOException("reset");

        assertThat(new UploadException.Unavailable(Problem.UNAVAILABLE, "x", cause))
                .hasCause(cause);
    }

    /** Returns the anchors that GitHub gives to the headings, without the title's. */
    private static List<String> headings() throws IOException {
        return troubleshooting()
                .lines()
                .filter(line -> line.matches("#{2,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "").strip().toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
    }

    /** Returns the statuses that docs/upload-api.yaml describes, and that of a wrong method. */
    private static List<String> statuses() throws IOException {
        Path description = ROOT.resolve("docs/upload-api.yaml");
        return Stream.concat(
                        new YAMLMapper()
                                .readTree(description.toFile()).findValues("responses").stream()
                                        .flatMap(responses -> responses.properties().stream())
                                        .map(response -> response.getKey()),
                        Stream.of("405"))
                .toList();
    }

    private static String troubleshooting() throws IOException {
        return Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    }
}
