package com.ovok.upload.lambda;

import java.io.IOException;

class RestApiFuzzTest extends ApiFuzz {
    RestApiFuzzTest() throws IOException {
        super(Gateway.REST_API);
    }
}
