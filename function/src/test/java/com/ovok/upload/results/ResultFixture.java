package com.ovok.upload.results;

import static com.ovok.upload.Samples.once;

import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Requested;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferResult;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Results of transfers, and writers to an S3 server on loopback. */
final class ResultFixture {
    static final SourceObject VERSION = new SourceObject("inbox", "a b/cat.png", "v1", "e1", "0A");

    private ResultFixture() {}

    static ObjectWriter writer(URI s3) {
        return new ObjectWriter(
                new S3Requests(new S3Http(2, TestTls.JDK), TestAws.signer()),
                new S3Endpoint(TestAws.endpoints(s3)),
                once());
    }

    static TransferResult completed(@Nullable SourceObject object) {
        return ended(object, Outcome.COMPLETED);
    }

    static TransferResult ended(@Nullable SourceObject object, Outcome outcome) {
        return ended(source(object), outcome);
    }

    /** A completed transfer of an object that a request named. */
    static TransferResult requested(SourceObject object) {
        return ended(new Requested("5f3a", "", source(object), UnaryOperator.identity()), Outcome.COMPLETED);
    }

    private static TransferResult ended(Source source, Outcome outcome) {
        FileEntryDto entry = new FileEntryDto()
                .id("7f0d1a52")
                .fileName("cat.png")
                .contentType("image/png")
                .publicToken("marker-public-token")
                .uploadOptions(new UploadOptionsDto());
        return new TransferResult(
                source,
                outcome,
                Optional.of(Samples.content("meow")),
                Optional.of("7f0d1a52"),
                false,
                Optional.of(entry),
                Optional.empty(),
                Duration.ofMillis(5));
    }

    static TransferResult rejected(Problem problem) {
        UploadException failure = new UploadException.Rejected(problem, "No.");
        return new TransferResult(
                source(VERSION),
                Outcome.of(failure),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(failure),
                Duration.ZERO);
    }

    private static Source source(@Nullable SourceObject object) {
        return new Source() {
            @Override
            public String id() {
                return "5f3a";
            }

            @Override
            public Sequencer upload() {
                return Sequencer.parse("0A");
            }

            @Override
            public Optional<SourceObject> object() {
                return Optional.ofNullable(object);
            }

            @Override
            public Content open(Deadline deadline) {
                throw new UnsupportedOperationException("results do not read files");
            }
        };
    }
}
