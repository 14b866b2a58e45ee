package com.ovok.upload;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads declared media types, and guesses undeclared ones from the file name's extension.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-media-type">RFC 9110, media type</a>
 */
final class MediaType {
    static final String UNKNOWN = "application/octet-stream";

    /** The syntax of type names in RFC 6838. */
    private static final String NAME = "[A-Za-z0-9][\\w!#$&^.+-]{0,126}";

    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
    private static final String QUOTED = "\"(?:[\\x20-\\x7e&&[^\"\\\\]]|\\\\[\\x20-\\x7e])*+\"";
    private static final Pattern DECLARED =
            Pattern.compile("(" + NAME + "/" + NAME + ")[ \\t]*(?:;(?<parameters>.*))?");
    private static final Pattern PARAMETERS = Pattern.compile("[ \\t]*" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED
            + ")[ \\t]*" + "(?:;[ \\t]*" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + ")[ \\t]*)*+");

    /** Types that clients declare for any file. Curl's default is the fourth. */
    private static final Set<String> GENERIC = Set.of(
            UNKNOWN,
            "binary/octet-stream",
            "application/binary",
            "application/x-www-form-urlencoded",
            "application/unknown",
            "application/x-unknown",
            "unknown/unknown",
            "application/download",
            "application/x-download",
            "application/force-download",
            "application/x-force-download");

    /**
     * Types that the JDK's table lacks or has under an outdated name. A format without a registered type has the one
     * that its tools use. Apache Tika's table lacks the medical formats, and its first use costs 200 ms of CPU.
     */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("avi", "video/x-msvideo"),
            Map.entry("avif", "image/avif"),
            Map.entry("cda", "application/xml"),
            Map.entry("dcm", "application/dicom"),
            Map.entry("dicom", "application/dicom"),
            Map.entry("edf", "application/x-edf"),
            Map.entry("eml", "message/rfc822"),
            Map.entry("epub", "application/epub+zip"),
            Map.entry("fhir.json", "application/fhir+json"),
            Map.entry("fhir.xml", "application/fhir+xml"),
            Map.entry("heic", "image/heic"),
            Map.entry("heics", "image/heic-sequence"),
            Map.entry("heif", "image/heif"),
            Map.entry("heifs", "image/heif-sequence"),
            Map.entry("hl7", "x-application/hl7-v2+er7"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("ics", "text/calendar"),
            Map.entry("jp2", "image/jp2"),
            Map.entry("jxl", "image/jxl"),
            Map.entry("log", "text/plain"),
            Map.entry("mkv", "video/x-matroska"),
            Map.entry("msg", "application/vnd.ms-outlook"),
            Map.entry("ndjson", "application/x-ndjson"),
            Map.entry("nii", "application/x-nifti"),
            Map.entry("nrrd", "application/x-nrrd"),
            Map.entry("p7m", "application/pkcs7-mime"),
            Map.entry("p7s", "application/pkcs7-signature"),
            Map.entry("stl", "model/stl"),
            Map.entry("svs", "image/tiff"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("wmv", "video/x-ms-wmv"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("yml", "application/yaml"),
            Map.entry("3gp", "video/3gpp"));

    private MediaType() {}

    /** Returns the declared type unless it is generic or malformed; otherwise the type of the name's extension. */
    static String of(String declared, String fileName) {
        Matcher type = DECLARED.matcher(declared.strip());
        if (!type.matches()) {
            return byExtension(fileName);
        }
        String plain = type.group(1).toLowerCase(Locale.ROOT);
        if (GENERIC.contains(plain)) {
            return byExtension(fileName);
        }
        return Optional.ofNullable(type.group("parameters"))
                .filter(PARAMETERS.asMatchPredicate())
                .map(parameters -> plain + ";" + parameters)
                .orElse(plain);
    }

    private static String byExtension(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        int last = name.lastIndexOf('.');
        if (last < 0) {
            return UNKNOWN;
        }
        int secondLast = name.lastIndexOf('.', last - 1);
        return Optional.ofNullable(TYPES.get(name.substring(secondLast + 1)))
                .or(() -> Optional.ofNullable(TYPES.get(name.substring(last + 1))))
                .or(() -> Optional.ofNullable(URLConnection.getFileNameMap().getContentTypeFor(name)))
                .orElse(UNKNOWN);
    }

    /** Returns a type without its parameters; empty if it is not a media type. */
    static String withoutParameters(String type) {
        Matcher plain = DECLARED.matcher(type);
        return plain.matches() ? plain.group(1) : "";
    }
}
