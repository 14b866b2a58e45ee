package com.ovok.upload.ovok;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.LoginDto;
import com.ovok.client.model.RefreshTokenDto;
import com.ovok.client.model.ResponseRegisterLoginDto;
import com.ovok.client.model.ResponseTokenDto;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the generated code prints of its contents. */
class PrintedDtoTest {
    static final Object[] WITH_SECRETS = {
        new LoginDto().email("a@example.com").password("marker-password").clientId(new UUID(0, 1)),
        new ResponseRegisterLoginDto().accessToken("marker-access").refreshToken("marker-refresh"),
        new RefreshTokenDto().refreshToken("marker-refresh"),
        new ResponseTokenDto().accessToken("marker-access").refreshToken("marker-refresh"),
        new FileEntryDto().id("1").publicToken("marker-public")
    };

    @ParameterizedTest
    @FieldSource("WITH_SECRETS")
    void masksPasswordsAndTokens(Object dto) {
        assertThat(dto.toString()).contains("*").doesNotContain("marker");
    }

    @Test
    void omitsPresignedFields() throws Exception {
        String response = """
            {"id":"1","uploadOptions":{"url":"https://s3.example.com","fields":{"key":"marker-key","policy":"marker-policy"}}}
            """;

        FileEntryDto printed = OvokClient.JSON.readValue(response, FileEntryDto.class);

        assertThat(printed.toString()).contains("https://s3.example.com").doesNotContain("marker");
        assertThat(requireNonNull(printed.getUploadOptions()).getFields())
                .containsExactly(entry("key", "marker-key"), entry("policy", "marker-policy"));
    }
}
