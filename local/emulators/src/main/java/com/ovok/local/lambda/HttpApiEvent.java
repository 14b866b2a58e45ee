package com.ovok.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request as API Gateway's HTTP API passes it to a function: payload format 2.0, with decoded path and parameters and
 * an undecoded query.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     Lambda proxy integrations</a>
 */
final class HttpApiEvent {
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern TEXT = Pattern.compile("(?i)(text/|application/(json|xml|javascript)\\b).*");
    /** Cookies have their own field; the others concern the client and the gateway only. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("cookie", "connection", "keep-alive", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final HttpExchange exchange;
    private final Route route;
    private final URI uri;
    private final Instant now = Instant.now();

    HttpApiEvent(HttpExchange exchange, Route route) {
        this.exchange = exchange;
        this.route = route;
        this.uri = exchange.getRequestURI();
    }

    /** Throws {@link IllegalArgumentException} if the query is not validly encoded. */
    ObjectNode toJson(byte[] body) {
        ObjectNode event = JSON.objectNode().put("version", "2.0").put("routeKey", route.key());
        event.put("rawPath", uri.getPath());
        event.put("rawQueryString", uri.getRawQuery() == null ? "" : uri.getRawQuery());
        addCookies(event);
        event.set("headers", object(headers()));
        addQuery(event);
        event.set("requestContext", requestContext());
        event.set("pathParameters", object(route.parameters(uri.getPath())));
        addBody(event, body);
        return event;
    }

    private void addCookies(ObjectNode event) {
        List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        if (!cookies.isEmpty()) {
            cookies.stream().flatMap(line -> Stream.of(line.split("; *"))).forEach(event.putArray("cookies")::add);
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        headers.keySet().removeAll(NOT_PASSED_ON);
        headers.put("x-amzn-trace-id", "Root=1-%08x-%s".formatted(now.getEpochSecond(), randomId(24)));
        headers.put("x-forwarded-for", sourceAddress());
        headers.put(
                "x-forwarded-port", Integer.toString(exchange.getLocalAddress().getPort()));
        headers.put("x-forwarded-proto", "http");
        return headers;
    }

    private void addQuery(ObjectNode event) {
        if (uri.getRawQuery() == null || uri.getRawQuery().isEmpty()) {
            return;
        }
        Map<String, String> parameters = Stream.of(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> decode(pair[0]),
                        pair -> pair.length == 1 ? "" : decode(pair[1]),
                        (first, next) -> first + "," + next,
                        TreeMap::new));
        event.set("queryStringParameters", object(parameters));
    }

    private ObjectNode requestContext() {
        String host = exchange.getRequestHeaders().getFirst("Host");
        ObjectNode context = JSON.objectNode().put("accountId", FunctionConfiguration.ACCOUNT);
        context.put("apiId", "local");
        context.putObject("authorizer").set("iam", caller());
        context.put("domainName", host == null ? "localhost" : host);
        context.put("domainPrefix", "local");
        context.set("http", http());
        context.put("requestId", randomId(16));
        context.put("routeKey", route.key());
        context.put("stage", "$default");
        context.put("time", REQUEST_TIME.format(now.atOffset(ZoneOffset.UTC)));
        return context.put("timeEpoch", now.toEpochMilli());
    }

    private static ObjectNode caller() {
        return JSON.objectNode()
                .put("accessKey", "local")
                .put("accountId", FunctionConfiguration.ACCOUNT)
                .put("callerId", "local")
                .putNull("cognitoIdentity")
                .put("principalOrgId", "aws:PrincipalOrgID")
                .put("userArn", "arn:aws:iam::" + FunctionConfiguration.ACCOUNT + ":user/local")
                .put("userId", "local");
    }

    private ObjectNode http() {
        String agent = exchange.getRequestHeaders().getFirst("User-Agent");
        return JSON.objectNode()
                .put("method", exchange.getRequestMethod())
                .put("path", uri.getPath())
                .put("protocol", exchange.getProtocol())
                .put("sourceIp", sourceAddress())
                .put("userAgent", agent == null ? "" : agent);
    }

    private void addBody(ObjectNode event, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        boolean text = body.length == 0 || (type != null && TEXT.matcher(type).matches() && isUtf8(body));
        if (body.length > 0) {
            event.put("body", text ? new String(body, StandardCharsets.UTF_8) : base64(body));
        }
        event.put("isBase64Encoded", !text);
    }

    private String sourceAddress() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String base64(byte[] body) {
        return Base64.getEncoder().encodeToString(body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String randomId(int length) {
        return UUID.randomUUID().toString().replace("-", "").substring(0, length);
    }

    private static ObjectNode object(Map<String, String> entries) {
        ObjectNode object = JSON.objectNode();
        entries.forEach(object::put);
        return object;
    }
}
