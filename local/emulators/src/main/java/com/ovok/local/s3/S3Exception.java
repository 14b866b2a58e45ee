package com.ovok.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * An error response of S3.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3 error responses</a>
 */
final class S3Exception extends RuntimeException {
    private final int status;
    private final String code;
    private final Map<String, String> details = new LinkedHashMap<>();

    S3Exception(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static S3Exception of(AwsServiceException error) {
        var details = error.awsErrorDetails();
        return new S3Exception(error.statusCode(), details.errorCode(), details.errorMessage());
    }

    static S3Exception invalidArgument(String name, String value, String message) {
        return new S3Exception(400, "InvalidArgument", message)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }

    static S3Exception malformedForm() {
        return new S3Exception(
                400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }

    static S3Exception signatureDoesNotMatch() {
        return new S3Exception(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.");
    }

    S3Exception with(String element, String text) {
        details.put(element, text);
        return this;
    }

    ClassicHttpResponse toResponse() {
        String requestId = UUID.randomUUID().toString();
        var response = new BasicClassicHttpResponse(status);
        response.setHeader("x-amz-request-id", requestId);
        response.setEntity(new ByteArrayEntity(
                toXml(requestId).getBytes(StandardCharsets.UTF_8), ContentType.create("application/xml")));
        return response;
    }

    String toXml(String requestId) {
        var elements = new LinkedHashMap<String, String>();
        elements.put("Code", code);
        elements.put("Message", String.valueOf(getMessage()));
        elements.putAll(details);
        elements.put("RequestId", requestId);
        return Xml.document("Error", elements);
    }
}
