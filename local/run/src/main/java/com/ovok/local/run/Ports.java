package com.ovok.local.run;

import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The addresses and ports of the local servers; port 0 stands for any free port. */
record Ports(ServerAddresses addresses, int api, int invoke, int s3, int ovok) {
    /** Free ports, for a run without other clients. */
    static final Ports FREE = new Ports(0, 0, 0, 0);

    /** Four consecutive ports, which are easy to find; from 3000 on, the first two are those of the SAM CLI. */
    static Ports from(int first) {
        return new Ports(first, first + 1, first + 2, first + 3);
    }

    /** Creates ports of 127.0.0.1. */
    Ports(int api, int invoke, int s3, int ovok) {
        this(ServerAddresses.LOOPBACK, api, invoke, s3, ovok);
    }

    /** Returns the same ports of other addresses. */
    Ports on(ServerAddresses other) {
        return new Ports(other, api, invoke, s3, ovok);
    }

    /** Throws with the names of all ports that are in use. */
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
