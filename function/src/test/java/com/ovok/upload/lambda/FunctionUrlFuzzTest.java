package com.ovok.upload.lambda;

import java.io.IOException;

class FunctionUrlFuzzTest extends ApiFuzz {
    FunctionUrlFuzzTest() throws IOException {
        super(Gateway.FUNCTION_URL);
    }
}
