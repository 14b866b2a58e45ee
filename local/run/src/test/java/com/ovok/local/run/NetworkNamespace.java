package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A network namespace like a container's: its own loopback, and one link to this machine. Requires root and iproute2.
 * Removed when it is closed, and when this JVM ends.
 */
final class NetworkNamespace implements AutoCloseable {
    private final String name;
    private final String link;
    private final String subnet;
    private final Thread cleanUp = new Thread(this::remove);

    private NetworkNamespace(int number) {
        this.name = "ovok-" + number;
        this.link = "ovok" + number;
        this.subnet = "10." + (200 + number / 250) + "." + number % 250;
    }

    /** A command's exit status and its output on both streams. */
    record Result(int status, String output) {}

    /**
     * Creates a namespace and the link to it.
     *
     * @throws IOException with the reason if this is not allowed here
     */
    static NetworkNamespace create() throws IOException, InterruptedException {
        NetworkNamespace namespace = new NetworkNamespace(new Random().nextInt(10_000));
        Runtime.getRuntime().addShutdownHook(namespace.cleanUp);
        try {
            namespace.setUp();
            return namespace;
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** Returns this machine's address on the link. */
    String hostAddress() {
        return subnet + ".1";
    }

    /** Returns the prefix that runs a command in the namespace. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a command in the namespace and waits for its end. */
    Result run(String... command) throws IOException, InterruptedException {
        return execute(Stream.concat(prefix().stream(), Stream.of(command)).toList());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(cleanUp);
        remove();
    }

    private void setUp() throws IOException, InterruptedException {
        String inside = link + "c";
        require("ip", "netns", "add", name);
        require("ip", "link", "add", link, "type", "veth", "peer", "name", inside, "netns", name);
        require("ip", "address", "add", hostAddress() + "/30", "dev", link);
        require("ip", "link", "set", link, "up");
        require("ip", "-netns", name, "address", "add", subnet + ".2/30", "dev", inside);
        require("ip", "-netns", name, "link", "set", inside, "up");
        require("ip", "-netns", name, "link", "set", "lo", "up");
    }

    private static void require(String... command) throws IOException, InterruptedException {
        Result result = execute(List.of(command));
        if (result.status() != 0) {
            throw new IOException(
                    String.join(" ", command) + ": " + result.output().strip());
        }
    }

    /** Removes the link with the namespace; ignores parts that were never created. */
    private void remove() {
        try {
            for (List<String> command :
                    List.of(List.of("ip", "link", "delete", link), List.of("ip", "netns", "delete", name))) {
                Result result = execute(command);
                if (result.status() != 0) {
                    System.err.println(
                            String.join(" ", command) + ": " + result.output().strip());
                }
            }
        } catch (IOException e) {
            System.err.println("the namespace " + name + " was not removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Result execute(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }
}
