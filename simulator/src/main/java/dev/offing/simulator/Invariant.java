package dev.offing.simulator;

import java.util.Locale;

/**
 * What has to hold, whatever happens; docs/internals/simulation.md says where each is checked. A
 * number is never given to another law.
 */
public enum Invariant {
    ACKNOWLEDGED_IS_DURABLE(1),
    SAVED_IS_DURABLE(2),
    CLIENT_WRITE_IS_ATOMIC(3),
    NOTHING_IS_LOST(4),
    NO_DUPLICATE_EFFECT(5),
    CONVERGENCE(6),
    ORDER_INDEPENDENCE(7),
    SNAPSHOT_IS_LOG(8),
    COMPACTION_IS_INVISIBLE(9),
    TYPED_TEXT_IS_VISIBLE(10),
    TREE_IS_WELL_FORMED(11),
    QUEUES_DRAIN(12),
    REFUSED_IS_KEPT(13),
    DRAFT_LEAKS_NOTHING(14),
    ONE_BAD_OPERATION_BLOCKS_NOTHING_ELSE(15),
    NO_DELIVERY_WITHOUT_RIGHT(16),
    NO_EFFECT_WITHOUT_RIGHT(17),
    REVOCATION_STOPS_AT_ONCE(20),
    NOTHING_BEYOND_THE_CHOICE(23),
    ACCOUNTS_NEVER_MIX(27),
    CLOCKS_ARE_HARMLESS(29),
    FULL_STORAGE_LOSES_NOTHING(30),
    EVICTION_IS_SURVIVED(31),
    TABS_SHARE_ONE_STORE(32),
    NEW_PROGRAM_FINDS_PENDING_WORK(33),
    RESTORED_SERVER_GETS_BACK_WHAT_IT_LOST(35),
    DAMAGED_RECORD_IS_CONFINED(36),
    HOSTILE_FRAMES_CHANGE_NOTHING(37),
    EVIL_CLIENT_IS_CONTAINED(38),
    CLONES_DO_NOT_EQUIVOCATE(39),
    RETRY_IS_IDEMPOTENT(40),
    CAUSALITY(41),
    STATUS_IS_HONEST(42);

    private final int number;

    Invariant(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** As people read it: {@code INV-1 acknowledged is durable}. */
    @Override
    public String toString() {
        return "INV-" + number + " " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
