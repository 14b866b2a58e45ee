package com.ovok.upload.lambda;

import java.io.IOException;

class HttpApiV1FuzzTest extends ApiFuzz {
    HttpApiV1FuzzTest() throws IOException {
        super(Gateway.HTTP_API_V1);
    }
}
