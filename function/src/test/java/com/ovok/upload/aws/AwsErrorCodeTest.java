package com.ovok.upload.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsErrorCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ThrottlingException",
                " ThrottlingException ",
                "com.amazonaws.dynamodb.v20120810#ThrottlingException",
                "ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.service/",
                "aws.example#ThrottlingException:http://internal.amazon.com/coral/#part"
            })
    void stripsNamespaceAndUrl(String text) {
        assertThat(new AwsErrorCode(text).name()).isEqualTo("ThrottlingException");
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied,           AccessDenied",
        "KMS.DisabledException,  KMS.DisabledException",
        "'',                     no error code",
        "born 1970-01-02,        no error code",
        "scan.pdf,               no error code"
    })
    void showsCodesOnly(String text, String shown) {
        assertThat(new AwsErrorCode(text)).hasToString(shown);
    }
}
