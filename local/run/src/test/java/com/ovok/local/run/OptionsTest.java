package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    @TempDir
    Path root;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void createEvents() throws IOException {
        Files.createDirectory(root.resolve("events"));
        Files.createFile(root.resolve("events/s3-put.json"));
        Files.createFile(root.resolve("events/other.json"));
        Files.createFile(elsewhere.resolve("own.json"));
        Files.createFile(elsewhere.resolve("scan 1.pdf"));
    }

    @Test
    void sendsSampleByDefault() throws ExitException {
        Options options = parse("--event=", "--file=", "--serve=false");
        assertThat(options.event()).isEqualTo(root.resolve("events/s3-put.json"));
        assertThat(options.file()).isEmpty();
        assertThat(options.serve()).isFalse();
    }

    @Test
    void findsProjectEventsFromAnyDirectory() throws ExitException {
        assertThat(parse("--event=events/other.json").event()).isEqualTo(root.resolve("events/other.json"));
    }

    @Test
    void resolvesPathsAgainstUsersDirectory() throws ExitException {
        Options options = parse("--event=own.json", "--file=scan 1.pdf", "--serve=true");
        assertThat(options.event()).isEqualTo(elsewhere.resolve("own.json"));
        assertThat(options.file()).contains(elsewhere.resolve("scan 1.pdf"));
        assertThat(options.serve()).isTrue();
        assertThat(options.port()).isEqualTo(3000);
    }

    @Test
    void listensOnLoopbackByDefault() throws ExitException {
        assertThat(parse("--serve=true", "--host=").host()).isEqualTo(ServerAddresses.LOOPBACK);
        assertThat(parse("--serve=true", "--host=0.0.0.0").host().isOpen()).isTrue();
    }

    @Test
    void reportsInvalidHost() {
        refuses("--host=0.0.0.0", "-Dhost: goes with -Dserve, as nothing else is served");
        assertThatThrownBy(() -> parse("--serve=true", "--host=203.0.113.7"))
                .isInstanceOfSatisfying(ExitException.class, exit -> {
                    assertThat(exit.line())
                            .startsWith("-Dhost: 203.0.113.7 does not lead to this machine; its addresses are ")
                            .hasLineCount(1);
                    assertThat(exit.code()).isEqualTo(ExitException.BAD_INPUT);
                });
        assertThatThrownBy(() -> parse("--serve=true", "--host=http://172.17.0.1:3000"))
                .isInstanceOfSatisfying(
                        ExitException.class,
                        exit -> assertThat(exit.line()).startsWith("-Dhost: http://172.17.0.1:3000 is neither "));
    }

    @Test
    void reportsInvalidValue() {
        refuses("--file=absent.pdf", "-Dfile: no readable file " + elsewhere.resolve("absent.pdf"));
        refuses("--file=" + root, "-Dfile: " + root + " is a directory; name a file");
        refuses("--event=absent.json", "-Devent: no event absent.json; the samples are in events/");
        refuses("--event=events", "-Devent: no event events; the samples are in events/");
        refuses("--serve=yes", "-Dserve: yes is neither true nor false");
        refuses("--port=many", "-Dport: many is not a port from 1024 to 65532");
        refuses("--port=65533", "-Dport: 65533 is not a port from 1024 to 65532");
        refuses("--colour=red", "not an option: --colour=red");
        refuses("serve", "not an option: serve");
    }

    @Test
    void backfillsAFolder() throws ExitException {
        assertThat(parse("--backfill=", "--backfillDryRun=false").backfill()).isEmpty();
        Options options = parse("--backfill=.", "--backfillDryRun=true");
        assertThat(options.backfill()).contains(elsewhere);
        assertThat(options.backfillDryRun()).isTrue();
        assertThat(parse("--backfill=" + root).backfillDryRun()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithABackfill() {
        refuses("--backfill=absent", "-Dbackfill: there is no readable folder " + elsewhere.resolve("absent"));
        refuses("--backfill=own.json", "-Dbackfill: there is no readable folder " + elsewhere.resolve("own.json"));
        refuses("--backfillDryRun=true", "-DbackfillDryRun: goes with -Dbackfill, which names the folder");
        refuses("--backfillDryRun=yes", "-DbackfillDryRun: yes is neither true nor false");
        assertThatThrownBy(() -> parse("--backfill=.", "--file=own.json"))
                .hasMessage("-Dbackfill: goes with neither -Dfile nor -Devent");
    }

    private void refuses(String argument, String line) {
        assertThatThrownBy(() -> parse(argument)).isInstanceOfSatisfying(ExitException.class, exit -> {
            assertThat(exit.line()).isEqualTo(line);
            assertThat(exit.code()).isEqualTo(ExitException.BAD_INPUT);
        });
    }

    private Options parse(String... arguments) throws ExitException {
        String[] all = new String[arguments.length + 2];
        all[0] = "--root=" + root;
        all[1] = "--directory=" + elsewhere;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Options.parse(all);
    }
}
