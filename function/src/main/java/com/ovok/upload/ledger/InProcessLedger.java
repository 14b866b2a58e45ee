package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Sequencer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A ledger in the memory of this process, for the latest 10,000 keys. Thread-safe. */
public final class InProcessLedger implements Ledger {
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Item> items = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Item> eldest) {
            return size() > MOST;
        }
    };

    public InProcessLedger(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Claim claim(TransferKey key, Duration lease) {
        Item item = items.get(key.itemId());
        Instant now = clock.instant();
        if (item == null) {
            return claimed(key, Item.NONE, now.plus(lease));
        }
        if (item.isOfAnotherUpload(key)) {
            return claim(key.ofThisUpload(), lease);
        }
        if (!item.fingerprint().equals(key.fingerprint())) {
            return new Claim.KeyReused();
        }
        Filed filed = item.filed();
        if (filed != null && key.sequencer().isAtMost(filed.sequencer())) {
            items.put(key.itemId(), item.adoptedBy(key.upload()));
            return new Claim.Completed(
                    StoredEntry.fromJson(filed.entry()), key.sequencer().isBefore(filed.sequencer()));
        }
        if (item.leaseUntil().isAfter(now)) {
            return new Claim.InProgress(Duration.between(now, item.leaseUntil()));
        }
        if (key.sequencer().sortable().compareTo(item.sequencer()) < 0) {
            return new Claim.InProgress(LATER_VERSION_PENDING);
        }
        return claimed(key, item, now.plus(lease));
    }

    private Claim claimed(TransferKey key, Item before, Instant until) {
        Lease claimed = new Lease(key, UUID.randomUUID().toString());
        items.put(key.itemId(), before.claimed(claimed, until));
        return before.documentId() == null
                ? new Claim.Fresh(claimed, !before.leaseUntil().equals(Instant.MIN))
                : new Claim.Resume(claimed, before.documentId(), before.isFiled());
    }

    @Override
    public void recordDocument(Lease lease, String documentId) {
        update(lease, item -> item.with(documentId));
    }

    @Override
    public void forgetDocument(Lease lease) {
        update(lease, item -> item.with(null));
    }

    @Override
    public void complete(Lease lease, FileEntryDto entry) {
        update(lease, item -> item.completed(entry.getId(), StoredEntry.toJson(entry)));
    }

    @Override
    public void release(Lease lease) {
        end(lease, Item::released);
    }

    @Override
    public void reject(Lease lease) {
        end(lease, Item::refused);
    }

    private synchronized void end(Lease lease, UnaryOperator<Item> change) {
        items.computeIfPresent(
                lease.key().itemId(), (key, item) -> item.owner().equals(lease.owner()) ? change.apply(item) : item);
    }

    private synchronized void update(Lease lease, UnaryOperator<Item> change) {
        Item item = items.get(lease.key().itemId());
        if (item == null || !item.owner().equals(lease.owner())) {
            throw Ledger.lost();
        }
        items.put(lease.key().itemId(), change.apply(item));
    }

    /**
     * The version completed last.
     *
     * @param entry as JSON, which is immutable
     */
    private record Filed(String sequencer, String documentId, String entry) {}

    /**
     * The state of one key.
     *
     * @param sequencer of the last claim
     * @param upload the first known upload of the id
     */
    private record Item(
            String sequencer,
            Sequencer upload,
            String owner,
            Instant leaseUntil,
            @Nullable String documentId,
            @Nullable Filed filed,
            String fingerprint) {
        static final Item NONE = new Item("", Sequencer.NONE, "", Instant.MIN, null, null, "");

        /** Returns whether the document has the file of a version. */
        boolean isFiled() {
            return filed != null && filed.documentId().equals(documentId);
        }

        boolean isOfAnotherUpload(TransferKey key) {
            return upload.isKnown()
                    && key.upload().isKnown()
                    && !upload.number().equals(key.upload().number());
        }

        Item adoptedBy(Sequencer told) {
            return upload.isKnown()
                    ? this
                    : new Item(sequencer, told, owner, leaseUntil, documentId, filed, fingerprint);
        }

        Item claimed(Lease lease, Instant until) {
            TransferKey key = lease.key();
            return new Item(
                    key.sequencer().sortable(),
                    adoptedBy(key.upload()).upload(),
                    lease.owner(),
                    until,
                    documentId,
                    filed,
                    key.fingerprint());
        }

        Item with(@Nullable String newDocumentId) {
            return new Item(sequencer, upload, owner, leaseUntil, newDocumentId, filed, fingerprint);
        }

        Item completed(String newDocumentId, String entry) {
            Filed latest = new Filed(sequencer, newDocumentId, entry);
            return new Item(sequencer, upload, owner, Instant.MIN, newDocumentId, latest, fingerprint);
        }

        Item released() {
            return new Item(sequencer, upload, owner, Instant.MIN, documentId, filed, fingerprint);
        }

        Item refused() {
            String latest = filed == null ? Sequencer.NONE.sortable() : filed.sequencer();
            return new Item(latest, upload, owner, Instant.MIN, documentId, filed, fingerprint);
        }
    }
}
