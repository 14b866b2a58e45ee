package com.ovok.upload.source;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Fingerprint;
import com.ovok.upload.Samples;
import com.ovok.upload.Sequencer;
import com.ovok.upload.WireServer;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.S3ObjectReader.Overwrite;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The id and the order under which an object is transferred. */
class ArrivalTest {
    private static final String MODIFIED = "Last-Modified: Fri, 27 Nov 2026 12:00:00 GMT";
    private static final String KEY_ID = Fingerprint.of("inbox", "k");

    private final S3Http http = new S3Http(1, TestTls.JDK);

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    @Test
    void readsNothingIfEventIsSufficient() {
        Source source = identified(Overwrite.NEW, object("v1", "e1", "0A"));

        assertThat(source.id()).isEqualTo(object("v1", "e1", null).id());
        assertThat(source.sequencer()).isEqualTo(Sequencer.NONE);
        assertThat(source.upload().number()).isEqualTo("A");
        assertThat(s3.connections()).isZero();
    }

    @Test
    void readsVersionAndETagOfObject() {
        s3.then(response(200, "meow", "ETag: \"e1\"", "x-amz-version-id: v1"));

        assertThat(identified(Overwrite.NEW, object(null, null, null)).id())
                .isEqualTo(object("v1", "e1", null).id());
    }

    @Test
    void omitsVersionOfUnversionedBucket() {
        s3.then(response(200, "meow", "ETag: \"e1\"", "x-amz-version-id: null"));

        assertThat(identified(Overwrite.NEW, object(null, null, null)).id())
                .isEqualTo(object(null, "e1", null).id());
    }

    @Test
    void distinguishesUploadsByTimeWithoutETag() {
        s3.then(response(200, "meow", MODIFIED));
        Source source = identified(Overwrite.NEW, object(null, null, null));

        assertThat(source.id()).isEqualTo(object(null, null, null).id());
        assertThat(source.upload()).isEqualTo(Sequencer.at(Instant.parse("2026-11-27T12:00:00Z")));
    }

    @Test
    void ordersVersionsBySequencer() {
        Source source = identified(Overwrite.REPLACE, object("v1", null, "0A"));

        assertThat(source.id()).isEqualTo(KEY_ID);
        assertThat(source.sequencer()).isEqualTo(Sequencer.parse("0A"));
        assertThat(source.upload()).isEqualTo(Sequencer.NONE);
        assertThat(s3.connections()).isZero();
    }

    @Test
    void ordersVersionsByTimeWithoutSequencer() {
        s3.then(response(200, "meow", "ETag: \"e1\"", MODIFIED));
        Source source = identified(Overwrite.REPLACE, object("v1", "e1", "no number"));

        assertThat(source.id()).isEqualTo(KEY_ID);
        assertThat(source.sequencer()).isEqualTo(Sequencer.at(Instant.parse("2026-11-27T12:00:00Z")));
    }

    @Test
    void createsOwnDocumentForUnorderedVersion() {
        s3.then(response(200, "meow", "ETag: \"e1\"", "Last-Modified: yesterday"));
        Source source = identified(Overwrite.REPLACE, object("v1", null, null));

        assertThat(source.id()).isEqualTo(object("v1", "e1", null).id());
        assertThat(source.sequencer()).isEqualTo(Sequencer.NONE);
    }

    @Test
    void closesUnusedContent() throws IOException {
        s3.then(response(200, "meow", "ETag: \"e1\""), response(200, "meow", "ETag: \"e1\""));
        try (Arrival arrival = arrival(Overwrite.NEW, object(null, null, null))) {
            assertThat(arrival.identify(deadline())).isPresent();
        }
        try (Arrival arrival = arrival(Overwrite.NEW, object(null, null, null));
                Content content = arrival.identify(deadline()).orElseThrow().open(deadline())) {
            assertThat(content.stream()).hasContent("meow");
        }
        assertThat(s3.requests()).hasSize(2);
    }

    private Source identified(Overwrite overwrite, SourceObject object) {
        try (Arrival arrival = arrival(overwrite, object)) {
            return arrival.identify(deadline()).orElseThrow();
        }
    }

    private Arrival arrival(Overwrite overwrite, SourceObject object) {
        S3ObjectReader source = new S3ObjectReader(
                new S3Requests(http, TestAws.signer()),
                new S3Endpoint(TestAws.endpoints(s3.url())),
                overwrite,
                Samples.once());
        return source.arrival(object);
    }

    private static SourceObject object(@Nullable String versionId, @Nullable String eTag, @Nullable String sequencer) {
        return new SourceObject("inbox", "k", versionId, eTag, sequencer, 4L);
    }
}
