package com.ovok.local.lambda;

import com.ovok.local.lambda.handlers.BrokenHandler;
import com.ovok.local.lambda.handlers.HookHandler;
import com.ovok.local.lambda.handlers.ProbeHandler;
import com.ovok.local.lambda.handlers.ResponseHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.crac.Core;

/** Packs the test handlers like the function: a zip with their jar below lib. */
public final class TestFunction {
    static final String PROBE = ProbeHandler.class.getName();
    static final String BROKEN = BrokenHandler.class.getName();
    static final String RESPONSE = ResponseHandler.class.getName();

    private TestFunction() {}

    public static FunctionPackage unpack(Path directory) throws IOException {
        return FunctionPackage.unpack(zip(directory));
    }

    public static FunctionConfiguration configuration(String name, String handler, Duration timeout) {
        return new FunctionConfiguration(
                name,
                handler,
                timeout,
                512,
                Map.of("GREETING", "hello"),
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
    }

    static byte[] event(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static Path zip(Path directory) throws IOException {
        return FunctionZip.of(
                directory,
                List.of(Core.class),
                ProbeHandler.class,
                BrokenHandler.class,
                ResponseHandler.class,
                HookHandler.class);
    }
}
