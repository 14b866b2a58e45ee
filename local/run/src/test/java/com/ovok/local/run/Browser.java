package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.ovok.local.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven through chromedriver. Closing it ends both. Not thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/tot/Input/">DevTools: Input</a>
 */
final class Browser implements AutoCloseable {
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path profile = Files.createTempDirectory("chromium");
    private final Process driver;
    private final String session;

    Browser() throws IOException {
        driver = new ProcessBuilder("chromedriver", "--port=0", "--allowed-ips=127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String drivers = "http://127.0.0.1:" + port(driver) + "/session";
        JsonNode response = call("POST", drivers, Map.of("capabilities", Map.of("alwaysMatch", capabilities())));
        session = drivers + "/" + response.path("sessionId").asText();
    }

    static boolean runsHere() {
        return Stream.of("chromium", "chromedriver").allMatch(Programs::isOnPath);
    }

    private Map<String, Object> capabilities() {
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--no-proxy-server",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        return Map.of(
                "browserName",
                "chrome",
                "goog:chromeOptions",
                Map.of("binary", Programs.find("chromium").orElseThrow().toString(), "args", arguments));
    }

    private static String port(Process driver) throws IOException {
        BufferedReader lines = driver.inputReader(UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(System.err::println));
                return started.group(1);
            }
        }
        throw new IOException("chromedriver does not start");
    }

    void open(URI page) throws IOException {
        command("url", Map.of("url", page.toString()));
    }

    /** Opens a tab, switches to it, and returns it. */
    String newTab() throws IOException {
        String tab = command("window/new", Map.of("type", "tab")).path("handle").asText();
        switchTo(tab);
        return tab;
    }

    String tab() throws IOException {
        return call("GET", session + "/window", Map.of()).asText();
    }

    void switchTo(String tab) throws IOException {
        command("window", Map.of("handle", tab));
    }

    /** Closes the tab; the next command requires a switch to another one. */
    void closeTab() throws IOException {
        call("DELETE", session + "/window", Map.of());
    }

    /** Returns the result of a function with this body. */
    JsonNode evaluate(String script, Object... arguments) throws IOException {
        return command("execute/sync", Map.of("script", script, "args", arguments));
    }

    /** Drops files from outside of the browser on an element. */
    void drop(String selector, Path... files) throws IOException {
        JsonNode at = evaluate(
                "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
                        + "return {x: r.x + r.width / 2, y: r.y + r.height / 2}",
                selector);
        Map<String, Object> data = Map.of(
                "items",
                List.of(),
                "files",
                Stream.of(files).map(Path::toString).toList(),
                "dragOperationsMask",
                1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            devTools(
                    "Input.dispatchDragEvent",
                    Map.of("type", type, "x", at.path("x"), "y", at.path("y"), "data", data));
        }
    }

    /** Selects files in a file chooser. */
    void choose(String selector, Path... files) throws IOException {
        String element = command("element", Map.of("using", "css selector", "value", selector))
                .path(ELEMENT)
                .asText();
        String names = String.join("\n", Stream.of(files).map(Path::toString).toList());
        command("element/" + element + "/value", Map.of("text", names));
    }

    JsonNode devTools(String method, Map<String, ?> parameters) throws IOException {
        return command("goog/cdp/execute", Map.of("cmd", method, "params", parameters));
    }

    private JsonNode command(String path, Map<String, ?> parameters) throws IOException {
        return call("POST", session + "/" + path, parameters);
    }

    private JsonNode call(String method, String uri, Map<String, ?> parameters) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofByteArray(JSON.writeValueAsBytes(parameters))
                                : BodyPublishers.noBody())
                .build();
        try {
            JsonNode value = JSON.readTree(
                            http.send(request, BodyHandlers.ofString()).body())
                    .path("value");
            assertThat(value.path("message").asText()).isEmpty();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = Stream.concat(driver.descendants(), Stream.of(driver.toHandle()))
                .toList();
        try {
            call("DELETE", session, Map.of());
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
            http.close();
            MoreFiles.deleteRecursively(profile, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }
}
