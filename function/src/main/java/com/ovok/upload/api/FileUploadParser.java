package com.ovok.upload.api;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads a request whose body is the file and whose path ends with its name. */
final class FileUploadParser {
    /** In bytes: covers the first delimiter of a form and the headers of its first part. */
    private static final int FORM_BEGINNING = 1024;

    private static final Pattern FORM = Pattern.compile(
            "--[^\r\n]{1,70}\r?\n(?:[^\r\n]{1,256}\r?\n){0,4}?Content-Disposition:[ \t]*form-data.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private FileUploadParser() {}

    static UploadRequest read(ApiRequest request) {
        if (request.mediaType().startsWith("multipart/")) {
            throw form();
        }
        if (request.header("content-range").isPresent()) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The request contains a part of a file (Content-Range). Send the whole file.");
        }
        byte[] bytes = request.bytes();
        int length = Math.min(bytes.length, FORM_BEGINNING);
        if (FORM.matcher(new String(bytes, 0, length, StandardCharsets.ISO_8859_1))
                .matches()) {
            throw form();
        }
        FileInfo file = file(request);
        request.requireIntact(file, bytes);
        return UploadRequest.of(file, bytes);
    }

    private static FileInfo file(ApiRequest request) {
        return FileInfo.of(
                StrictText.undamaged(request.route().fileName()),
                request.header("content-type").orElse(""),
                ApiRequest.flag(request.query().getOrDefault("isPublic", "false")));
    }

    private static UploadException form() {
        return new UploadException.Rejected(
                Problem.UNSUPPORTED_MEDIA_TYPE,
                "The body is a form or another multipart type, and PUT accepts the file alone. Send a form "
                        + "with POST /documents, or the file with its own media type.");
    }
}
