package com.ovok.local.checks.contract;

/**
 * A difference between openapi.yaml and a description of the vendor's.
 *
 * @param breaking whether the function can fail because of it
 * @param where the operation, and the field in its body
 */
record Change(boolean breaking, String where, String what) {
    static Change breaking(String where, String what) {
        return new Change(true, where, what);
    }

    static Change compatible(String where, String what) {
        return new Change(false, where, what);
    }

    @Override
    public String toString() {
        return (breaking ? "breaking: " : "compatible: ") + where + ": " + what;
    }
}
