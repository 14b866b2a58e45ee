package com.ovok.local.checks.contract;

import static com.ovok.local.checks.contract.Change.breaking;
import static com.ovok.local.checks.contract.Change.compatible;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the bodies of an operation. The vendor must accept every request of ours, and we every response of the
 * vendor's, so the same difference can break one and leave the other intact.
 */
final class SchemaDrift {
    private final List<Change> changes = new ArrayList<>();
    private final boolean request;

    private SchemaDrift(boolean request) {
        this.request = request;
    }

    static List<Change> ofRequest(String where, Schema ours, Schema vendors) {
        SchemaDrift drift = new SchemaDrift(true);
        drift.compare(where, ours, vendors);
        return drift.changes;
    }

    static List<Change> ofResponse(String where, Schema ours, Schema vendors) {
        SchemaDrift drift = new SchemaDrift(false);
        drift.compare(where, ours, vendors);
        return drift.changes;
    }

    private void compare(String where, Schema ours, Schema vendors) {
        compareSets(where, "type", ours.types(), vendors.types());
        compareSets(where, "enum", ours.values(), vendors.values());
        if (!ours.format().equals(vendors.format())) {
            boolean breaking = request && !vendors.format().isEmpty();
            changes.add(new Change(breaking, where, "format " + named(ours.format(), vendors.format())));
        }
        compareLengths(where, ours, vendors);
        compareRequired(where, ours, vendors);
        compareProperties(where, ours.properties(), vendors.properties());
        if (ours.hasElements() && vendors.hasElements()) {
            compare(where + "[]", ours.elements(), vendors.elements());
        }
    }

    /** The side that sends may use fewer values than the side that receives accepts; none stands for all. */
    private void compareSets(String where, String keyword, Set<String> ours, Set<String> vendors) {
        if (ours.equals(vendors)) {
            return;
        }
        Set<String> sent = request ? ours : vendors;
        Set<String> accepted = request ? vendors : ours;
        boolean fits = accepted.isEmpty() || (!sent.isEmpty() && accepted.containsAll(sent));
        changes.add(new Change(!fits, where, keyword + " " + named(ours.toString(), vendors.toString())));
    }

    private void compareLengths(String where, Schema ours, Schema vendors) {
        if (ours.minLength() == vendors.minLength() && ours.maxLength() == vendors.maxLength()) {
            return;
        }
        boolean narrower = vendors.minLength() > ours.minLength() || vendors.maxLength() < ours.maxLength();
        changes.add(new Change(request && narrower, where, "length " + named(lengths(ours), lengths(vendors))));
    }

    private void compareRequired(String where, Schema ours, Schema vendors) {
        for (String name : Sets.difference(vendors.required(), ours.required())) {
            changes.add(new Change(request, where + "/" + name, "became required"));
        }
        for (String name : Sets.difference(ours.required(), vendors.required())) {
            changes.add(new Change(!request, where + "/" + name, "became optional"));
        }
    }

    private void compareProperties(String where, Map<String, Schema> ours, Map<String, Schema> vendors) {
        ours.forEach((name, schema) -> {
            Schema other = vendors.get(name);
            if (other == null) {
                changes.add(breaking(where + "/" + name, "is missing"));
            } else {
                compare(where + "/" + name, schema, other);
            }
        });
        Sets.difference(vendors.keySet(), ours.keySet())
                .forEach(name -> changes.add(compatible(where + "/" + name, "is new")));
    }

    private static String lengths(Schema schema) {
        return schema.minLength() + ".." + (schema.maxLength() == Integer.MAX_VALUE ? "" : schema.maxLength());
    }

    private static String named(String ours, String vendors) {
        return "changed from " + (ours.isEmpty() ? "none" : ours) + " to " + (vendors.isEmpty() ? "none" : vendors);
    }
}
