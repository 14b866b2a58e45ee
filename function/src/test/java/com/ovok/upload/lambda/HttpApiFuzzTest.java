package com.ovok.upload.lambda;

import java.io.IOException;

class HttpApiFuzzTest extends ApiFuzz {
    HttpApiFuzzTest() throws IOException {
        super(Gateway.HTTP_API);
    }
}
