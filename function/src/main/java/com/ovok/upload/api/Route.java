package com.ovok.upload.api;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The route of a request, found after any prefix of the gateway: a stage, a base path or a mapping key.
 *
 * @param fileName the last segment of the path, decoded
 */
public record Route(Target target, String fileName) {
    private static final String DOCUMENTS = "documents";

    enum Target {
        /** {@code /documents}. */
        DOCUMENTS,
        /** {@code /documents/{fileName}}. */
        FILE,
        UNKNOWN
    }

    /**
     * Finds the route in a path.
     *
     * @param template the gateway's name of the route; empty if it has none
     * @throws UploadException.Rejected if the path is not percent-encoded UTF-8
     */
    public static Route of(String method, String template, String path, boolean isEncoded) {
        List<String> segments = Arrays.stream(path.split("/", -1))
                .map(segment -> isEncoded ? decoded(segment) : segment)
                .toList();
        return new Route(target(method, template, segments), segments.getLast());
    }

    /** Decides by the method if the path fits both routes. */
    private static Target target(String method, String template, List<String> segments) {
        int first = segments.indexOf(DOCUMENTS);
        int last = segments.size() - (segments.getLast().isEmpty() && method.equals("POST") ? 2 : 1);
        if (first < 1) {
            return Target.UNKNOWN;
        }
        if (first == last) {
            return Target.DOCUMENTS;
        }
        boolean either = segments.get(last).equals(DOCUMENTS) && !template.contains("/" + DOCUMENTS + "/{");
        boolean named = template.endsWith("/" + DOCUMENTS);
        return either && (named || method.equals("POST")) ? Target.DOCUMENTS : Target.FILE;
    }

    private static String decoded(String segment) {
        try {
            if (StrictText.isDamaged(segment)) {
                return segment;
            }
            return StrictText.decode(StrictText.percentDecoded(segment), StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The path is not UTF-8. Percent-encode the UTF-8 bytes of the file name.");
        } catch (IllegalArgumentException e) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The path is not URL-encoded. Percent-encode the file name.");
        }
    }
}
