package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.ovok.client.model.FileEntryDto;
import java.io.IOException;

/**
 * Reads a document's entry as far as its JSON is valid. A response that breaks off after the id has created a document,
 * so the id must be recorded.
 */
final class EntryDeserializer extends BeanDeserializer {
    private static final long serialVersionUID = 1;

    private EntryDeserializer(BeanDeserializer generated) {
        super(generated);
    }

    /** Replaces the generated type's deserializer by this class. */
    static SimpleModule module() {
        return new SimpleModule().setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
                return type.getBeanClass() == FileEntryDto.class && deserializer instanceof BeanDeserializer generated
                        ? new EntryDeserializer(generated)
                        : deserializer;
            }
        });
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return super.deserialize(parser, context);
        }
        FileEntryDto entry = new FileEntryDto();
        try {
            return deserialize(parser, context, entry);
        } catch (JsonProcessingException e) {
            if (entry.getId() == null || mayBeCut(entry.getId())) {
                throw e;
            }
            return entry;
        }
    }

    /**
     * Returns whether the id may have lost digits. Only a number can be cut unnoticed, because a text has a closing
     * quote.
     */
    private static boolean mayBeCut(String id) {
        return id.matches("[-+.eE\\d]+");
    }
}
