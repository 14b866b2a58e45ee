package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a text, or null if it is too long, because the ledger's item must hold all texts of an entry. */
final class BoundedText extends StringDeserializer {
    private static final long serialVersionUID = 1;
    /** In UTF-16 code units. S3 accepts form fields of 20 KB, DynamoDB items of 400 KB. */
    private static final int MAX_LENGTH = 1 << 14;

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        return text != null && text.length() > MAX_LENGTH ? null : text;
    }
}
