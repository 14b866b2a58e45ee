package com.ovok.local;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares comments, documents and YAML files with {@link Prose}. The baseline lists how many banned words a file still
 * has, by the file's name, so that moving a file changes nothing. {@code -Dprose.write=true} writes it anew.
 */
class ProseTest {
    private static final Path BASELINE = Path.of("src", "test", "resources", "prose-baseline.txt");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".terraform");
    private static final List<String> ENDINGS = List.of(".java", ".md", ".yaml", ".yml");

    @Test
    void noFileHasMoreBannedWordsThanItsBaseline() throws IOException {
        Map<String, Integer> found = found();
        if (Boolean.getBoolean("prose.write")) {
            Files.writeString(BASELINE, written(found));
        }
        Map<String, Integer> allowed = allowed();

        found.values().removeIf(count -> count == 0);
        assertThat(found)
                .as("banned words by file; Prose.java lists them")
                .allSatisfy((file, count) -> assertThat(count).isLessThanOrEqualTo(allowed.getOrDefault(file, 0)));
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

    private static Map<String, Integer> found() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SamTemplate.ROOT)) {
            for (Path file : files.filter(ProseTest::isOurs).toList()) {
                String name = file.getFileName().toString();
                int count = Prose.bannedWords(name, Files.readString(file)).size();
                found.merge(name, count, Integer::sum);
            }
        }
        assertThat(found).containsKeys("README.md", "template.yaml", "ProseTest.java");
        return found;
    }

    private static boolean isOurs(Path file) {
        for (Path part : SamTemplate.ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return ENDINGS.stream().anyMatch(file.toString()::endsWith) && Files.isRegularFile(file);
    }

    private static Map<String, Integer> allowed() throws IOException {
        Map<String, Integer> allowed = new TreeMap<>();
        for (String line : Files.readAllLines(BASELINE)) {
            String[] parts = line.split(" ", 2);
            allowed.put(parts[1], Integer.valueOf(parts[0]));
        }
        return allowed;
    }

    private static String written(Map<String, Integer> found) {
        return found.entrySet().stream()
                .filter(file -> file.getValue() > 0)
                .map(file -> file.getValue() + " " + file.getKey() + "\n")
                .collect(joining());
    }
}
