package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests of an API Gateway REST API, payload format 1.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">Lambda
 *     proxy integration</a>
 */
public final class RestApiHandler implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final ApiEndpoint endpoint;

    /** Started by Lambda. */
    public RestApiHandler() {
        this(App.start(System.getenv()));
    }

    RestApiHandler(App app) {
        this.endpoint = new ApiEndpoint(app);
    }

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        ApiResponse answer =
                endpoint.handle(() -> request(ApiRequest.required(event), context), Invocation.deadline(context));
        return new APIGatewayProxyResponseEvent()
                .withStatusCode(answer.status())
                .withHeaders(answer.headers())
                .withBody(answer.body());
    }

    /** A REST API hands the path on as it was sent. */
    private static ApiRequest request(APIGatewayProxyRequestEvent event, Context context) {
        return new ApiRequest(
                context.getAwsRequestId(),
                caller(event.getRequestContext()),
                ApiRequest.required(event.getHttpMethod()),
                ApiRequest.percentDecoded(ApiRequest.required(event.getPath())),
                ApiRequest.orEmpty(event.getHeaders()),
                ApiRequest.orEmpty(event.getQueryStringParameters()),
                event.getBody(),
                Boolean.TRUE.equals(event.getIsBase64Encoded()));
    }

    private static String caller(APIGatewayProxyRequestEvent.@Nullable ProxyRequestContext context) {
        if (context == null) {
            return "";
        }
        if (context.getAuthorizer() != null && context.getAuthorizer().get("claims") instanceof Map<?, ?> claims) {
            return ApiRequest.subject(claims);
        }
        return context.getIdentity() == null
                ? ""
                : ApiRequest.withoutSession(context.getIdentity().getCaller());
    }
}
