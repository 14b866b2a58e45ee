package com.ovok.upload.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovok.client.model.FileAuthorDto;
import com.ovok.client.model.FileEntryDto;
import com.ovok.client.model.FileMetaDto;
import com.ovok.client.model.UploadOptionsDto;
import com.ovok.upload.Problem;
import com.ovok.upload.Sequencer;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim.Completed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The states and transitions that {@link Ledger} describes. */
abstract class LedgerContract {
    static final Duration LEASE = Duration.ofMinutes(15);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final int RIVALS = 16;

    final SettableClock clock = new SettableClock();
    private final String id = UUID.randomUUID().toString();
    final TransferKey key = TransferKey.of(id);
    private final TransferKey earlier = new TransferKey(id, "0055AED6DCD90281E5");
    private final TransferKey later = new TransferKey(id, "0055AED6DCD90281E6");
    Ledger ledger;

    /** Opens the ledger as another process would. */
    abstract Ledger open();

    @BeforeEach
    void openLedger() {
        ledger = open();
    }

    /** The writes of a lease's holder. */
    enum Write {
        RESERVED {
            @Override
            void by(Lease lease, Ledger ledger) {
                ledger.recordDocument(lease, "document-of-the-loser");
            }
        },
        ABANDONED {
            @Override
            void by(Lease lease, Ledger ledger) {
                ledger.forgetDocument(lease);
            }
        },
        COMPLETED {
            @Override
            void by(Lease lease, Ledger ledger) {
                ledger.complete(lease, entry("document-of-the-loser"));
            }
        };

        abstract void by(Lease lease, Ledger ledger);
    }

    @Test
    void returnsFreshForNewKey() {
        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void claimsKeysIndependently() {
        ledger.claim(key, LEASE);

        fresh(ledger.claim(TransferKey.of(id + "-other"), LEASE), false);
    }

    @Test
    void returnsInProgressWhileLeased() {
        ledger.claim(key, LEASE);

        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        clock.advance(Duration.ofMinutes(5));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(10).minus(TICK));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(TICK));
    }

    @Test
    void reportsLostAttemptAfterExpiredLease() {
        ledger.claim(key, LEASE);

        clock.advance(LEASE);
        fresh(ledger.claim(key, LEASE), true);
        clock.advance(LEASE.plus(TICK));
        fresh(ledger.claim(key, LEASE), true);
    }

    @Test
    void returnsFreshAfterRelease() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.release(lease);

        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void returnsKeyReusedForOtherFingerprint() {
        TransferKey one = new TransferKey(id, "", "fingerprint-1");
        TransferKey other = new TransferKey(id, "", "fingerprint-2");
        Lease lease = fresh(ledger.claim(one, LEASE), false);

        assertThat(ledger.claim(other, LEASE)).isEqualTo(new Claim.KeyReused());
        ledger.recordDocument(lease, "document");
        ledger.release(lease);
        assertThat(ledger.claim(other, LEASE)).isEqualTo(new Claim.KeyReused());
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.KeyReused());
        assertThat(ledger.claim(one, LEASE)).isInstanceOf(Claim.Resume.class);
        clock.advance(LEASE.multipliedBy(2));
        assertThat(ledger.claim(other, LEASE)).isEqualTo(new Claim.KeyReused());
    }

    @Test
    void returnsKeyReusedAfterCompletion() {
        TransferKey one = new TransferKey(id, "", "fingerprint-1");
        Lease lease = fresh(ledger.claim(one, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.complete(lease, entry("document"));

        assertThat(ledger.claim(one, LEASE)).isInstanceOf(Completed.class);
        assertThat(ledger.claim(new TransferKey(id, "", "fingerprint-2"), LEASE))
                .isEqualTo(new Claim.KeyReused());
    }

    @Test
    void resumesRecordedDocumentAfterCrash() {
        crashWith("document");

        resume(ledger.claim(key, LEASE), "document", false);
        clock.advance(LEASE);
        resume(ledger.claim(key, LEASE), "document", false);
    }

    @Test
    void resumesRecordedDocumentAfterRelease() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.release(lease);

        resume(ledger.claim(key, LEASE), "document", false);
    }

    @Test
    void keepsLeaseAfterRecording() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");

        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void forgetsDocument() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.forgetDocument(lease);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        ledger.release(lease);

        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void reportsLostAttemptAfterForgottenDocument() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.forgetDocument(lease);
        clock.advance(LEASE);

        fresh(ledger.claim(key, LEASE), true);
    }

    @Test
    void resumesReplacementOfDocument() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.recordDocument(lease, "successor");
        ledger.release(lease);

        resume(ledger.claim(key, LEASE), "successor", false);
    }

    @Test
    void returnsCompletedForEver() {
        complete(key, "document");

        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
        clock.advance(Duration.ofDays(36_500));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void returnsCompletedAfterCrash() {
        crashWith("document");
        ledger.complete(resume(ledger.claim(key, LEASE), "document", false), entry("document"));

        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void copiesEntries() {
        FileEntryDto given = entry("document");
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.complete(lease, given);
        spoil(given);

        spoil(done(ledger.claim(key, LEASE)));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void replacesFileForLaterVersion() {
        complete(earlier, "document");

        resume(ledger.claim(later, LEASE), "document", true);
    }

    @Test
    void resumesReplacementAfterCrash() {
        complete(earlier, "document");
        ledger.claim(later, LEASE);
        clock.advance(LEASE);

        Lease lease = resume(ledger.claim(later, LEASE), "document", true);
        ledger.recordDocument(lease, "document");
        ledger.release(lease);
        resume(ledger.claim(later, LEASE), "document", true);
    }

    @Test
    void resumesReplacementOfCompletedDocument() {
        complete(earlier, "document");
        Lease lease = resume(ledger.claim(later, LEASE), "document", true);
        ledger.recordDocument(lease, "successor");
        ledger.release(lease);

        resume(ledger.claim(later, LEASE), "successor", false);
    }

    @Test
    void forgetsCompletedDocument() {
        complete(earlier, "document");
        Lease lease = resume(ledger.claim(later, LEASE), "document", true);
        ledger.forgetDocument(lease);
        ledger.release(lease);

        fresh(ledger.claim(later, LEASE), false);
    }

    @Test
    void resumesDocumentOfEarlierVersion() {
        Lease lease = fresh(ledger.claim(earlier, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.release(lease);

        resume(ledger.claim(later, LEASE), "document", false);
    }

    @Test
    void waitsForLeaseOfEarlierVersion() {
        ledger.claim(earlier, LEASE);

        assertThat(ledger.claim(later, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void returnsInProgressForEarlierVersion() {
        ledger.claim(later, LEASE);
        clock.advance(Duration.ofMinutes(1));

        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(new Claim.InProgress(Duration.ofMinutes(14)));
    }

    @Test
    void keepsCompletedVersionBesideLaterOne() {
        complete(earlier, "document");

        Lease lease = resume(ledger.claim(later, LEASE), "document", true);
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(completed("document"));
        ledger.release(lease);
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(completed("document"));
        ledger.reject(resume(ledger.claim(later, LEASE), "document", true));
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(completed("document"));
        resume(ledger.claim(later, LEASE), "document", true);
    }

    @Test
    void grantsEarlierVersionAfterRejection() {
        Lease lease = fresh(ledger.claim(later, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.reject(lease);

        ledger.complete(resume(ledger.claim(earlier, LEASE), "document", false), entry("document"));
        resume(ledger.claim(later, LEASE), "document", true);
    }

    @Test
    void returnsCompletedForOlderVersionAfterRejection() {
        complete(earlier, "document");
        ledger.reject(resume(ledger.claim(later, LEASE), "document", true));

        assertThat(ledger.claim(new TransferKey(id, "0055"), LEASE)).isEqualTo(superseded("document"));
    }

    @Test
    void grantsRejectedKeyAgain() {
        ledger.reject(fresh(ledger.claim(key, LEASE), false));

        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void ignoresRejectionOfLostLease() {
        Lease lost = fresh(ledger.claim(earlier, LEASE), false);
        clock.advance(LEASE);
        ledger.claim(later, LEASE);

        ledger.reject(lost);
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void delaysEarlierVersionAfterReleasedLaterOne() {
        ledger.release(fresh(ledger.claim(later, LEASE), false));
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(new Claim.InProgress(Ledger.LATER_VERSION_PENDING));

        ledger.claim(later, LEASE);
        clock.advance(LEASE);
        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(new Claim.InProgress(Ledger.LATER_VERSION_PENDING));
    }

    @Test
    void returnsCompletedForEarlierVersion() {
        complete(earlier, "document");
        ledger.complete(resume(ledger.claim(later, LEASE), "document", true), entry("document"));

        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(superseded("document"));
        assertThat(ledger.claim(later, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void returnsCompletedForLateVersion() {
        complete(later, "document");

        assertThat(ledger.claim(earlier, LEASE)).isEqualTo(superseded("document"));
    }

    @ParameterizedTest
    @CsvSource({
        "0055, 0055AED6DCD90281E5",
        "0056, 0055AED6DCD90281E5",
        "617f08299329d189, 0064D3901D00059242",
        "FF, 100",
        "0055aed6, 0055AED7",
        "0055AED6, 0055aed7",
        "no number, 1"
    })
    void ordersSequencersAsNumbers(String early, String late) {
        complete(new TransferKey(id, early), "document");

        Lease lease = resume(ledger.claim(new TransferKey(id, late), LEASE), "document", true);
        ledger.complete(lease, entry("document"));
        assertThat(ledger.claim(new TransferKey(id, early), LEASE)).isInstanceOf(Completed.class);
    }

    @ParameterizedTest
    @CsvSource({"0055AED6, 55AED6", "0055aed6, 0055AED6", "no number, ''", "0x0A, '-1'"})
    void normalizesSequencers(String one, String other) {
        complete(new TransferKey(id, one), "document");

        assertThat(ledger.claim(new TransferKey(id, other), LEASE)).isInstanceOf(Completed.class);
        assertThat(ledger.claim(new TransferKey(id, one), LEASE)).isInstanceOf(Completed.class);
    }

    @Test
    void ordersTimesBelowSequencers() {
        TransferKey first = at("2026-11-27T12:00:00Z");
        TransferKey second = at("2026-11-27T12:00:01Z");
        complete(first, "document");
        ledger.complete(resume(ledger.claim(second, LEASE), "document", true), entry("document"));
        assertThat(ledger.claim(first, LEASE)).isEqualTo(superseded("document"));

        ledger.complete(resume(ledger.claim(earlier, LEASE), "document", true), entry("document"));
        assertThat(ledger.claim(at("2027-11-27T12:00:00Z"), LEASE)).isEqualTo(superseded("document"));
    }

    @Test
    void grantsOwnKeyToFurtherUpload() {
        complete(upload("01"), "document");
        complete(upload("02"), "other");

        assertThat(ledger.claim(upload("01"), LEASE)).isEqualTo(completed("document"));
        assertThat(ledger.claim(upload("02"), LEASE)).isEqualTo(completed("other"));
        complete(upload("03"), "third");
    }

    @Test
    void grantsFurtherUploadAtOnce() {
        Lease lease = fresh(ledger.claim(upload("02"), LEASE), false);
        fresh(ledger.claim(upload("01"), LEASE), false);

        assertThat(ledger.claim(upload("01"), LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        ledger.recordDocument(lease, "document");
        ledger.release(lease);
        resume(ledger.claim(upload("02"), LEASE), "document", false);
    }

    @Test
    void assignsUnknownUploadToFirst() {
        Lease lease = fresh(ledger.claim(upload("02"), LEASE), false);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        complete(upload("01"), "other");
        ledger.recordDocument(lease, "document");
        ledger.release(lease);

        ledger.complete(resume(ledger.claim(key, LEASE), "document", false), entry("document"));
        assertThat(ledger.claim(upload("02"), LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void assignsCompletedEntryToFirstUpload() {
        complete(key, "document");

        assertThat(ledger.claim(upload("01"), LEASE)).isEqualTo(completed("document"));
        complete(upload("02"), "other");
        assertThat(ledger.claim(upload("01"), LEASE)).isEqualTo(completed("document"));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void resumesCrashedClaimForFirstUpload() {
        crashWith("document");

        resume(ledger.claim(upload("01"), LEASE), "document", false);
        fresh(ledger.claim(upload("02"), LEASE), false);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void waitsForClaimOfUnknownUpload() {
        ledger.claim(key, LEASE);

        assertThat(ledger.claim(upload("01"), LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void comparesUploadsAsNumbers() {
        complete(upload("0055aed6"), "document");

        assertThat(ledger.claim(upload("55AED6"), LEASE)).isEqualTo(completed("document"));
    }

    @RepeatedTest(20)
    void assignsCompletedEntryToOneOfManyUploads() throws Exception {
        complete(key, "document");
        AtomicInteger uploads = new AtomicInteger();

        List<Claim> claims = atOnce(() -> {
            TransferKey upload = upload(Integer.toHexString(uploads.incrementAndGet()));
            try {
                return open().claim(upload, LEASE);
            } catch (UploadException.Unavailable e) {
                assertThat(e.problem()).isEqualTo(Problem.BUSY);
                return open().claim(upload, LEASE);
            }
        });

        assertThat(claims).filteredOn(Claim.Fresh.class::isInstance).hasSize(RIVALS - 1);
        assertThat(claims).filteredOn(completed("document")::equals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWritesOfLostLease(Write write) {
        Lease lost = fresh(ledger.claim(key, LEASE), false);
        clock.advance(LEASE);
        ledger.recordDocument(fresh(ledger.claim(key, LEASE), true), "document");

        refused(write, lost);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        clock.advance(LEASE);
        resume(ledger.claim(key, LEASE), "document", false);
    }

    @ParameterizedTest
    @EnumSource
    void keepsCompletionDespiteLostLease(Write write) {
        Lease lost = crashWith("document");
        ledger.complete(resume(ledger.claim(key, LEASE), "document", false), entry("document"));

        refused(write, lost);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWritesOfForgottenKey(Write write) {
        refused(write, new Lease(key, "owner"));

        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void ignoresReleaseOfLostLease() {
        Lease lost = fresh(ledger.claim(key, LEASE), false);
        clock.advance(LEASE);
        ledger.claim(key, LEASE);

        ledger.release(lost);
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void ignoresReleaseOfForgottenKey() {
        ledger.release(new Lease(key, "owner"));

        fresh(ledger.claim(key, LEASE), false);
    }

    @Test
    void acceptsWritesOfExpiredLeaseUntilNextClaim() {
        Lease late = fresh(ledger.claim(key, LEASE), false);
        clock.advance(LEASE.multipliedBy(2));

        ledger.recordDocument(late, "document");
        ledger.complete(late, entry("document"));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    @Test
    void acceptsRepeatedWrites() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        twice(() -> ledger.recordDocument(lease, "document"));
        twice(() -> ledger.forgetDocument(lease));
        ledger.recordDocument(lease, "successor");
        twice(() -> ledger.complete(lease, entry("successor")));
        twice(() -> ledger.release(lease));

        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("successor"));
    }

    @RepeatedTest(20)
    void grantsOneOfManyClaims() throws Exception {
        List<Claim> claims = atOnce(() -> open().claim(key, LEASE));

        assertThat(claims).filteredOn(Claim.Fresh.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(new Claim.InProgress(LEASE)::equals).hasSize(RIVALS - 1);
    }

    @RepeatedTest(20)
    void resumesOneOfManyClaims() throws Exception {
        crashWith("document");

        List<Claim> claims = atOnce(() -> open().claim(key, LEASE));

        assertThat(claims).filteredOn(Claim.Resume.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(new Claim.InProgress(LEASE)::equals).hasSize(RIVALS - 1);
    }

    @Test
    void sharesStateAmongProcesses() {
        Ledger other = open();
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        assertThat(other.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
        ledger.recordDocument(lease, "document");
        ledger.release(lease);

        other.complete(resume(other.claim(key, LEASE), "document", false), entry("document"));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(completed("document"));
    }

    private TransferKey upload(String sequencer) {
        return new TransferKey(id, Sequencer.NONE, Sequencer.parse(sequencer), "");
    }

    private TransferKey at(String lastModified) {
        return new TransferKey(id, Sequencer.at(Instant.parse(lastModified)), Sequencer.NONE, "");
    }

    /** Returns OVOK's entry, including the fields that must not be stored. */
    static FileEntryDto entry(String documentId) {
        return kept(documentId)
                .uploadOptions(new UploadOptionsDto()
                        .url("https://bucket.example/marker-url")
                        .fields(Map.of("key", "marker-key", "policy", "marker-policy")))
                .publicToken("marker-token");
    }

    static FileEntryDto kept(String documentId) {
        return new FileEntryDto()
                .id(documentId)
                .meta(new FileMetaDto().lastUpdated("2026-11-23T08:00:00.000Z"))
                .author(new FileAuthorDto().reference("Practitioner/1").display("Zoë"))
                .fileName("größe.pdf")
                .contentType("application/pdf");
    }

    static Lease fresh(Claim claim, boolean previousAttemptLost) {
        assertThat(claim).isInstanceOf(Claim.Fresh.class);
        Claim.Fresh fresh = (Claim.Fresh) claim;
        assertThat(fresh.previousAttemptLost()).isEqualTo(previousAttemptLost);
        return fresh.lease();
    }

    static Lease resume(Claim claim, String documentId, boolean replaces) {
        assertThat(claim).isInstanceOf(Claim.Resume.class);
        Claim.Resume resume = (Claim.Resume) claim;
        assertThat(resume).isEqualTo(new Claim.Resume(resume.lease(), documentId, replaces));
        return resume.lease();
    }

    /** The file of this claim is in the document. */
    private static Claim completed(String document) {
        return new Completed(kept(document), false);
    }

    /** The file of a later version is in the document. */
    private static Claim superseded(String document) {
        return new Completed(kept(document), true);
    }

    private static FileEntryDto done(Claim claim) {
        assertThat(claim).isInstanceOf(Completed.class);
        return ((Completed) claim).entry();
    }

    private Lease crashWith(String documentId) {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, documentId);
        clock.advance(LEASE);
        return lease;
    }

    private void complete(TransferKey version, String documentId) {
        Lease lease = fresh(ledger.claim(version, LEASE), false);
        ledger.recordDocument(lease, documentId);
        ledger.complete(lease, entry(documentId));
    }

    private void refused(Write write, Lease lease) {
        assertThatThrownBy(() -> write.by(lease, ledger))
                .isInstanceOfSatisfying(
                        UploadException.Unavailable.class,
                        refusal -> assertThat(refusal.problem()).isEqualTo(Problem.BUSY));
    }

    private static void spoil(FileEntryDto entry) {
        entry.id("spoiled").fileName("spoiled");
        requireNonNull(entry.getMeta()).lastUpdated("spoiled");
        requireNonNull(entry.getAuthor()).display("spoiled");
    }

    private static void twice(Runnable write) {
        write.run();
        write.run();
    }

    private static List<Claim> atOnce(Callable<Claim> claim) throws Exception {
        var start = new CyclicBarrier(RIVALS);
        Callable<Claim> rival = () -> {
            start.await();
            return claim.call();
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(RIVALS, rival)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
