package com.ovok.local.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a form byte by byte, in any order, well-formed or not. */
final class Form {
    static final String BOUNDARY = "----boundary0123456789";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Form of(Map<String, String> fields) {
        var form = new Form();
        fields.forEach(form::field);
        return form;
    }

    Form field(String name, String value) {
        return text(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    Form file(byte[] content) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n\r\n");
        bytes.writeBytes(content);
        return text("\r\n");
    }

    byte[] end() {
        return text("--" + BOUNDARY + "--\r\n").bytes.toByteArray();
    }

    private Form text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
