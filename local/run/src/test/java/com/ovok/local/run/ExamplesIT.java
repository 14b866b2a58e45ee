package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs in examples/ against the local environment. */
class ExamplesIT {
    private static final Path EXAMPLES = SamTemplate.ROOT.resolve("examples");
    private static final Path ZIP =
            SamTemplate.ROOT.resolve("function").resolve("target").resolve("function.zip");
    private static final byte[] SCAN = {'%', 'P', 'D', 'F', 0, (byte) 0xff, '\r', '\n', (byte) 0x80};
    /** Uploads a file from outside a page. */
    private static final String NODE_CALLER = """
        import { readFile } from "node:fs/promises";
        const [module, url, file] = process.argv.slice(-3);
        const { upload } = await import(module);
        const blob = new Blob([await readFile(file)], { type: "application/pdf" });
        console.log(JSON.stringify(await upload(url, blob, "scan.pdf", "EXAMPLE-TOKEN", "18")));
        """;

    @TempDir
    static Path directory;

    private static LocalEnvironment stack;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
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
    void curlSignsWithIam() throws Exception {
        assumeTrue(Programs.isOnPath("curl"), "curl is not installed: its example is not run");
        Map<String, String> credentials = Map.of(
                "URL", url,
                "AWS_ACCESS_KEY_ID", "EXAMPLE-KEY-ID",
                "AWS_SECRET_ACCESS_KEY", "EXAMPLE-SECRET",
                "AWS_SESSION_TOKEN", "EXAMPLE-SESSION");

        assertIsScan(entryId(run(credentials, script("upload-iam.sh"), "scan.pdf")));
    }

    @Test
    void curlSendsAToken() throws Exception {
        assumeTrue(Programs.isOnPath("curl"), "curl is not installed: its example is not run");
        Map<String, String> token = Map.of("URL", url, "TOKEN", "EXAMPLE-TOKEN");

        assertIsScan(entryId(run(token, script("upload-jwt.sh"), "scan.pdf")));
    }

    @Test
    void javaCallsOvokWithTheGeneratedClient() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Map<String, String> token =
                Map.of("OVOK_ACCESS_TOKEN", stack.environment().getOrDefault("OVOK_ACCESS_TOKEN", ""));

        String id = run(
                token,
                java,
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("java/UploadDocument.java").toString(),
                stack.ovok().baseUri().toString(),
                "scan.pdf");

        assertIsScan(id.strip());
    }

    @Test
    void scriptOfThePageUploads() throws Exception {
        assumeTrue(Programs.isOnPath("node"), "node is not installed: the script of the page is not run");
        Path caller = Files.writeString(directory.resolve("caller.mjs"), NODE_CALLER);
        Path module = Files.copy(EXAMPLES.resolve("browser/upload.js"), directory.resolve("upload.mjs"));

        assertIsScan(
                entryId(run(Map.of(), "node", caller.toString(), module.toUri().toString(), url, "scan.pdf")));
    }

    private static String script(String name) {
        return EXAMPLES.resolve("curl").resolve(name).toString();
    }

    private static String entryId(String response) throws IOException {
        return new JsonMapper().readTree(response).path("id").asText();
    }

    private static void assertIsScan(String id) {
        assertThat(stack.ovok().documents())
                .filteredOn(document -> document.id().equals(id))
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.fileName()).isEqualTo("scan.pdf");
                    assertThat(document.contentType()).isEqualTo("application/pdf");
                    assertThat(document.file().map(Document.StoredFile::sha256))
                            .contains(Hashing.sha256().hashBytes(SCAN).toString());
                });
    }

    private static String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NO_PROXY", "*");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
