package com.ovok.upload.ledger;

/**
 * The right to carry a slot for a while.
 *
 * @param owner unique to one claim: a lease that was lost and claimed by another does not match any more
 */
public record Lease(TransferKey slot, String owner) {}
