package com.ovok.upload.ledger;

/**
 * The exclusive right to process a file for a limited time.
 *
 * @param owner unique per claim, so that an expired lease no longer matches after another claim
 */
public record Lease(TransferKey key, String owner) {}
