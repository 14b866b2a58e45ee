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
            Filed filed = item.filed();
            if (filed != null && slot.sequencer().compareTo(filed.sequencer()) <= 0) {
                return new Claim.Done(StoredEntry.fromJson(filed.entry()));
            }
            if (item.leaseUntil().isAfter(now)) {
                return new Claim.Busy(Duration.between(now, item.leaseUntil()));
            }
            if (slot.sequencer().compareTo(item.sequencer()) < 0) {
                return new Claim.Busy(LATER_VERSION_PENDING);
            }
        }
        Item before = item == null ? Item.NONE : item;
        Lease claimed = new Lease(slot, UUID.randomUUID().toString());
        items.put(slot.id(), before.claimed(claimed, now.plus(lease)));
        return before.documentId() == null
                ? new Claim.Fresh(claimed, !before.leaseUntil().equals(Instant.MIN))
                : new Claim.Resume(claimed, before.documentId(), before.isFiled());
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
    public void release(Lease lease) {
        end(lease, Item::released);
    }

    @Override
    public void refused(Lease lease) {
        end(lease, Item::refused);
    }

    private synchronized void end(Lease lease, UnaryOperator<Item> change) {
        items.computeIfPresent(
                lease.slot().id(), (id, item) -> item.owner().equals(lease.owner()) ? change.apply(item) : item);
    }

    private synchronized void update(Lease lease, UnaryOperator<Item> change) {
        Item item = items.get(lease.slot().id());
        if (item == null || !item.owner().equals(lease.owner())) {
            throw Ledger.lost();
        }
        items.put(lease.slot().id(), change.apply(item));
    }

    /**
     * The version that was completed last.
     *
     * @param entry as JSON, so that nobody can change it
     */
    private record Filed(String sequencer, String documentId, String entry) {}

    /**
     * One slot's state.
     *
     * @param sequencer of the last claim
     */
    private record Item(
            String sequencer,
            String owner,
            Instant leaseUntil,
            @Nullable String documentId,
            @Nullable Filed filed,
            String fingerprint) {
        static final Item NONE = new Item("", "", Instant.MIN, null, null, "");

        /** Whether the document has the file of a version. */
        boolean isFiled() {
            return filed != null && filed.documentId().equals(documentId);
        }

        Item claimed(Lease lease, Instant until) {
            Slot slot = lease.slot();
            return new Item(slot.sequencer(), lease.owner(), until, documentId, filed, slot.fingerprint());
        }

        Item with(@Nullable String newDocumentId) {
            return new Item(sequencer, owner, leaseUntil, newDocumentId, filed, fingerprint);
        }

        Item completed(String newDocumentId, String entry) {
            Filed latest = new Filed(sequencer, newDocumentId, entry);
            return new Item(sequencer, owner, Instant.MIN, newDocumentId, latest, fingerprint);
        }

        Item released() {
            return new Item(sequencer, owner, Instant.MIN, documentId, filed, fingerprint);
        }

        Item refused() {
            String latest = filed == null ? Slot.of("").sequencer() : filed.sequencer();
            return new Item(latest, owner, Instant.MIN, documentId, filed, fingerprint);
        }
    }
}
