package com.ovok.upload.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.MoreCollectors;
import com.ovok.upload.Fingerprint;
import com.ovok.upload.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell function of docs/runbook.md computes the ids that log lines and ledger items have. */
class RunbookSourceIdTest {
    private static final Pattern SOURCE_ID = Pattern.compile("(?ms)^(part\\(\\).*?^source_id\\(\\) \\{.*?^})$");
    private static final Pattern LEFT_OUT = Pattern.compile("leave `([^`]+)` out of the function");

    @ParameterizedTest
    @CsvSource({
        "inbox, a.pdf, a.pdf, 1, 06f1a78c4623b79885a4b5dc5452d86a",
        "my.inbox, 2026/Knäckebrot + 100 %.pdf, 2026/Kn%C3%A4ckebrot+%2B+100+%25.pdf, 3HL4kqtJvjVBH40Nrjfkd, e-2",
        "inbox, back\\\\slash 'quoted' $HOME, back%5C%5Cslash+%27quoted%27+%24HOME, null, e",
        "inbox, a.pdf, a.pdf, '', e"
    })
    void namesSourcesLikeTheLog(String bucket, String key, String keyInEvents, String version, String eTag)
            throws Exception {
        String function = onlyMatch(SOURCE_ID);

        assertThat(run(function, bucket, keyInEvents, version, eTag))
                .isEqualTo(new SourceObject(bucket, key, version, eTag, "0A").id());
        assertThat(run(function.replace(onlyMatch(LEFT_OUT), ""), bucket, keyInEvents, version, eTag))
                .isEqualTo(Fingerprint.of(bucket, key));
    }

    private static String run(String function, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", function + "\nsource_id \"$@\"", "bash"));
        command.addAll(List.of(arguments));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.strip();
    }

    private static String onlyMatch(Pattern pattern) throws IOException {
        String runbook = Files.readString(Samples.ROOT.resolve("docs/runbook.md"));
        return pattern.matcher(runbook)
                .results()
                .collect(MoreCollectors.onlyElement())
                .group(1);
    }
}
