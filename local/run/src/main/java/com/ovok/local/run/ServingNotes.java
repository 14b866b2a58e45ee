package com.ovok.local.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Describes a running environment to its user: the addresses, and commands to copy. */
final class ServingNotes {
    /** SAM passes these to a container by itself, from its caller's credentials and region. */
    private static final Set<String> SET_BY_SAM = Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION");

    private final Options options;
    private final Ports ports;
    private final LocalEnvironment stack;

    ServingNotes(Options options, Ports ports, LocalEnvironment stack) {
        this.options = options;
        this.ports = ports;
        this.stack = stack;
    }

    /** Returns the notes, and writes the settings for containers to a file that they name. */
    String text() throws IOException {
        return onThisMachine() + (ports.addresses().isOpen() ? inContainers(writeSettings()) : """

            No container reaches 127.0.0.1. For sam local: -Dserve -Dhost=host.docker.internal -Dport=4000\
            """);
    }

    private String onThisMachine() {
        return """

            Serving on %1$s until Ctrl-C:
              Page    http://127.0.0.1:%2$d    the documents that OVOK holds, live; files can be dropped there
              API     http://127.0.0.1:%2$d    curl -T scan.pdf http://127.0.0.1:%2$d/documents/
              Lambda  http://127.0.0.1:%3$d    aws lambda invoke --endpoint-url http://127.0.0.1:%3$d --function-name S3Function \\
                                                 --payload fileb://events/s3-put.json answer.json
              S3      http://127.0.0.1:%4$d    aws s3 cp scan.pdf s3://%5$s/ --endpoint-url http://127.0.0.1:%4$d
              OVOK    http://127.0.0.1:%6$d    the emulator of OVOK's API
            S3 holds the objects that the events in events/ name, so that each event can be sent as it is.
            The AWS CLI wants %7$s AWS_DEFAULT_REGION=%8$s\
            """.formatted(
                        ports.addresses(),
                        ports.api(),
                        ports.invoke(),
                        ports.s3(),
                        LocalEnvironment.INBOX,
                        ports.ovok(),
                        credentials(),
                        stack.s3().region());
    }

    private String inContainers(Path settings) {
        String host = ports.addresses().urlHost();
        return """


            WARNING: all of this is open to every machine and container that reaches %1$s.
            Nothing but the fixed credentials above and OVOK's local token protects it; the page and the API ask for none.
            Containers call this machine %2$s, as %3$s says:
              %4$s \\
                sam local invoke S3Function --event events/s3-put.json --env-vars %3$s --region %5$s%6$s\
            """.formatted(
                ports.addresses(),
                host,
                settings,
                credentials(),
                stack.s3().region(),
                host.equals(ServerAddresses.CONTAINER_HOST) ? " \\\n    --add-host " + host + ":host-gateway" : "");
    }

    /** Sets an empty session token, because SAM would pass the one in the user's shell together with these keys. */
    private String credentials() {
        return "AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN="
                .formatted(
                        stack.s3().credentials().accessKeyId(),
                        stack.s3().credentials().secretAccessKey());
    }

    private Path writeSettings() throws IOException {
        Map<String, String> variables =
                new TreeMap<>(stack.environment(ports.addresses().urlHost()));
        variables.keySet().removeAll(SET_BY_SAM);
        variables.put("OVOK_SECRET_ID", "");
        variables.put("LEDGER_TABLE", "");
        Path file = options.containerSettings();
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(Map.of("Parameters", variables)));
        return options.root().relativize(file);
    }
}
