package com.ovok.local.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A fault of one request. */
public sealed interface Fault {
    /** Responds in place of the endpoint, which is not called. */
    record Response(int status, Map<String, String> headers, String body, boolean early) implements Fault {
        public Response {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("not the status of a final response: " + status);
            }
            headers = Map.copyOf(headers);
            requireNonNull(body);
        }

        public Response header(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Response(status, more, body, early);
        }

        public Response body(String contentType, String text) {
            return new Response(status, headers, text, early).header("Content-Type", contentType);
        }

        /** Responds once the head of the request has arrived, while the client still sends the body. */
        public Response beforeBody() {
            return new Response(status, headers, body, true);
        }
    }

    /** Delays the endpoint's response. */
    record Delay(Duration by) implements Fault {
        public Delay {
            if (by.isNegative()) {
                throw new IllegalArgumentException("a delay cannot be negative: " + by);
            }
        }
    }

    /**
     * Cuts the request or its response after this many bytes of the body. A cut request never reaches the endpoint. A
     * response cut after 0 bytes lacks its status line too, although the endpoint has handled the request.
     */
    record Cut(Side side, long afterBytes, Ending ending) implements Fault {
        public Cut {
            requireNonNull(side);
            requireNonNull(ending);
            if (afterBytes < 0) {
                throw new IllegalArgumentException("cannot cut after " + afterBytes + " bytes");
            }
            if (side == Side.REQUEST && ending == Ending.DRIP) {
                throw new IllegalArgumentException("only a response can drip");
            }
        }
    }

    /** Sends interim responses (1xx) before the body is read and before the final response. */
    record Interim() implements Fault {}

    /** Which of the two messages is cut. */
    enum Side {
        REQUEST,
        RESPONSE
    }

    /** How a cut message ends. */
    enum Ending {
        /** The connection is closed regularly, too early. */
        CLOSE,
        /** The connection is reset (TCP RST). */
        RESET,
        /** Nothing more is sent, and the connection stays open. */
        STALL,
        /** The rest is sent at one byte per second. */
        DRIP
    }

    static Response status(int status) {
        return new Response(status, Map.of(), "", false);
    }

    static Fault delay(Duration by) {
        return new Delay(by);
    }

    static Fault interimResponses() {
        return new Interim();
    }

    static Fault resetBeforeBody() {
        return new Cut(Side.REQUEST, 0, Ending.RESET);
    }

    static Fault resetDuringBody(long afterBytes) {
        return new Cut(Side.REQUEST, afterBytes, Ending.RESET);
    }

    /** The endpoint handles the request, and the response is lost. */
    static Fault resetAfterHandling() {
        return new Cut(Side.RESPONSE, 0, Ending.RESET);
    }

    /** Accepts the request and sends nothing. */
    static Fault stall() {
        return new Cut(Side.REQUEST, 0, Ending.STALL);
    }

    static Fault stallResponse(long afterBytes) {
        return new Cut(Side.RESPONSE, afterBytes, Ending.STALL);
    }

    static Fault truncateResponse(long afterBytes) {
        return new Cut(Side.RESPONSE, afterBytes, Ending.CLOSE);
    }

    static Fault dripResponse(long afterBytes) {
        return new Cut(Side.RESPONSE, afterBytes, Ending.DRIP);
    }
}
