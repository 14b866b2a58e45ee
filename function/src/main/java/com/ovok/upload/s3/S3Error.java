package com.ovok.upload.s3;

import com.ovok.upload.aws.AwsErrorCode;
import java.io.ByteArrayInputStream;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The error that S3 answers as XML.
 *
 * @param code S3's name for it, such as {@code AccessDenied}; empty when the answer holds none
 * @param message S3's sentence about it; it can quote the object key and form fields, so it is judged and never shown
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
public record S3Error(String code, String message) {
    static final int MAX_BYTES = 64 * 1024;

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    public S3Error {
        code = new AwsErrorCode(code).name();
    }

    /** Parses an error; its code is empty if the XML is not an error. */
    public static S3Error parse(byte[] xml) {
        String code = "";
        String message = "";
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Code" -> code = reader.getElementText();
                        case "Message" -> message = reader.getElementText();
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException | MissingResourceException e) {
            // Cut off, or a proxy's HTML: what was read until here still counts, the status says the rest.
            // The JDK lacks the text of one of its complaints, about a broken DTD, and then throws the latter.
            return new S3Error(code, message);
        }
        return new S3Error(code, message);
    }

    /** Returns whether another attempt may succeed after this error came with {@code status}. */
    public boolean isRetryable(int status) {
        return new AwsErrorCode(code).isRetryable(status);
    }

    /** Returns whether S3 refused the request because of its time. */
    public boolean isOfClock() {
        return new AwsErrorCode(code).isOfClock();
    }

    /** Returns the code alone, or a word for its absence. */
    @Override
    public String toString() {
        return new AwsErrorCode(code).toString();
    }
}
