package com.ovok.upload.s3;

import com.ovok.upload.aws.AwsErrorCode;
import java.io.ByteArrayInputStream;
import java.util.MissingResourceException;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The error in an XML response of S3.
 *
 * @param code S3's error code, such as {@code AccessDenied}; empty if the response has none
 * @param message S3's description, which can quote the object key and form fields: it is evaluated and never shown
 * @param storageClass of an archived object, or its tier in Intelligent-Tiering; empty if the response names none
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
public record S3Error(String code, String message, String storageClass) {
    static final int MAX_BYTES = 64 * 1024;

    private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z][A-Z_]{1,39}");
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    public S3Error {
        code = new AwsErrorCode(code).name();
        storageClass = STORAGE_CLASS.matcher(storageClass).matches() ? storageClass : "";
    }

    /** Creates the error of an object that is not archived. */
    public S3Error(String code, String message) {
        this(code, message, "");
    }

    /** Parses a response; the code is empty if it is not an S3 error. */
    public static S3Error parse(byte[] xml) {
        String code = "";
        String message = "";
        String storageClass = "";
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Code" -> code = reader.getElementText();
                        case "Message" -> message = reader.getElementText();
                        case "StorageClass" ->
                            storageClass = storageClass.isEmpty() ? reader.getElementText() : storageClass;
                        case "AccessTier" -> storageClass = reader.getElementText();
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException | MissingResourceException e) {
            // Truncated XML, or the HTML of a proxy: the elements read so far count, and the status tells the rest.
            // The JDK throws MissingResourceException for some broken DTDs, because it lacks its own message's text.
            return new S3Error(code, message, storageClass);
        }
        return new S3Error(code, message, storageClass);
    }

    /** Returns whether a retry may succeed after this error came with {@code status}. */
    public boolean isRetryable(int status) {
        return new AwsErrorCode(code).isRetryable(status);
    }

    /** Returns whether S3 rejected the request because of its time. */
    public boolean isOfClock() {
        return new AwsErrorCode(code).isOfClock();
    }

    /** Returns whether the object is archived and must be restored before it can be read. */
    public boolean isOfArchivedObject() {
        return code.equals("InvalidObjectState");
    }

    /** Returns whether the object is encrypted with a key that only the client who stored it has (SSE-C). */
    public boolean isOfCustomerKey() {
        return code.equals("InvalidRequest") && message.contains("Server Side Encryption");
    }

    /** Returns the code only, or a placeholder if it is empty. */
    @Override
    public String toString() {
        return new AwsErrorCode(code).toString();
    }
}
