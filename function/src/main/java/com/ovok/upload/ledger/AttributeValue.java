package com.ovok.upload.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A value of an item in DynamoDB.
 *
 * @param type {@code S} for text, {@code N} for a number
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html">AttributeValue
 *     </a>
 */
record AttributeValue(String type, String value) {

    static AttributeValue text(String value) {
        return new AttributeValue("S", value);
    }

    static AttributeValue number(long value) {
        return new AttributeValue("N", Long.toString(value));
    }

    /** Parses the texts and numbers of an item; empty without an item. */
    static Map<String, AttributeValue> item(JsonNode json) {
        Map<String, AttributeValue> item = new HashMap<>();
        json.properties()
                .forEach(attribute -> attribute.getValue().properties().stream()
                        .filter(value -> value.getValue().isTextual())
                        .forEach(value -> item.put(
                                attribute.getKey(),
                                new AttributeValue(
                                        value.getKey(), value.getValue().textValue()))));
        return item;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put(type, value);
    }

    /** Omits the value, which can hold a file name. */
    @Override
    public String toString() {
        return "AttributeValue[" + type + "]";
    }
}
