package com.ovok.upload.ovok;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a presigned POST in OVOK's order. {@code toString} does not show them. */
final class FormFields extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    /** Makes the generated type use this class; its own map would print the fields. */
    interface Hidden {
        @JsonDeserialize(as = FormFields.class)
        void setFields(Map<String, String> fields);
    }

    /** Omits all fields. */
    @Override
    public String toString() {
        return "FormFields[...]";
    }
}
