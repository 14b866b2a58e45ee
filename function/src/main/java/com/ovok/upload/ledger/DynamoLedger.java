package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * A ledger in a DynamoDB table, shared by all processes. Thread-safe.
 *
 * <p>The table's hash key is {@code id}; {@code expiresAt} is its TTL attribute, in seconds. Every change is one
 * conditional write that may be sent twice: {@code leaseBefore} keeps what the first one found, the end of a lease that
 * nobody ended or 0. {@code entry}, {@code fileOf} and {@code fileSequencer} are of the version that was completed
 * last, {@code sequencer} is that of the last claim. {@code upload} is the first upload of the id that was told.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html">
 *     Condition expressions</a>
 */
public final class DynamoLedger implements Ledger {
    /** No lease is held, and the slot is unknown, or ours is a later version, or this version is not completed. */
    private static final String CLAIMABLE = "(attribute_not_exists(leaseUntil) OR leaseUntil <= :now)"
            + " AND (attribute_not_exists(id) OR " + isEarlier("sequencer")
            + " OR (sequencer IN (:sequencer, :padded)"
            + " AND (attribute_not_exists(fileSequencer) OR " + isEarlier("fileSequencer") + ")))"
            + " AND (attribute_not_exists(fingerprint) OR fingerprint = :fingerprint)";

    private static final String CLAIM = "SET sequencer = :sequencer, fingerprint = :fingerprint, leaseOwner = :owner,"
            + " leaseUntil = :until, expiresAt = :expiresAt, leaseBefore = if_not_exists(leaseUntil, :none)";

    /** The slot is not another upload's. */
    private static final String SAME_UPLOAD = "(attribute_not_exists(upload) OR upload = :upload)";

    private static final String OURS = "leaseOwner = :owner";

    /** What DynamoDB calls a request that will not pass before an operator has changed something. */
    private static final Set<String> REFUSALS =
            Set.of("AccessDeniedException", "UnrecognizedClientException", "ValidationException");

    private static final AttributeValue NO_LEASE = number(0);

    /**
     * For a call that may follow another one after the deadline: both have to fit into the time that an invocation
     * keeps back. If it fails, the lease is about to end anyway, or the next claim tries it again.
     */
    private static final AwsRequestOverrideConfiguration LAST_CALL = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofMillis(800))
            .build();

    private final DynamoDbClient dynamo;
    private final String table;
    private final Duration retention;
    private final InstantSource clock;

    /**
     * A ledger in {@code table}.
     *
     * @param retention how long a slot is remembered after its last change
     */
    public DynamoLedger(DynamoDbClient dynamo, String table, Duration retention, InstantSource clock) {
        this.dynamo = dynamo;
        this.table = table;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Claim claim(TransferKey slot, Duration lease) {
        Instant now = clock.instant();
        Lease claimed = new Lease(slot, UUID.randomUUID().toString());
        UpdateItemRequest.Builder request = claimRequest(claimed, now, now.plus(lease))
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        try {
            return claimed(claimed, send(request).attributes());
        } catch (ConditionalCheckFailedException e) {
            return isOfAnotherUpload(e.item(), slot)
                    ? claim(slot.ofThisUpload(), left(now.plus(lease)))
                    : reject(claimed, e.item(), now);
        }
    }

    /** Returns how long the lease may still last; a second call begins only if the first left time for it. */
    private Duration left(Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (!left.isPositive()) {
            throw Deadline.passed(null);
        }
        return left;
    }

    private UpdateItemRequest.Builder claimRequest(Lease wanted, Instant now, Instant until) {
        TransferKey slot = wanted.slot();
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":sequencer", text(slot.sequencer().sortable()),
                ":padded", text(slot.sequencer().padded()),
                ":first", text(Sequencer.FIRST),
                ":fingerprint", text(slot.fingerprint()),
                ":now", number(now.toEpochMilli()),
                ":until", number(until.toEpochMilli()),
                ":none", NO_LEASE));
        if (!slot.upload().isKnown()) {
            return update(wanted, CLAIM, CLAIMABLE, values);
        }
        values.put(":upload", text(slot.upload().number()));
        return update(wanted, CLAIM + ", upload = :upload", CLAIMABLE + " AND " + SAME_UPLOAD, values);
    }

    /** Earlier releases padded sequencers, which start with a digit below {@link Sequencer#FIRST}. */
    private static String isEarlier(String attribute) {
        return "(" + attribute + " < :padded OR (" + attribute + " >= :first AND " + attribute + " < :sequencer))";
    }

    private static boolean isOfAnotherUpload(Map<String, AttributeValue> item, TransferKey slot) {
        AttributeValue upload = item.get("upload");
        return upload != null
                && slot.upload().isKnown()
                && !upload.s().equals(slot.upload().number());
    }

    /**
     * Returns the slot's entry, and writes down its upload if the claim that completed it did not know that.
     *
     * @throws UploadException.Unavailable if another upload did so at the same moment; the next claim gets its own slot
     */
    private Claim done(TransferKey slot, Map<String, AttributeValue> item, String entry) {
        if (slot.upload().isKnown() && !item.containsKey("upload")) {
            try {
                send(request(
                                slot,
                                "SET upload = :upload, expiresAt = :expiresAt",
                                SAME_UPLOAD,
                                Map.of(":upload", text(slot.upload().number())))
                        .overrideConfiguration(LAST_CALL));
            } catch (ConditionalCheckFailedException e) {
                throw Ledger.lost();
            }
        }
        return new Claim.Completed(StoredEntry.fromJson(entry));
    }

    private static Claim claimed(Lease lease, Map<String, AttributeValue> item) {
        AttributeValue document = item.get("documentId");
        return document == null
                ? new Claim.Fresh(lease, !NO_LEASE.equals(item.get("leaseBefore")))
                : new Claim.Resume(lease, document.s(), document.equals(item.get("fileOf")));
    }

    private Claim reject(Lease wanted, Map<String, AttributeValue> item, Instant now) {
        if (text(wanted.owner()).equals(item.get("leaseOwner"))) {
            // The client sent the write twice, and the first had passed.
            return claimed(wanted, item);
        }
        if (!text(wanted.slot().fingerprint()).equals(item.getOrDefault("fingerprint", text("")))) {
            return new Claim.KeyReused();
        }
        AttributeValue entry = item.get("entry");
        if (entry != null && wanted.slot().sequencer().isAtMost(fileSequencer(item))) {
            return done(wanted.slot(), item, entry.s());
        }
        AttributeValue until = item.get("leaseUntil");
        Duration left = Duration.ofMillis((until == null ? 0 : Long.parseLong(until.n())) - now.toEpochMilli());
        return new Claim.InProgress(left.isPositive() ? left : LATER_VERSION_PENDING);
    }

    private static String fileSequencer(Map<String, AttributeValue> item) {
        return item.getOrDefault("fileSequencer", text("")).s();
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
                "SET entry = :entry, documentId = :document, fileOf = :document, fileSequencer = sequencer,"
                        + " expiresAt = :expiresAt REMOVE leaseUntil",
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
                "SET sequencer = if_not_exists(fileSequencer, :none), expiresAt = :expiresAt REMOVE leaseUntil",
                Map.of(":none", text(Sequencer.NONE.sortable())));
    }

    private void end(Lease lease, String expression, Map<String, AttributeValue> values) {
        try {
            send(update(lease, expression, OURS, values).overrideConfiguration(LAST_CALL));
        } catch (ConditionalCheckFailedException e) {
            Log.info("lease lost", Map.of("source", lease.slot().id()));
        }
    }

    private void change(Lease lease, String expression, Map<String, AttributeValue> values) {
        try {
            send(update(lease, expression, OURS, values));
        } catch (ConditionalCheckFailedException e) {
            throw Ledger.lost();
        }
    }

    private UpdateItemRequest.Builder update(
            Lease lease, String expression, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":owner", text(lease.owner()));
        return request(lease.slot(), expression, condition, all);
    }

    private UpdateItemRequest.Builder request(
            TransferKey slot, String expression, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":expiresAt", number(clock.instant().plus(retention).getEpochSecond()));
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Map.of("id", text(slot.key())))
                .updateExpression(expression)
                .conditionExpression(condition)
                .expressionAttributeValues(all);
    }

    private UpdateItemResponse send(UpdateItemRequest.Builder request) {
        try {
            return dynamo.updateItem(request.build());
        } catch (ConditionalCheckFailedException e) {
            throw e;
        } catch (ResourceNotFoundException e) {
            throw new UploadException.Misconfigured(Problem.SETTINGS, "The table of LEDGER_TABLE does not exist.", e);
        } catch (DynamoDbException e) {
            throw refusal(e);
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    private static UploadException refusal(DynamoDbException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .filter(REFUSALS::contains)
                .<UploadException>map(code -> new UploadException.Misconfigured(
                        Problem.SETTINGS,
                        "DynamoDB refuses to write to the table of LEDGER_TABLE: its hash key must be the text id, and"
                                + " the function needs dynamodb:UpdateItem on it.",
                        e))
                .orElseGet(() -> unavailable(e));
    }

    private static UploadException unavailable(SdkException e) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, "The ledger's table did not answer.", e);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
