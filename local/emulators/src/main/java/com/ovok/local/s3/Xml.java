package com.ovok.local.s3;

import java.io.StringWriter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the flat XML of S3's responses. */
final class Xml {
    private Xml() {}

    static String document(String root, Map<String, String> elements) {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement(root);
            for (Map.Entry<String, String> element : elements.entrySet()) {
                xml.writeStartElement(element.getKey());
                xml.writeCharacters(element.getValue());
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("no XML can hold these elements", e);
        }
        return text.toString();
    }
}
