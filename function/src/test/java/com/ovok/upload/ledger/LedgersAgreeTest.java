package com.ovok.upload.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Faults;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Sequencer;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsJsonClient;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.TestAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** After any sequence of events, including misused leases, both ledgers return the same results. */
@SuppressWarnings("NullAway.Init") // by @BeforeContainer
@AddLifecycleHook(LedgersAgreeTest.WhereDynamoDbRuns.class)
class LedgersAgreeTest {
    private static final String TABLE = "ledger";
    private static final Duration RETENTION = Duration.ofDays(90);

    private static DynamoDbServer server;
    private static AwsJsonClient dynamo;

    static class WhereDynamoDbRuns implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return DynamoDbServer.runsHere()
                    ? SkipResult.doNotSkip()
                    : SkipResult.skip("DynamoDB Local has no native library for this machine");
        }
    }

    @BeforeContainer
    static void startServer() {
        server = DynamoDbServer.start(new Faults());
        server.createLedgerTable(TABLE);
        dynamo = TestAws.client(AwsService.DYNAMODB, server.endpoint(), RetryPolicy.standard(Thread::sleep));
    }

    @AfterContainer
    static void stopServer() {
        server.close();
    }

    /** A call of a ledger; {@code lease} is the index of a granted lease, counted from the latest. */
    sealed interface Event {
        record Claimed(int slot, String sequencer, String upload, String fingerprint, int minutes) implements Event {}

        record Reserved(int lease, int document) implements Event {}

        record Abandoned(int lease) implements Event {}

        record Completed(int lease, int document) implements Event {}

        record Released(int lease) implements Event {}

        record Refused(int lease) implements Event {}

        record Waited(int minutes) implements Event {}
    }

    @Property(tries = 100)
    void returnsSameResultsFromBothLedgers(@ForAll("histories") List<Event> history) {
        SettableClock clock = new SettableClock();
        Story process = new Story(new InProcessLedger(clock));
        Story table = new Story(new DynamoLedger(dynamo, TABLE, RETENTION, clock));
        for (Event event : history) {
            if (event instanceof Event.Waited(int minutes)) {
                clock.advance(Duration.ofMinutes(minutes));
            }
            assertThat(table.tell(event)).as("%s", event).isEqualTo(process.tell(event));
        }
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Integer> slots = Arbitraries.integers().between(0, 1);
        Arbitrary<String> sequencers = Arbitraries.of("", "", "0A", "0A1", "0b", "B", "no number");
        Arbitrary<String> uploads = Arbitraries.of("", "", "01", "1", "02");
        Arbitrary<String> fingerprints = Arbitraries.frequency(Tuple.of(7, ""), Tuple.of(1, "other"));
        Arbitrary<Integer> minutes = Arbitraries.integers().between(1, 3);
        Arbitrary<Integer> leases = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> documents = Arbitraries.integers().between(0, 2);
        return Arbitraries.<Event>frequencyOf(
                        Tuple.of(
                                4,
                                Combinators.combine(slots, sequencers, uploads, fingerprints, minutes)
                                        .as(Event.Claimed::new)),
                        Tuple.of(2, Combinators.combine(leases, documents).as(Event.Reserved::new)),
                        Tuple.of(1, leases.map(Event.Abandoned::new)),
                        Tuple.of(2, Combinators.combine(leases, documents).as(Event.Completed::new)),
                        Tuple.of(1, leases.map(Event.Released::new)),
                        Tuple.of(1, leases.map(Event.Refused::new)),
                        Tuple.of(2, minutes.map(Event.Waited::new)))
                .list()
                .ofMaxSize(25);
    }

    /** One ledger's part in a sequence. */
    private static final class Story {
        private final String id = UUID.randomUUID().toString();
        private final List<Lease> leases = new ArrayList<>();
        private final Ledger ledger;

        Story(Ledger ledger) {
            this.ledger = ledger;
        }

        /** Returns the result of an event, without what is specific to one ledger. */
        String tell(Event event) {
            try {
                return switch (event) {
                    case Event.Claimed(int slot, String order, String upload, String fingerprint, int minutes) ->
                        told(ledger.claim(
                                new TransferKey(
                                        id + slot, Sequencer.parse(order), Sequencer.parse(upload), fingerprint),
                                Duration.ofMinutes(minutes)));
                    case Event.Reserved(int lease, int document) ->
                        written(lease, held -> ledger.recordDocument(held, "document-" + document));
                    case Event.Abandoned(int lease) -> written(lease, ledger::forgetDocument);
                    case Event.Completed(int lease, int document) ->
                        written(lease, held -> ledger.complete(held, LedgerContract.entry("document-" + document)));
                    case Event.Released(int lease) -> written(lease, ledger::release);
                    case Event.Refused(int lease) -> written(lease, ledger::reject);
                    case Event.Waited waited -> "waited";
                };
            } catch (UploadException e) {
                return e.problem().name();
            }
        }

        private String told(Claim claim) {
            return switch (claim) {
                case Claim.Fresh(Lease lease, boolean previousAttemptLost) -> {
                    leases.addFirst(lease);
                    yield "fresh, tried before: " + previousAttemptLost;
                }
                case Claim.Resume(Lease lease, String documentId, boolean replaces) -> {
                    leases.addFirst(lease);
                    yield "resume " + documentId + ", replaces: " + replaces;
                }
                case Claim.KeyReused mismatch -> mismatch.toString();
                case Claim.Completed done -> done.toString();
                case Claim.InProgress busy -> busy.toString();
            };
        }

        private String written(int lease, Consumer<Lease> write) {
            if (lease >= leases.size()) {
                return "no such lease";
            }
            write.accept(leases.get(lease));
            return "written";
        }
    }
}
