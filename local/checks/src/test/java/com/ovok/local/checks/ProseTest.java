package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the words of {@link Prose} out of comments, documents and YAML files. */
class ProseTest {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".terraform");
    private static final List<String> ENDINGS = List.of(".java", ".md", ".yaml", ".yml");

    @Test
    void findsNoBannedWordInTheRepository() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(SamTemplate.ROOT)) {
            files = all.filter(ProseTest::isOurs).toList();
        }
        assertThat(files).contains(SamTemplate.ROOT.resolve("README.md"), SamTemplate.ROOT.resolve("template.yaml"));
        assertThat(files)
                .allSatisfy(
                        file -> assertThat(Prose.bannedWords(file.getFileName().toString(), Files.readString(file)))
                                .as("banned words; Prose.java lists them")
                                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A.java | // S3 answers. | answers",
                "A.java | /** Nobody reads. */ class A {} | Nobody",
                "A.java | /* This is no\\n * test. */ | is no",
                "A.java | // The same. | The same.",
                "a.md | OVOK carries files. | carries",
                "a.md | It is out of\\norder. | out of order",
                "a.yaml | # At the most five.\\n | At the most",
                "a.yaml | Description: Whoever reads. | Whoever",
            })
    void findsBannedWordsInProse(String file, String text, String word) {
        assertThat(Prose.bannedWords(file, text.replace("\\n", "\n"))).containsExactly(word);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A.java | String s = \"// nobody\";",
                "A.java | int answer = 1; // is read",
                "A.java | /** Returns {@code answer}. */",
                "A.java | // It is no longer open, and there is no other.",
                "A.java | // The record is not the same. Stop.",
                "a.md | Set `answer` to 1.",
                "a.md | ```\\nanswer\\n```\\n",
                "a.md | See [this](https://example.com/answer).",
            })
    void skipsCodeAndOtherWords(String file, String text) {
        assertThat(Prose.bannedWords(file, text.replace("\\n", "\n"))).isEmpty();
    }

    private static boolean isOurs(Path file) {
        for (Path part : SamTemplate.ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return ENDINGS.stream().anyMatch(file.toString()::endsWith) && Files.isRegularFile(file);
    }
}
