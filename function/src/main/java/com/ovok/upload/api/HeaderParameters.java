package com.ovok.upload.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.util.Tokenizer;

/**
 * Parses the parameters of a header's value.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6">Parameters</a>
 */
final class HeaderParameters {
    private static final Tokenizer.Delimiter END = Tokenizer.delimiters(';');
    private static final Tokenizer.Delimiter NAME_END = Tokenizer.delimiters('=', ';');

    private HeaderParameters() {}

    /**
     * Returns the parameters by lower-case name; parameters without a value are omitted.
     *
     * @throws com.ovok.upload.UploadException.Rejected if a parameter occurs twice
     */
    static Map<String, String> of(String header) {
        Map<String, String> parameters = new HashMap<>();
        Tokenizer.Cursor cursor = new Tokenizer.Cursor(0, header.length());
        Tokenizer.INSTANCE.parseToken(header, cursor, END);
        while (!cursor.atEnd()) {
            cursor.updatePos(cursor.getPos() + 1);
            String name =
                    Tokenizer.INSTANCE.parseToken(header, cursor, NAME_END).toLowerCase(Locale.ROOT);
            if (!cursor.atEnd() && header.charAt(cursor.getPos()) == '=') {
                cursor.updatePos(cursor.getPos() + 1);
                put(parameters, name, isQuoted(header, cursor), Tokenizer.INSTANCE.parseValue(header, cursor, END));
            }
        }
        return parameters;
    }

    /** Drops a quoted value of a name with an asterisk, which RFC 8187 forbids. */
    private static void put(Map<String, String> parameters, String name, boolean isQuoted, String value) {
        boolean isMalformed = isQuoted && name.endsWith("*");
        if (parameters.put(name, isMalformed ? "" : value) != null) {
            throw MultipartUploadParser.malformed("a header has a parameter twice");
        }
    }

    private static boolean isQuoted(String header, Tokenizer.Cursor cursor) {
        Tokenizer.INSTANCE.skipWhiteSpace(header, cursor);
        return !cursor.atEnd() && header.charAt(cursor.getPos()) == '"';
    }
}
