package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.SamTemplate;
import org.junit.jupiter.api.Test;

class LocalEnvironmentTest {

    @Test
    void servesRoutesOfTemplate() {
        assertThat(SamTemplate.read().events("HttpApi"))
                .extracting(route ->
                        route.path("Method").asText() + " " + route.path("Path").asText())
                .containsExactlyInAnyOrderElementsOf(LocalEnvironment.ROUTES);
    }
}
