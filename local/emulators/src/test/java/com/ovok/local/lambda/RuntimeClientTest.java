package com.ovok.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeClientTest {
    @ParameterizedTest
    @CsvSource({"amd64", "x86_64", "aarch64", "arm64"})
    void hasNativeLibraryForLambdaMachines(String architecture) {
        assertThat(RuntimeClient.platform("Linux", architecture))
                .map(RuntimeClient::nativeLibrary)
                .map(AWSLambda.class::getResource)
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Mac OS X, x86_64", "Windows 11, amd64", "Linux, riscv64", "Linux, ppc64le"})
    void doesNotRunElsewhere(String system, String architecture) {
        assertThat(RuntimeClient.platform(system, architecture)).isEmpty();
    }
}
