package com.ovok.local.checks;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The arguments that the SAM CLI accepts, by {@code sam/options.txt}. */
final class SamCli {
    private static final String TABLE = "local/checks/src/test/resources/sam/options.txt";

    /** Whether each option of a subcommand takes a value. */
    private final Map<String, Map<String, Boolean>> subcommands;

    private SamCli(Map<String, Map<String, Boolean>> subcommands) {
        this.subcommands = subcommands;
    }

    static SamCli read() {
        try (Stream<String> lines = Files.lines(SamTemplate.ROOT.resolve(TABLE))) {
            return new SamCli(lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .collect(toMap(parts -> parts[0], parts -> options(parts[1]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Boolean> options(String listed) {
        return Stream.of(listed.split(" "))
                .collect(toMap(option -> option.replace("!", ""), option -> !option.endsWith("!")));
    }

    /** Returns whether a subcommand accepts an option as {@code samconfig.toml} spells it. */
    boolean hasSetting(String section, String key) {
        return subcommands.entrySet().stream()
                .filter(command -> command.getKey().replaceAll("[ -]", "_").equals(section))
                .anyMatch(command -> command.getValue().containsKey("--" + key.replace('_', '-')));
    }

    /**
     * A parsed call.
     *
     * @param options with the values of each
     */
    record Call(String subcommand, Map<String, List<String>> options, List<String> arguments) {
        /** Returns the values of an option by any of its names. */
        List<String> values(String... names) {
            return Stream.of(names)
                    .flatMap(name -> options.getOrDefault(name, List.of()).stream())
                    .toList();
        }
    }

    /**
     * Parses a call as the SAM CLI does.
     *
     * @param words the words after {@code sam}
     * @throws IllegalArgumentException if the SAM CLI would reject the call
     */
    Call parse(List<String> words) {
        String line = String.join(" ", words) + " ";
        String subcommand = subcommands.keySet().stream()
                .filter(name -> line.startsWith(name + " "))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow(() -> new IllegalArgumentException("not in " + TABLE + ": sam " + line));
        return arguments(subcommand, words.subList(subcommand.split(" ").length, words.size()));
    }

    private Call arguments(String subcommand, List<String> words) {
        Map<String, Boolean> known = requireNonNull(subcommands.get(subcommand));
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                arguments.add(word);
            } else if (!known.containsKey(word)) {
                throw new IllegalArgumentException("sam " + subcommand + " has no option " + word);
            } else if (!requireNonNull(known.get(word))) {
                options.put(word, List.of());
            } else {
                int end = endOfValues(word, words, i + 1);
                options.computeIfAbsent(word, _ -> new ArrayList<>()).addAll(words.subList(i + 1, end));
                i = end - 1;
            }
        }
        return new Call(subcommand, options, arguments);
    }

    /** One value, or all that follow if the option takes a list. */
    private static int endOfValues(String option, List<String> words, int start) {
        int end = start;
        if (option.equals("--parameter-overrides")) {
            while (end < words.size() && words.get(end).contains("=")) {
                end++;
            }
        } else if (end < words.size()
                && (!words.get(end).startsWith("-") || words.get(end).equals("-"))) {
            end++;
        }
        if (end == start) {
            throw new IllegalArgumentException(option + " lacks its value");
        }
        return end;
    }
}
