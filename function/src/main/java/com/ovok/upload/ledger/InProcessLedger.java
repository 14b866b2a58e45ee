package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A ledger that lasts as long as its process; it keeps the latest 10,000 slots. Thread-safe. */
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
    public synchronized Claim claim(Slot slot, Duration lease) {
        Item item = items.get(slot.id());
        Instant now = clock.instant();
        if (item != null && !item.fingerprint().equals(slot.fingerprint())) {
            return new Claim.Mismatch();
        }
        if (item != null) {
            int order = slot.sequencer().compareTo(item.sequencer());
            if (item.entry() != null && order <= 0) {
                return new Claim.Done(StoredEntry.fromJson(item.entry()));
            }
            if (item.leaseUntil().isAfter(now)) {
                return new Claim.Busy(Duration.between(now, item.leaseUntil()));
            }
            if (order < 0) {
                return new Claim.Busy(LATER_VERSION_PENDING);
            }
        }
        Item before = item == null ? Item.NONE : item;
        Lease claimed = new Lease(slot, UUID.randomUUID().toString());
        items.put(
                slot.id(),
                new Item(
                        slot.sequencer(),
                        claimed.owner(),
                        now.plus(lease),
                        before.documentId(),
                        null,
                        before.fileOf(),
                        slot.fingerprint()));
        return before.documentId() == null
                ? new Claim.Fresh(claimed, !before.leaseUntil().equals(Instant.MIN))
                : new Claim.Resume(
                        claimed, before.documentId(), before.documentId().equals(before.fileOf()));
    }

    @Override
    public void reserved(Lease lease, String documentId) {
        update(lease, item -> item.with(documentId));
    }

    @Override
    public void abandoned(Lease lease) {
        update(lease, item -> item.with(null));
    }

    @Override
    public void completed(Lease lease, FileEntryDto entry) {
        update(lease, item -> item.completed(entry.getId(), StoredEntry.toJson(entry)));
    }

    @Override
    public synchronized void release(Lease lease) {
        items.computeIfPresent(
                lease.slot().id(), (id, item) -> item.owner().equals(lease.owner()) ? item.released() : item);
    }

    private synchronized void update(Lease lease, UnaryOperator<Item> change) {
        Item item = items.get(lease.slot().id());
        if (item == null || !item.owner().equals(lease.owner())) {
            throw Ledger.lost();
        }
        items.put(lease.slot().id(), change.apply(item));
    }

    /**
     * One slot's state.
     *
     * @param entry as JSON, so that nobody can change it
     * @param fileOf the document that was completed last
     */
    private record Item(
            String sequencer,
            String owner,
            Instant leaseUntil,
            @Nullable String documentId,
            @Nullable String entry,
            @Nullable String fileOf,
            String fingerprint) {
        static final Item NONE = new Item("", "", Instant.MIN, null, null, null, "");

        Item with(@Nullable String newDocumentId) {
            return new Item(sequencer, owner, leaseUntil, newDocumentId, entry, fileOf, fingerprint);
        }

        Item completed(String newDocumentId, String newEntry) {
            return new Item(sequencer, owner, Instant.MIN, newDocumentId, newEntry, newDocumentId, fingerprint);
        }

        Item released() {
            return new Item(sequencer, owner, Instant.MIN, documentId, entry, fileOf, fingerprint);
        }
    }
}
