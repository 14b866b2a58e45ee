package com.ovok.upload.ovok;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a presigned POST as OVOK answers them, in their order; no text shows them. */
final class FormFields extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1;

    /** Says the same of the generated type, which knows a map alone and would print it. */
    interface Hidden {
        @JsonDeserialize(as = FormFields.class)
        void setFields(Map<String, String> fields);
    }

    /** Leaves all of them out. */
    @Override
    public String toString() {
        return "FormFields[...]";
    }
}
