package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/http-api.md, unchanged, through the local API to the deployed function. */
class CurlIT {
    private static final Path ZIP =
            SamTemplate.ROOT.resolve("function").resolve("target").resolve("function.zip");
    private static final byte[] SCAN = {'%', 'P', 'D', 'F', 0, (byte) 0xff, '\r', '\n', (byte) 0x80};

    @TempDir
    static Path directory;

    private static LocalEnvironment stack;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.isOnPath("curl"), "curl is not installed: its commands stay untried");
        stack = LocalEnvironment.start(ZIP, System.err::println);
        url = "http://127.0.0.1:" + stack.serve(Ports.FREE, System.err::println).api();
        Files.write(directory.resolve("scan.pdf"), SCAN);
    }

    @AfterAll
    static void stop() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void putsFileUnderItsName() throws Exception {
        isScan(curl("-T", "scan.pdf", url + "/documents/"), "scan.pdf", "application/pdf");
    }

    @Test
    void keepsUnusualName() throws Exception {
        String name = "Über uns 1+2 = 100% #東京.pdf";
        Files.write(directory.resolve(name), SCAN);

        isScan(curl("-T", name, url + "/documents/"), name, "application/pdf");
        isScan(curl("-F", "file=@" + name, url + "/documents"), name, "application/pdf");
    }

    @Test
    void putsPublicFileUnderAnotherName() throws Exception {
        Document document = isScan(
                curl("-T", "scan.pdf", url + "/documents/Knee%20right.pdf?isPublic=true"),
                "Knee right.pdf",
                "application/pdf");

        assertThat(document.publicToken()).isPresent();
    }

    @Test
    void putsDataUnchanged() throws Exception {
        isScan(
                curl("--data-binary", "@scan.pdf", "-X", "PUT", url + "/documents/scan.pdf"),
                "scan.pdf",
                "application/pdf");
    }

    @Test
    void putsStreamWithoutLength() throws Exception {
        isScan(
                curl("-T", "-", "-H", "Content-Type: application/pdf", url + "/documents/piped.pdf"),
                "piped.pdf",
                "application/pdf");
    }

    @Test
    void postsForm() throws Exception {
        Document document = isScan(
                curl(
                        "-F",
                        "fileName=Knie \"ü\".pdf",
                        "-F",
                        "isPublic=true",
                        "-F",
                        "file=@scan.pdf;type=x/y",
                        url + "/documents"),
                "Knie \"ü\".pdf",
                "x/y");

        assertThat(document.publicToken()).isPresent();
    }

    @Test
    void postsJson() throws Exception {
        String file = "{\"fileName\":\"note.txt\",\"contentType\":\"text/plain\",\"content\":\"aGVsbG8=\"}";

        assertThat(document(curl("--json", file, url + "/documents")).fileName())
                .isEqualTo("note.txt");
    }

    @Test
    void postsReferenceToObject() throws Exception {
        stack.store(LocalEnvironment.INBOX, "2026/knee.pdf", directory.resolve("scan.pdf"));
        String reference = "{\"bucket\":\"ovok-inbox\",\"key\":\"2026/knee.pdf\"}";

        isScan(curl("--json", reference, url + "/documents"), "knee.pdf", "application/pdf");
    }

    @Test
    void repeatsRequestAfterLostResponse() throws Exception {
        String[] command = {"-T", "scan.pdf", "-H", "Idempotency-Key: 17", url + "/documents/"};

        assertThat(curl(command).path("id")).isEqualTo(curl(command).path("id"));
    }

    private static Document isScan(JsonNode entry, String name, String type) {
        Document document = document(entry);
        assertThat(document.fileName()).isEqualTo(name);
        assertThat(document.contentType()).isEqualTo(type);
        assertThat(document.file().map(Document.StoredFile::sha256))
                .contains(Hashing.sha256().hashBytes(SCAN).toString());
        return document;
    }

    private static Document document(JsonNode entry) {
        return stack.ovok().documents().stream()
                .filter(document -> document.id().equals(entry.path("id").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no document: " + entry));
    }

    private static JsonNode curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--noproxy", "*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(directory.resolve("scan.pdf").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process curl = builder.start();
        String response = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor()).isZero();
        return new JsonMapper().readTree(response);
    }
}
