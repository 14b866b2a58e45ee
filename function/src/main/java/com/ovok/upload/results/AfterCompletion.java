package com.ovok.upload.results;

/** What happens to a source object when its document is complete. */
public sealed interface AfterCompletion {

    /** The object is kept. */
    record Keep() implements AfterCompletion {}

    /** The version is deleted. */
    record Delete() implements AfterCompletion {}

    /**
     * The version is copied below a prefix of the same bucket, and then deleted.
     *
     * @param prefix before the key; arrivals below it are skipped
     */
    record Move(String prefix) implements AfterCompletion {}

    /**
     * Parses {@code keep}, {@code delete} or {@code move:PREFIX/}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static AfterCompletion parse(String text) {
        if (text.matches("move:[^/\\p{Cntrl}][^\\p{Cntrl}]{0,254}/")) {
            return new Move(text.substring("move:".length()));
        }
        return switch (text) {
            case "keep" -> new Keep();
            case "delete" -> new Delete();
            default ->
                throw new IllegalArgumentException("neither keep, delete nor move: and a prefix that ends with /");
        };
    }
}
