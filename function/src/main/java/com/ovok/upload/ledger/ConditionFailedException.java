package com.ovok.upload.ledger;

import java.util.Map;

/** Says that DynamoDB did not write, because the item does not meet the write's condition. */
final class ConditionFailedException extends Exception {
    private final transient Map<String, AttributeValue> item;

    ConditionFailedException(Map<String, AttributeValue> item) {
        super("The condition of a write to the ledger is not met.");
        this.item = Map.copyOf(item);
    }

    /** Returns the item as it is, if the write asked for it; otherwise empty. */
    Map<String, AttributeValue> item() {
        return item;
    }
}
