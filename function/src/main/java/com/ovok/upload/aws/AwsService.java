package com.ovok.upload.aws;

/**
 * An AWS service that uses one of AWS's JSON protocols.
 *
 * @param title as AWS writes it in text
 * @param name in its host name and in a signature's scope
 * @param targetPrefix the part of {@code X-Amz-Target} before the operation
 * @param jsonVersion of the protocol, {@code 1.0} or {@code 1.1}
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0 protocol</a>
 */
public record AwsService(String title, String name, String targetPrefix, String jsonVersion) {
    public static final AwsService DYNAMODB = new AwsService("DynamoDB", "dynamodb", "DynamoDB_20120810", "1.0");
    public static final AwsService SECRETS_MANAGER =
            new AwsService("Secrets Manager", "secretsmanager", "secretsmanager", "1.1");

    public static final AwsService EVENT_BRIDGE = new AwsService("EventBridge", "events", "AWSEvents", "1.1");

    /** Returns the media type of requests and responses. */
    String contentType() {
        return "application/x-amz-json-" + jsonVersion;
    }
}
