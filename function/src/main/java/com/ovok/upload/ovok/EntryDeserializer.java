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
 * Reads a document's entry as far as its JSON is valid. A response that breaks after the id has created a document all
 * the same, which has to be remembered.
 */
final class EntryDeserializer extends BeanDeserializer {
    private static final long serialVersionUID = 1;

    private EntryDeserializer(BeanDeserializer generated) {
        super(generated);
    }

    /** Puts this class in place of the generated type's deserializer. */
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

    /** A number at the end of a response that was cut may lack digits; a text has its closing quote. */
    private static boolean mayBeCut(String id) {
        return id.matches("[-+.eE\\d]+");
    }
}
