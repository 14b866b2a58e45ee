package com.ovok.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern OUTPUT = Pattern.compile("\\boutput ([A-Z]\\w+)");
    private static final Pattern ALARM = Pattern.compile("`(\\w+Alarm)`");

    private final SamTemplate template = SamTemplate.read();

    @Test
    void everyCommandIsWellFormed() throws Exception {
        List<String> commands = found(SHELL).toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            Process bash =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            bash.getOutputStream().write(command.getBytes(UTF_8));
            bash.getOutputStream().close();
            String complaint = new String(bash.getInputStream().readAllBytes(), UTF_8);
            assertThat(bash.waitFor()).as("%s%n%s", complaint, command).isZero();
        }
    }

    @Test
    void everyOutputItAsksForIsOneOfTheStacks() throws IOException {
        assertThat(found(OUTPUT)).isNotEmpty().isSubsetOf(template.outputs());
    }

    @Test
    void everyAlarmOfTheStackIsExplained() throws IOException {
        assertThat(found(ALARM).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        template.all("AWS::CloudWatch::Alarm").keySet());
    }

    private static Stream<String> found(Pattern pattern) throws IOException {
        String runbook = Files.readString(SamTemplate.ROOT.resolve("docs/runbook.md"));
        return pattern.matcher(runbook).results().map((MatchResult result) -> result.group(1));
    }
}
