package com.ovok.upload.ledger;

import java.util.Map;

/** DynamoDB rejected a write because the item does not meet its condition. */
final class ConditionFailedException extends Exception {
    private final transient Map<String, AttributeValue> item;

    ConditionFailedException(Map<String, AttributeValue> item) {
        super("The condition of a write to the ledger is not met.");
        this.item = Map.copyOf(item);
    }

    /** Returns the current item if the write requested it; otherwise empty. */
    Map<String, AttributeValue> item() {
        return item;
    }
}
