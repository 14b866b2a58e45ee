package com.ovok.upload.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The authenticated caller, identified by all facts about it in the gateway's event.
 *
 * <p>The fingerprint contains the kind of each identity, so that callers of different kinds never coincide.
 */
public final class Caller {
    /** Names under which Lambda authorizers return the caller, in lower case without separators. */
    private static final Set<String> PRINCIPALS = Set.of(
            "principalid",
            "principal",
            "sub",
            "subject",
            "userid",
            "user",
            "username",
            "uid",
            "email",
            "clientid",
            "callerid");
    /** Fields that API Gateway adds to the output of a Lambda authorizer. */
    private static final Set<String> NOT_RETURNED =
            Set.of("integrationLatency", "claims", "scopes", "iam", "jwt", "lambda");
    /** The prefix of a role's id. A colon and the session's name follow the id. */
    private static final String ROLE = "AROA";
    /** Roles of IAM Identity Center; each session of them is a person. */
    private static final String PEOPLE = ":assumed-role/AWSReservedSSO_";

    private static final Pattern SESSION = Pattern.compile("(?<=:assumed-role/[^/]{1,64})/.*");

    /** Stands for a fact that does not distinguish this caller from others. */
    private static final List<String> UNKNOWN = List.of();

    private final List<List<String>> facts = new ArrayList<>();

    private Caller() {}

    /** Returns a fingerprint of the caller; empty if the gateway does not identify callers. */
    public static Optional<String> of(JsonNode requestContext) {
        JsonNode authorizer = requestContext.path("authorizer");
        JsonNode identity = requestContext.path("identity");
        Caller caller = new Caller();
        caller.iam(text(identity, "caller"), text(identity, "userArn"), text(identity, "cognitoIdentityId"));
        JsonNode iam = authorizer.path("iam");
        caller.iam(text(iam, "callerId"), text(iam, "userArn"), text(iam.path("cognitoIdentity"), "identityId"));
        caller.token(authorizer.path("claims"));
        caller.token(authorizer.at("/jwt/claims"));
        caller.token(authorizer.at("/lambda/claims"));
        caller.authorizer(authorizer);
        caller.authorizer(authorizer.path("lambda"));
        caller.certificate(identity.path("clientCert"));
        caller.certificate(requestContext.at("/authentication/clientCert"));
        caller.apiKey(identity);
        return caller.facts.isEmpty() || caller.facts.contains(UNKNOWN)
                ? Optional.empty()
                : Optional.of(Fingerprint.of(
                        caller.facts.stream().flatMap(List::stream).toArray(String[]::new)));
    }

    /**
     * A Cognito identity is the caller, because all identities of a pool share one role. Otherwise the role is the
     * caller, because programs change the session's name with each start.
     */
    private void iam(String id, String arn, String cognitoIdentity) {
        if (!cognitoIdentity.isEmpty()) {
            know("cognito", cognitoIdentity);
        } else if (!id.isEmpty() || !arn.isEmpty()) {
            boolean isRole = (id.startsWith(ROLE) || arn.contains(":assumed-role/")) && !arn.contains(PEOPLE);
            know(
                    "iam",
                    isRole ? id.split(":", 2)[0] : id,
                    isRole ? SESSION.matcher(arn).replaceFirst("") : arn);
        }
    }

    /** All tokens with the same issuer and subject belong to one caller. */
    private void token(JsonNode claims) {
        String subject = text(claims, "sub");
        if (!subject.isEmpty()) {
            know("token", text(claims, "iss"), subject);
        } else if (!claims.isEmpty()) {
            facts.add(UNKNOWN);
        }
    }

    private void authorizer(JsonNode returned) {
        List<Map.Entry<String, JsonNode>> fields = returned.properties().stream()
                .filter(field -> !NOT_RETURNED.contains(field.getKey())
                        && !field.getValue().isNull())
                .sorted(Map.Entry.comparingByKey())
                .toList();
        List<Map.Entry<String, JsonNode>> principals = fields.stream()
                .filter(field -> PRINCIPALS.contains(plain(field.getKey())))
                .filter(field -> field.getValue().isValueNode()
                        && !field.getValue().asText().isBlank())
                .toList();
        principals.forEach(
                field -> know("authorizer", field.getKey(), field.getValue().asText()));
        if (principals.isEmpty() && !fields.isEmpty()) {
            facts.add(UNKNOWN);
        }
    }

    private void certificate(JsonNode certificate) {
        String serial = text(certificate, "serialNumber");
        String subject = text(certificate, "subjectDN");
        if (!serial.isEmpty() || !subject.isEmpty()) {
            know("certificate", text(certificate, "issuerDN"), serial, subject);
        }
    }

    /** All holders of a key count as one caller. */
    private void apiKey(JsonNode identity) {
        Stream.of("apiKeyId", "apiKey")
                .map(field -> text(identity, field))
                .filter(key -> !key.isEmpty())
                .findFirst()
                .ifPresent(key -> know("api-key", key));
    }

    private void know(String... fact) {
        facts.add(List.of(fact));
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }

    private static String plain(String field) {
        return field.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }
}
