package com.ovok.local.e2e.reliability;

import com.ovok.local.dynamodb.DynamoDbFaults;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Fault.Cut;
import com.ovok.local.http.Fault.Ending;
import com.ovok.local.http.Fault.Side;
import com.ovok.local.http.Operation;
import com.ovok.local.s3.S3Faults;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of faults of the function's calls. */
enum FaultKind {
    /** 500, in the format of the called server. */
    OUT_OF_ORDER,
    /** 503; S3 calls it SlowDown. */
    BUSY,
    /** 429 from OVOK, ThrottlingException from DynamoDB and EventBridge. */
    THROTTLED,
    RESET_BEFORE_THE_REQUEST,
    RESET_DURING_THE_REQUEST,
    /** The server has handled the request. */
    RESET_BEFORE_THE_RESPONSE,
    RESET_DURING_THE_RESPONSE,
    /** The connection is closed regularly within the response. */
    TRUNCATED_RESPONSE,
    /** S3 responds while the file is still being sent. */
    EARLY_RESPONSE,
    /** The server accepts the request and sends nothing. */
    STALL,
    /** The server has handled the request, and its response stops half-way. */
    STALLED_RESPONSE,
    /** The server has handled the request, and the rest of its response arrives at one byte per second. */
    DRIPPED_RESPONSE,
    /** S3 reads a part of a large file and then stops, so that the deadline interrupts a write. */
    STOPPED_READING,
    /** No failure: 100, 102 and 103 arrive before the request's body is read, and before the final response. */
    INTERIM_RESPONSES;

    private static final Set<Operation> OVOK =
            EnumSet.of(Operation.CREATE_DOCUMENT, Operation.REPLACE_DOCUMENT, Operation.DELETE_DOCUMENT);
    /** DynamoDB and EventBridge, whose errors look alike. */
    private static final Set<Operation> JSON_SERVICES = EnumSet.of(Operation.UPDATE_ITEM, Operation.PUT_EVENTS);

    private static final Set<Operation> S3 = EnumSet.of(Operation.GET_OBJECT, Operation.POST_OBJECT);

    /** In bytes: shorter than any response. */
    private static final int HALF_WAY = 1;

    /** What S3 reads of a form before it stops, in bytes: all of its fields, and a part of its file. */
    private static final int FIRST_PART = 100_000;

    /** Returns the possible faults of this operation; empty if the function does not call it. */
    static List<FaultKind> of(Operation operation) {
        return Stream.of(values()).filter(mishap -> mishap.happensTo(operation)).toList();
    }

    private boolean happensTo(Operation operation) {
        return switch (this) {
            case THROTTLED -> OVOK.contains(operation) || JSON_SERVICES.contains(operation);
            case INTERIM_RESPONSES -> OVOK.contains(operation) || S3.contains(operation);
            case EARLY_RESPONSE, STOPPED_READING -> operation == Operation.POST_OBJECT;
            case RESET_DURING_THE_REQUEST -> operation != Operation.GET_OBJECT && isCalled(operation);
            case RESET_DURING_THE_RESPONSE -> operation != Operation.POST_OBJECT && isCalled(operation);
            default -> isCalled(operation);
        };
    }

    private static boolean isCalled(Operation operation) {
        return OVOK.contains(operation) || S3.contains(operation) || JSON_SERVICES.contains(operation);
    }

    Fault at(Operation operation) {
        // S3's response to a form has no body to cut.
        int partOfResponse = operation == Operation.POST_OBJECT ? 0 : HALF_WAY;
        return switch (this) {
            case OUT_OF_ORDER -> outOfOrder(operation);
            case BUSY -> busy(operation);
            case THROTTLED -> OVOK.contains(operation) ? ovok(429) : DynamoDbFaults.throttled();
            case RESET_BEFORE_THE_REQUEST -> Fault.resetBeforeBody();
            case RESET_DURING_THE_REQUEST -> Fault.resetDuringBody(HALF_WAY);
            case RESET_BEFORE_THE_RESPONSE -> Fault.resetAfterHandling();
            case RESET_DURING_THE_RESPONSE -> new Cut(Side.RESPONSE, partOfResponse, Ending.RESET);
            case TRUNCATED_RESPONSE -> Fault.truncateResponse(partOfResponse);
            case EARLY_RESPONSE -> S3Faults.slowDown().beforeBody();
            case STALL -> Fault.stall();
            case STOPPED_READING -> new Cut(Side.REQUEST, FIRST_PART, Ending.STALL);
            case STALLED_RESPONSE -> Fault.stallResponse(partOfResponse);
            case DRIPPED_RESPONSE -> Fault.dripResponse(partOfResponse);
            case INTERIM_RESPONSES -> Fault.interimResponses();
        };
    }

    private static Fault outOfOrder(Operation operation) {
        if (OVOK.contains(operation)) {
            return ovok(500);
        }
        return S3.contains(operation) ? S3Faults.internalError() : DynamoDbFaults.internalError();
    }

    private static Fault busy(Operation operation) {
        if (OVOK.contains(operation)) {
            return ovok(503);
        }
        return S3.contains(operation) ? S3Faults.slowDown() : DynamoDbFaults.error(503, "ServiceUnavailable");
    }

    private static Fault ovok(int status) {
        return Fault.status(status)
                .body("application/json", "{\"statusCode\":" + status + ",\"message\":\"By a fault\"}");
    }
}
