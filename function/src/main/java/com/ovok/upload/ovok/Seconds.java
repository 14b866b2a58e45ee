package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;

/** Reads a lifetime from a number of any size or from its text; zero if it is neither. */
final class Seconds extends JsonDeserializer<Integer> {

    /** Applies to the generated types, which reject numbers outside the range of {@code int}. */
    interface Lenient {
        @JsonDeserialize(using = Seconds.class)
        void setExpiresIn(Integer seconds);
    }

    @Override
    public Integer deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        double seconds = parser.currentToken().isBoolean() ? 0 : parser.getValueAsDouble(0);
        parser.skipChildren();
        // The cast limits the value to the range of int.
        return (int) seconds;
    }
}
