package com.ovok.upload.api;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.source.AllowedSources;
import java.net.URI;
import java.util.Set;

/**
 * What concerns the HTTP API alone.
 *
 * @param ovokBaseUrl where the documents can be read afterwards
 * @param sources which objects a request may name
 * @param corsOrigins pages of these origins may call the API; without any, CORS is off
 */
public record ApiSettings(URI ovokBaseUrl, AllowedSources sources, Set<String> corsOrigins) {

    public ApiSettings {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** The address of a document in OVOK. */
    String location(String documentId) {
        return ovokBaseUrl.toString().replaceFirst("/+$", "") + "/document/" + PercentEncoding.encode(documentId);
    }
}
