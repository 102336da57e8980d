package dev.offing.simulator;

import java.util.EnumSet;
import java.util.Set;

/** What goes wrong, or is rare; every kind has to happen over a set of runs, or the set proves little. */
public enum Fault {
    CONNECTION_CUT,
    CONNECTION_HALF_OPEN,
    CONNECT_FAILED,
    FRAME_DAMAGED,
    FRAME_DOUBLED,
    FRAME_PARTIAL,
    FRAME_FORGED,
    MESSAGE_LOST,
    LINE_SLOW,
    NETWORK_GONE,
    TAB_KILLED,
    LEADER_KILLED,
    DEVICE_CRASHED,
    STORE_WRITE_LOST,
    STORE_WRITE_UNDONE,
    STORE_WRITE_FAILED,
    DISK_FULL,
    RECORD_DAMAGED,
    OUTBOX_RECORD_DAMAGED,
    STORE_EVICTED,
    PROFILE_CLONED,
    ACCOUNT_SWITCHED,
    CLOCK_SKEWED,
    CLOCK_JUMPED,
    SERVER_CRASHED,
    APPEND_LOST,
    SERVER_RESTORED,
    SERVER_OVERLOADED,
    SESSION_CONGESTED,
    NOTIFICATION_LOST,
    TOKEN_EXPIRED,
    TICKET_REFUSED,
    OLD_PROTOCOL,
    RIGHT_TO_WRITE_TAKEN,
    RIGHT_TO_READ_TAKEN,
    PUSH_REPEATED,
    CAUSES_MISSING,
    REPLICA_FOREIGN,
    REPLICA_FROZEN,
    EQUIVOCATION,
    OPERATION_REFUSED,
    REOFFERED,
    EVIL_FRAME,
    EVIL_CHANGE;

    /** Those that happen by themselves, by chance, and can be forbidden. */
    static final Set<Fault> SPONTANEOUS = EnumSet.of(
            CONNECTION_CUT,
            CONNECTION_HALF_OPEN,
            CONNECT_FAILED,
            FRAME_DAMAGED,
            FRAME_DOUBLED,
            FRAME_PARTIAL,
            FRAME_FORGED,
            LINE_SLOW,
            STORE_WRITE_FAILED,
            CLOCK_SKEWED,
            SERVER_OVERLOADED,
            NOTIFICATION_LOST,
            TICKET_REFUSED,
            OLD_PROTOCOL);
}
