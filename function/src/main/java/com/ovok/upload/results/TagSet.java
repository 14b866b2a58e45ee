package com.ovok.upload.results;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the tags of an object as XML.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tagging.html">Tagging</a>
 */
final class TagSet {
    private static final XMLInputFactory INPUT = XMLInputFactory.newDefaultFactory();
    private static final XMLOutputFactory OUTPUT = XMLOutputFactory.newDefaultFactory();

    static {
        INPUT.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        INPUT.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private TagSet() {}

    /**
     * Returns the tags as a modifiable map.
     *
     * @throws UploadException.Unavailable if this is not a complete set of tags, because writing a part of it would
     *     delete tags
     */
    static Map<String, String> parse(String xml) {
        Map<String, String> tags = new LinkedHashMap<>();
        String key = "";
        try {
            XMLStreamReader reader = INPUT.createXMLStreamReader(new StringReader(xml));
            boolean isTagging = false;
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Tagging" -> isTagging = true;
                        case "Key" -> key = reader.getElementText();
                        case "Value" -> tags.put(key, reader.getElementText());
                        default -> {}
                    }
                }
            }
            if (isTagging) {
                return tags;
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
        throw malformed(null);
    }

    private static UploadException malformed(@Nullable Exception cause) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, "S3 returned malformed tags. Retry later.", cause);
    }

    static String write(Map<String, String> tags) {
        StringWriter xml = new StringWriter();
        try {
            XMLStreamWriter writer = OUTPUT.createXMLStreamWriter(xml);
            writer.writeStartElement("Tagging");
            writer.writeStartElement("TagSet");
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                writer.writeStartElement("Tag");
                element(writer, "Key", tag.getKey());
                element(writer, "Value", tag.getValue());
                writer.writeEndElement();
            }
            writer.writeEndElement();
            writer.writeEndElement();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Tags cannot be written as XML.", e);
        }
        return xml.toString();
    }

    private static void element(XMLStreamWriter writer, String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }
}
