package com.ovok.local.ovok;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.List;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.net.URIBuilder;

/** The part of the list of documents that a request selects. */
record Page(long count, long offset, String sort) {
    private static final long DEFAULT_COUNT = 20;

    static Page of(HttpRequest request) throws ApiException {
        try {
            var query = new URIBuilder(request.getPath());
            return new Page(
                    Long.parseUnsignedLong(parameter(query, "_count", String.valueOf(DEFAULT_COUNT))),
                    Long.parseUnsignedLong(parameter(query, "_offset", "0")),
                    parameter(query, "_sort", ""));
        } catch (URISyntaxException | NumberFormatException e) {
            throw ApiException.badRequest("_count and _offset have to be numbers");
        }
    }

    /** Sorts by the time of the last change on request ({@code -_lastUpdated}: latest first). */
    ObjectNode of(List<Document> documents) {
        Comparator<Document> byChange = Comparator.comparing(Document::lastUpdated);
        ObjectNode list = Bodies.object().put("total", documents.size());
        ArrayNode resources = list.putArray("resources");
        documents.stream()
                .sorted(
                        switch (sort) {
                            case "_lastUpdated" -> byChange;
                            case "-_lastUpdated" -> byChange.reversed();
                            default -> (_, _) -> 0;
                        })
                .skip(offset)
                .limit(count)
                .forEach(document -> resources.add(Bodies.entry(document)));
        return list;
    }

    private static String parameter(URIBuilder query, String name, String other) {
        NameValuePair parameter = query.getFirstQueryParam(name);
        return parameter == null ? other : parameter.getValue();
    }
}
