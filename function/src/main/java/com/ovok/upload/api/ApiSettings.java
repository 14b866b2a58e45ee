package com.ovok.upload.api;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.source.AllowedSources;
import java.net.URI;
import java.util.Set;

/**
 * The settings of the HTTP API.
 *
 * @param ovokBaseUrl where the created documents can be read
 * @param sources which objects a request may refer to
 * @param corsOrigins pages of these origins may call the API; CORS is off if empty
 */
public record ApiSettings(URI ovokBaseUrl, AllowedSources sources, Set<String> corsOrigins) {

    public ApiSettings {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    /** Returns the URL of a document in OVOK. */
    String location(String documentId) {
        return ovokBaseUrl.toString().replaceFirst("/+$", "") + "/document/" + PercentEncoding.encode(documentId);
    }
}
