package com.ovok.upload.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.model.FileEntryDto;

/** The part of a document's entry that may be stored: without upload options and public token. */
final class StoredEntry {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredEntry() {}

    static FileEntryDto of(FileEntryDto entry) {
        return new FileEntryDto()
                .id(entry.getId())
                .meta(entry.getMeta())
                .lastUpdated(entry.getLastUpdated())
                .author(entry.getAuthor())
                .fileName(entry.getFileName())
                .contentType(entry.getContentType());
    }

    static String toJson(FileEntryDto entry) {
        try {
            return JSON.writeValueAsString(of(entry));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry cannot be written as JSON.", e);
        }
    }

    static FileEntryDto fromJson(String json) {
        try {
            return JSON.readValue(json, FileEntryDto.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry of the ledger is not JSON.", e);
        }
    }
}
