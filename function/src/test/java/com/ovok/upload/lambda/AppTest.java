package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.SLF4JServiceProvider;

class AppTest {
    @Test
    void namesTheOnlySlf4jProvider() throws ClassNotFoundException {
        Class.forName(App.class.getName());

        assertThat(ServiceLoader.load(SLF4JServiceProvider.class))
                .singleElement()
                .satisfies(provider ->
                        assertThat(provider.getClass().getName()).isEqualTo(System.getProperty("slf4j.provider")));
    }
}
