package com.ovok.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Mutates valid input as careless and hostile senders do. */
public final class MalformedInputs {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LEVELS = 10_000;
    private static final int LONG = 70_000;
    private static final int HUGE = 1 << 20;

    private MalformedInputs() {}

    /** Replaces the {@code at}th value by {@code raw}, or removes it; some texts end a value and start another. */
    private record Edit(int at, String raw) {
        static final String OUT = "";

        JsonNode of(JsonNode root) {
            List<Slot> slots = new ArrayList<>();
            collect(root, slots);
            if (slots.isEmpty()) {
                return root;
            }
            slots.get(at % slots.size()).put(raw);
            return root;
        }

        private static void collect(JsonNode node, List<Slot> slots) {
            node.properties().forEach(field -> slots.add(new Slot(node, field.getKey(), 0)));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                slots.add(new Slot(node, "", i));
            }
            node.forEach(child -> collect(child, slots));
        }
    }

    private record Slot(JsonNode parent, String field, int index) {
        void put(String raw) {
            JsonNode value = JsonNodeFactory.instance.rawValueNode(new RawValue(raw));
            if (parent instanceof ObjectNode object) {
                var _ = raw.equals(Edit.OUT) ? object.remove(field) : object.set(field, value);
            } else if (parent instanceof ArrayNode array) {
                var _ = raw.equals(Edit.OUT) ? array.remove(index) : array.set(index, value);
            }
        }
    }

    /** The seed after up to four edits; still close to JSON. */
    public static Arbitrary<String> json(JsonNode seed) {
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.integers().between(0, 200).withoutEdgeCases(), values())
                .as(Edit::new);
        return edit.list().ofMaxSize(4).map(edits -> edited(seed, edits)).withoutEdgeCases();
    }

    public static Arbitrary<String> json(String seed) {
        return json(parsed(seed));
    }

    private static String edited(JsonNode seed, List<Edit> edits) {
        JsonNode root = seed.deepCopy();
        for (Edit edit : edits) {
            root = edit.of(root);
        }
        return Samples.json(root);
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> odd = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1e400",
                "9".repeat(400),
                "9".repeat(2_000),
                "\"\"",
                "\" \"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\u202e\"",
                "\"%\"",
                "\"%zz\"",
                "\"%ff%fe\"",
                "\"a\\r\\nb: c\"",
                "\"" + "é".repeat(LONG) + "\"",
                "[]",
                "{}",
                "[null]",
                "{\"\":{}}",
                "1,2",
                "\"x\",\"key\":\"y\"",
                "{\"marker\":1,\"marker\":2}",
                "NaN",
                "'x'",
                "]",
                "[".repeat(LEVELS) + "]".repeat(LEVELS),
                "{\"a\":".repeat(LEVELS) + "1" + "}".repeat(LEVELS));
        return Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.just(Edit.OUT)),
                Tuple.of(120, odd),
                Tuple.of(60, texts().map(Samples::json)),
                Tuple.of(1, Arbitraries.just("\"" + "x".repeat(HUGE) + "\"")));
    }

    /** Unusual names, keys and header values. */
    public static Arbitrary<String> texts() {
        Arbitrary<String> odd = Arbitraries.of(
                "",
                " ",
                ".",
                "..",
                "../../etc/passwd",
                "..%2f..%2fpasswd",
                "..\\..\\cat.exe",
                "C:\\scans\\scan.png",
                "folder/",
                "scan\u0000.png",
                "scan%00.png",
                "scan\u202egnp.exe",
                "\u2068scan.png\u2069",
                "scan.png\r\nX-Other: 1",
                "\"; name=\"file",
                "'",
                "\\",
                "%",
                "%zz",
                "+",
                " scan.png ",
                "scan.png.",
                "x".repeat(300) + ".png",
                "ü".repeat(512),
                "ü".repeat(513),
                "x".repeat(30_000),
                "\ud800.png",
                "a\udc00",
                "😀.png",
                "=?utf-8?q?cat?=",
                "=?bogus?b?!?=");
        return Arbitraries.frequencyOf(
                Tuple.of(3, odd),
                Tuple.of(1, Arbitraries.strings().all().ofMaxLength(30)),
                Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(60)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withChars("./\\%+ \"=;:0aé\u0000\u202e\r\n")
                                .ofMaxLength(20)));
    }

    /** The text as bytes of some encoding, whole or cut off. */
    public static Arbitrary<byte[]> encoded(Arbitrary<String> texts) {
        Arbitrary<byte[]> whole = Combinators.combine(
                        texts,
                        Arbitraries.of(UTF_8, UTF_8, UTF_8, UTF_16, UTF_16LE, ISO_8859_1, Charset.forName("UTF-32")))
                .as(String::getBytes);
        Arbitrary<byte[]> marked = texts.map(text -> ("\ufeff" + text).getBytes(UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(4, whole), Tuple.of(2, cut(whole)), Tuple.of(1, marked));
    }

    /** The bytes with some others written over them, and random bytes. */
    public static Arbitrary<byte[]> garbled(byte[] seed) {
        Arbitrary<byte[]> garbage = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<byte[]> overwritten = Combinators.combine(
                        Arbitraries.integers()
                                .between(0, Math.max(0, seed.length - 1))
                                .withoutEdgeCases(),
                        garbage)
                .as((at, bytes) -> overwritten(seed, at, bytes));
        return Arbitraries.oneOf(garbage, overwritten, cut(Arbitraries.just(seed)), cut(overwritten));
    }

    private static Arbitrary<byte[]> cut(Arbitrary<byte[]> whole) {
        return Combinators.combine(whole, Arbitraries.integers().between(0, 1_000))
                .as((bytes, perMille) -> Arrays.copyOf(bytes, (int) ((long) bytes.length * perMille / 1_000)));
    }

    private static byte[] overwritten(byte[] seed, int at, byte[] bytes) {
        byte[] result = seed.clone();
        System.arraycopy(bytes, 0, result, at, Math.min(bytes.length, seed.length - at));
        return result;
    }
}
