package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import org.junit.jupiter.api.Test;

class TemplateHandlersTest {
    private final SamTemplate template = SamTemplate.read();

    @Test
    void namesExistingHandlers() throws Exception {
        assertThat(template.functions()).isNotEmpty();
        for (JsonNode function : template.functions().values()) {
            String handler = template.property(function, "Handler").asText();
            assertThat(Class.forName(handler))
                    .matches(type -> RequestHandler.class.isAssignableFrom(type)
                            || RequestStreamHandler.class.isAssignableFrom(type));
        }
    }
}
