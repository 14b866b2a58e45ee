package com.ovok.upload.s3;

import java.io.ByteArrayInputStream;
import java.util.MissingResourceException;
import java.util.regex.Pattern;
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
    /** The longest code that is shown; S3's own have at most 46 characters. */
    private static final int MAX_CODE = 64;
    /**
     * One word, or several capitalized ones, such as {@code KMS.DisabledException}. Longer numbers and small letters
     * after a dot are left out, because a file name or a date of birth could be among them.
     */
    private static final Pattern CODE = Pattern.compile("(?!.*[0-9]{4})[A-Za-z0-9]+([._-][A-Z][A-Za-z0-9]*)*");

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /** As in error types of AWS's JSON protocols, a namespace may precede the name and an address follow it. */
    public S3Error {
        code = code.strip().replaceFirst("^.*#", "").replaceFirst(":.*$", "");
    }

    /** What is no S3 error gives an empty code. */
    static S3Error parse(byte[] xml) {
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

    /** Whether another attempt may succeed after this error came with {@code status}. */
    public boolean isRetryable(int status) {
        return RetryableErrors.contains(status, code);
    }

    /** Whether S3 refused the request because of its time. */
    public boolean isOfClock() {
        return ClockSkew.DEFINITE.contains(code);
    }

    /** Returns the code alone, or a word for its absence. */
    @Override
    public String toString() {
        boolean isCode = code.length() <= MAX_CODE && CODE.matcher(code).matches();
        return isCode ? code : "no error code";
    }
}
