package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the local environment in Chromium, with files dropped as by a user. */
class DocumentsPageIT {
    private static final Path ZIP =
            SamTemplate.ROOT.resolve("function").resolve("target").resolve("function.zip");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ROWS = """
        return [...document.querySelectorAll('tbody tr')].map(row =>
            Object.fromEntries([...row.cells].map(cell => [cell.className, cell.textContent])))\
        """;

    @TempDir
    Path directory;

    private static Browser browser;

    @AutoClose
    private LocalEnvironment stack;

    private Ports ports;

    @BeforeAll
    static void openBrowser() throws IOException {
        assumeTrue(Browser.runsHere(), "chromium and chromedriver are not installed: the page stays untried");
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() throws IOException {
        serve(Ports.FREE);
        browser.open(page());
    }

    private void serve(Ports wanted) throws IOException {
        stack = LocalEnvironment.start(wanted, ZIP, Set.of(), System.err::println);
        ports = stack.serve(wanted, System.err::println);
    }

    @Test
    void uploadsDroppedFile() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> text("#none").equals("No documents yet.")
                        && text("#count").startsWith("0"));

        browser.drop("#area", file("Müller 100% + a?#b.txt", "hello"));

        await().atMost(PATIENCE).until(this::rows, complete(1));
        JsonNode row = rows().get(0);
        assertThat(row.path("name").asText()).isEqualTo("Müller 100% + a?#b.txt");
        assertThat(row.path("type").asText()).isEqualTo("text/plain");
        assertThat(row.path("size").asText()).isEqualTo("5");
        assertThat(row.path("sha256").asText()).isEqualTo(sha256("hello"));
        assertThat(row.path("id").asText())
                .isEqualTo(stack.ovok().documents().getFirst().id());
        await().atMost(PATIENCE).until(() -> text("#said").equals("1 file has arrived."));
    }

    @Test
    void uploadsManyDroppedFiles() throws Exception {
        Path[] files = new Path[20];
        for (int i = 0; i < files.length; i++) {
            files[i] = file("many " + i + ".txt", "content " + i);
        }
        browser.drop("body", files);

        await().atMost(PATIENCE).until(this::rows, complete(files.length));
        for (int i = 0; i < files.length; i++) {
            assertThat(rows().findValuesAsText("sha256")).contains(sha256("content " + i));
        }
    }

    @Test
    void showsChosenFileInEveryTab() throws Exception {
        String first = browser.tab();
        String second = browser.newTab();
        try {
            browser.open(page());
            browser.choose("#chooser", file("chosen.png", "pixels"));
            await().atMost(PATIENCE).until(this::rows, complete(1));
            browser.switchTo(first);
            await().atMost(PATIENCE).until(this::rows, complete(1));
            assertThat(rows().get(0).path("sha256").asText()).isEqualTo(sha256("pixels"));
        } finally {
            browser.switchTo(second);
            browser.closeTab();
            browser.switchTo(first);
        }
    }

    @Test
    void showsRejectionOfGateway() throws Exception {
        browser.drop("#area", file("large.bin", "x".repeat(7 << 20)));

        await().atMost(PATIENCE).until(() -> text(".failed span").startsWith("Request Entity Too Large (413)."));
        assertThat(stack.ovok().documents()).isEmpty();
    }

    @Test
    void showsMessageOfFunction() throws Exception {
        stack.ovok().revokeTokens();
        browser.drop("#area", file("a.txt", "hello"));

        await().atMost(PATIENCE).until(() -> text(".failed span").contains("The service is misconfigured."));
        assertThat(text(".failed b")).isEqualTo("a.txt");
        assertThat(text(".failed")).contains("Try again", "Dismiss");
    }

    @Test
    void escapesNames() throws Exception {
        String name = "<img src=x onerror=document.title='hit'><b>.txt";
        browser.drop("#area", file(name, "hello"));

        await().atMost(PATIENCE).until(this::rows, complete(1));
        assertThat(rows().get(0).path("name").asText()).isEqualTo(name);
        assertThat(browser.evaluate("return document.querySelectorAll('tbody img, tbody b').length")
                        .asInt())
                .isZero();
    }

    @Test
    void showsThousandDocumentsLatestFirst() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 1; i <= 1000; i++) {
                client.send(creation("document " + i), BodyHandlers.discarding());
            }
        }
        await().atMost(PATIENCE).until(() -> text("#count").equals("1,000 documents, 1,000 waiting for a file"));
        assertThat(rows()).hasSize(1000);
        assertThat(rows().get(0).path("name").asText()).isEqualTo("document 1000");
        assertThat(rows().get(999).path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void showsLossOfServerUntilItReturns() throws Exception {
        browser.drop("#area", file("a.txt", "hello"));
        await().atMost(PATIENCE).until(this::rows, complete(1));

        stack.close();
        await().atMost(PATIENCE).until(() -> !isHidden("#lost"));
        assertThat(rows()).hasSize(1);

        serve(new Ports(ports.api(), 0, 0, 0));
        await().atMost(PATIENCE).until(() -> isHidden("#lost") && rows().isEmpty());
        assertThat(isHidden("#none")).isFalse();
    }

    private URI page() {
        return URI.create("http://127.0.0.1:" + ports.api() + "/");
    }

    private HttpRequest creation(String name) {
        return HttpRequest.newBuilder(stack.ovok().baseUri().resolve("/documentdev"))
                .header("Authorization", "Bearer " + stack.environment().get("OVOK_ACCESS_TOKEN"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"fileName\":\"" + name + "\",\"contentType\":\"text/plain\"}"))
                .build();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private JsonNode rows() throws IOException {
        return browser.evaluate(ROWS);
    }

    private static Predicate<JsonNode> complete(int count) {
        return rows ->
                rows.size() == count && rows.findValuesAsText("state").stream().allMatch("complete"::equals);
    }

    /** Returns an empty text without such an element. */
    private static String text(String selector) throws IOException {
        return browser.evaluate("return document.querySelector(arguments[0])?.textContent ?? ''", selector)
                .asText();
    }

    private static boolean isHidden(String selector) throws IOException {
        return browser.evaluate("return document.querySelector(arguments[0]).hidden", selector)
                .asBoolean();
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, UTF_8).toString();
    }
}
