package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests of an API Gateway HTTP API or of a function URL, payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
public final class HttpApiHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final ApiEndpoint endpoint;

    /** Started by Lambda. */
    public HttpApiHandler() {
        this(App.start(System.getenv()));
    }

    HttpApiHandler(App app) {
        this.endpoint = new ApiEndpoint(app);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        ApiResponse answer =
                endpoint.handle(() -> request(ApiRequest.required(event), context), Invocation.deadline(context));
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(answer.status())
                .withHeaders(answer.headers())
                .withBody(answer.body())
                .build();
    }

    private static ApiRequest request(APIGatewayV2HTTPEvent event, Context context) {
        APIGatewayV2HTTPEvent.RequestContext from = ApiRequest.required(event.getRequestContext());
        return new ApiRequest(
                context.getAwsRequestId(),
                caller(from.getAuthorizer()),
                ApiRequest.required(ApiRequest.required(from.getHttp()).getMethod()),
                path(ApiRequest.required(event.getRawPath()), from),
                ApiRequest.orEmpty(event.getHeaders()),
                ApiRequest.orEmpty(event.getQueryStringParameters()),
                event.getBody(),
                event.getIsBase64Encoded());
    }

    private static String caller(APIGatewayV2HTTPEvent.RequestContext.@Nullable Authorizer authorizer) {
        if (authorizer == null) {
            return "";
        }
        if (authorizer.getIam() != null) {
            return ApiRequest.withoutSession(authorizer.getIam().getCallerId());
        }
        return authorizer.getJwt() == null
                ? ""
                : ApiRequest.subject(ApiRequest.orEmpty(authorizer.getJwt().getClaims()));
    }

    /** An HTTP API hands the path on decoded and after its stage; a function URL as it was sent. */
    private static String path(String rawPath, APIGatewayV2HTTPEvent.RequestContext from) {
        if (String.valueOf(from.getDomainName()).contains(".lambda-url.")) {
            return ApiRequest.percentDecoded(rawPath);
        }
        String stage = "/" + from.getStage() + "/";
        return rawPath.startsWith(stage) ? rawPath.substring(stage.length() - 1) : rawPath;
    }
}
