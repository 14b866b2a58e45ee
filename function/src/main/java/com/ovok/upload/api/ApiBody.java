package com.ovok.upload.api;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A request's body as it stands in the event.
 *
 * @param text the body itself, or its base64
 */
public record ApiBody(String text, boolean isBase64) {

    /**
     * Returns the bytes that the gateway received.
     *
     * @throws UploadException.Rejected if the gateway visibly lost some of them
     */
    byte[] bytes() {
        if (!isBase64 && StrictText.isDamaged(text)) {
            throw forcedThroughText();
        }
        try {
            return isBase64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The body is not base64, although the event declares it as such.");
        }
    }

    boolean isText() {
        return !isBase64 && !text.isEmpty();
    }

    /** Creates the failure of a gateway that decoded binary content as text. */
    static UploadException forcedThroughText() {
        return new UploadException.Rejected(
                Problem.BAD_REQUEST,
                "The gateway passed the body as text, which can change its bytes. Add the media type to "
                        + "binaryMediaTypes of a REST API. With other gateways, send the file as "
                        + "application/octet-stream, or in base64 as JSON.");
    }
}
