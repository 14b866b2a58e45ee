package com.ovok.local;

import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the parts of the local stack listen: on all these addresses, and 0 stands for any free port. */
record Ports(ServerAddresses addresses, int api, int invoke, int s3, int ovok) {
    /** Good for a run that nobody else talks to. */
    static final Ports FREE = new Ports(0, 0, 0, 0);

    /** Four in a row, so that people and scripts find them; from 3000 on the first two are those of the SAM CLI. */
    static Ports from(int first) {
        return new Ports(first, first + 1, first + 2, first + 3);
    }

    /** Ports of 127.0.0.1. */
    Ports(int api, int invoke, int s3, int ovok) {
        this(ServerAddresses.LOOPBACK, api, invoke, s3, ovok);
    }

    /** The same ports of other addresses. */
    Ports on(ServerAddresses other) {
        return new Ports(other, api, invoke, s3, ovok);
    }

    /** Names every port that is taken, at once. */
    void requireFree() throws ExitException {
        String taken = IntStream.of(api, invoke, s3, ovok)
                .filter(port -> !isFree(port))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            throw new ExitException(
                    ExitException.PORT_IN_USE,
                    "in use on " + addresses + ": port " + taken
                            + "; stop what listens there, or choose others with -Dport=4000");
        }
    }

    private boolean isFree(int port) {
        return addresses.bound().stream().allMatch(address -> isFree(address, port));
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, address)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
