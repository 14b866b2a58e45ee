package com.ovok.upload.ledger;

import static com.ovok.upload.ledger.AttributeValue.number;
import static com.ovok.upload.ledger.AttributeValue.text;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsJsonClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A ledger in a DynamoDB table, shared by all processes. Thread-safe.
 *
 * <p>The table's hash key is {@code id}; {@code expiresAt} is its TTL attribute, in seconds. Every change is one
 * conditional write that may be sent twice. {@code previousLeaseUntil} holds the end of the previous lease if it was
 * not released, otherwise 0. {@code completedEntry}, {@code completedDocumentId} and {@code completedSequencer}
 * describe the version completed last. {@code sequencer} is that of the last claim. {@code upload} is the first known
 * upload of the id.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html">
 *     Condition expressions</a>
 */
public final class DynamoLedger implements Ledger {
    /** No lease is held; and the id is new, or the claim is for a later version, or for one that is not completed. */
    private static final String CLAIMABLE = "(attribute_not_exists(leaseUntil) OR leaseUntil <= :now)"
            + " AND (attribute_not_exists(id) OR sequencer < :sequencer OR (sequencer = :sequencer"
            + " AND (attribute_not_exists(completedSequencer) OR completedSequencer < :sequencer)))"
            + " AND (attribute_not_exists(fingerprint) OR fingerprint = :fingerprint)";

    private static final String CLAIM = "SET sequencer = :sequencer, fingerprint = :fingerprint, leaseOwner = :owner,"
            + " leaseUntil = :until, expiresAt = :expiresAt, previousLeaseUntil = if_not_exists(leaseUntil, :none)";

    /** The item does not belong to another upload. */
    private static final String SAME_UPLOAD = "(attribute_not_exists(upload) OR upload = :upload)";

    private static final String OURS = "leaseOwner = :owner";

    private static final AttributeValue NO_LEASE = number(0);

    /** For one call. A call and {@link #LAST_CALL} fit into the time that an invocation reserves for its end. */
    private static final Duration CALL = Duration.ofSeconds(2);
    /**
     * For a call that may follow another one after the deadline. If it fails, the lease expires soon, or the next claim
     * repeats the call.
     */
    private static final Duration LAST_CALL = Duration.ofMillis(800);

    private final LedgerTable table;
    private final Duration retention;
    private final InstantSource clock;

    /**
     * Creates a ledger in {@code table}.
     *
     * @param retention how long an item is kept after its last change
     */
    public DynamoLedger(AwsJsonClient dynamo, String table, Duration retention, InstantSource clock) {
        this.table = new LedgerTable(dynamo, table);
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Claim claim(TransferKey key, Duration lease) {
        Instant now = clock.instant();
        Lease claimed = new Lease(key, UUID.randomUUID().toString());
        try {
            return claimed(claimed, table.writeAndRead(claimRequest(claimed, now, now.plus(lease)), CALL));
        } catch (ConditionFailedException e) {
            return isOfAnotherUpload(e.item(), key)
                    ? claim(key.ofThisUpload(), left(now.plus(lease)))
                    : reject(claimed, e.item(), now);
        }
    }

    /** Returns the rest of the lease, which bounds a second call. */
    private Duration left(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (!left.isPositive()) {
            throw Deadline.passed(null);
        }
        return left;
    }

    private LedgerTable.Update claimRequest(Lease wanted, Instant now, Instant until) {
        TransferKey key = wanted.key();
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":sequencer", text(key.sequencer().sortable()),
                ":fingerprint", text(key.fingerprint()),
                ":now", number(now.toEpochMilli()),
                ":until", number(until.toEpochMilli()),
                ":none", NO_LEASE));
        if (!key.upload().isKnown()) {
            return update(wanted, CLAIM, CLAIMABLE, values);
        }
        values.put(":upload", text(key.upload().number()));
        return update(wanted, CLAIM + ", upload = :upload", CLAIMABLE + " AND " + SAME_UPLOAD, values);
    }

    private static boolean isOfAnotherUpload(Map<String, AttributeValue> item, TransferKey key) {
        AttributeValue upload = item.get("upload");
        return upload != null
                && key.upload().isKnown()
                && !upload.value().equals(key.upload().number());
    }

    /**
     * Returns the completed entry. Records the upload if the claim that completed it had none.
     *
     * @throws UploadException.Unavailable if another upload was recorded at the same moment; the next claim gets its
     *     own item
     */
    private Claim done(TransferKey key, Map<String, AttributeValue> item, String entry) {
        if (key.upload().isKnown() && !item.containsKey("upload")) {
            try {
                table.write(
                        request(
                                key,
                                "SET upload = :upload, expiresAt = :expiresAt",
                                SAME_UPLOAD,
                                Map.of(":upload", text(key.upload().number()))),
                        LAST_CALL);
            } catch (ConditionFailedException e) {
                throw Ledger.lost();
            }
        }
        return new Claim.Completed(StoredEntry.fromJson(entry), key.sequencer().isBefore(completedSequencer(item)));
    }

    private static Claim claimed(Lease lease, Map<String, AttributeValue> item) {
        AttributeValue document = item.get("documentId");
        return document == null
                ? new Claim.Fresh(lease, !NO_LEASE.equals(item.get("previousLeaseUntil")))
                : new Claim.Resume(lease, document.value(), document.equals(item.get("completedDocumentId")));
    }

    private Claim reject(Lease wanted, Map<String, AttributeValue> item, Instant now) {
        if (text(wanted.owner()).equals(item.get("leaseOwner"))) {
            // The client sent the write twice, and the first one succeeded.
            return claimed(wanted, item);
        }
        if (!text(wanted.key().fingerprint()).equals(item.getOrDefault("fingerprint", text("")))) {
            return new Claim.KeyReused();
        }
        AttributeValue entry = item.get("completedEntry");
        if (entry != null && wanted.key().sequencer().isAtMost(completedSequencer(item))) {
            return done(wanted.key(), item, entry.value());
        }
        AttributeValue until = item.get("leaseUntil");
        Duration left = Duration.ofMillis((until == null ? 0 : Long.parseLong(until.value())) - now.toEpochMilli());
        return new Claim.InProgress(left.isPositive() ? left : LATER_VERSION_PENDING);
    }

    private static String completedSequencer(Map<String, AttributeValue> item) {
        return item.getOrDefault("completedSequencer", text("")).value();
    }

    @Override
    public void recordDocument(Lease lease, String documentId) {
        change(lease, "SET documentId = :document, expiresAt = :expiresAt", Map.of(":document", text(documentId)));
    }

    @Override
    public void forgetDocument(Lease lease) {
        change(lease, "SET expiresAt = :expiresAt REMOVE documentId", Map.of());
    }

    @Override
    public void complete(Lease lease, FileEntryDto entry) {
        change(
                lease,
                "SET completedEntry = :entry, documentId = :document, completedDocumentId = :document,"
                        + " completedSequencer = sequencer, expiresAt = :expiresAt REMOVE leaseUntil",
                Map.of(":entry", text(StoredEntry.toJson(entry)), ":document", text(entry.getId())));
    }

    @Override
    public void release(Lease lease) {
        end(lease, "SET expiresAt = :expiresAt REMOVE leaseUntil", Map.of());
    }

    @Override
    public void reject(Lease lease) {
        end(
                lease,
                "SET sequencer = if_not_exists(completedSequencer, :none), expiresAt = :expiresAt REMOVE leaseUntil",
                Map.of(":none", text(Sequencer.NONE.sortable())));
    }

    private void end(Lease lease, String expression, Map<String, AttributeValue> values) {
        try {
            table.write(update(lease, expression, OURS, values), LAST_CALL);
        } catch (ConditionFailedException e) {
            Log.info("lease lost", Map.of("source", lease.key().id()));
        }
    }

    private void change(Lease lease, String expression, Map<String, AttributeValue> values) {
        try {
            table.write(update(lease, expression, OURS, values), CALL);
        } catch (ConditionFailedException e) {
            throw Ledger.lost();
        }
    }

    private LedgerTable.Update update(
            Lease lease, String expression, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":owner", text(lease.owner()));
        return request(lease.key(), expression, condition, all);
    }

    private LedgerTable.Update request(
            TransferKey key, String expression, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":expiresAt", number(clock.instant().plus(retention).getEpochSecond()));
        return new LedgerTable.Update(key.itemId(), expression, condition, all);
    }
}
