package dev.offing.simulator;

/**
 * Ways in which the simulated server, store or device can behave wrongly, to see that it is noticed. The
 * machines themselves are the shipped ones; bugs in their sources are planted by {@link MachineHunt}.
 */
enum PlantedBug {
    ACKNOWLEDGES_BEFORE_SYNC("server", "an append is acknowledged before it is durable"),
    TELLS_BEFORE_SYNC("server", "an append is told to others before it is durable"),
    FORGETS_LAST_ENTRY_IN_CRASH("server", "the entry that was synced last is gone after a crash"),
    APPENDS_A_DUPLICATE_AGAIN("server", "a change that comes again is appended again"),
    KEEPS_GATES_IN_CRASH("server", "gates outlive a crash and are ahead of the log"),
    SNAPSHOT_AHEAD_OF_LOG("server", "a snapshot has changes that are not durable"),
    RESTORE_KEEPS_EPOCH("server", "a restored server has the epoch it had"),
    ISSUES_AN_ID_TWICE("server", "a replica id is given to two devices"),
    TAKES_FOREIGN_REPLICAS("server", "whom a replica id was issued to is not looked at"),
    TAKES_WITHOUT_RIGHT("server", "the right to write is not looked at"),
    DELIVERS_WITHOUT_RIGHT("server", "the right to read is not looked at when entries are fetched"),
    SESSIONS_NOT_TOLD_OF_RIGHTS("server", "sessions do not hear that rights were taken"),
    HEADS_STOP_SHORT("server", "heads beyond the limit are left out and nobody is told"),
    CLOCK_USED_FOR_ORDER("server", "what is synced together is logged in the order of the clocks it carries"),
    KEY_ALONE_IS_DUPLICATE("server", "a change is acknowledged because its key is known, whatever it says"),
    CHECKPOINT_AHEAD_OF_STATE("store", "a sequence is stored in a write before the entries it speaks of"),
    OUTBOX_ENTRY_IN_A_WRITE_OF_ITS_OWN("store", "the outbox entry is written after the log entry"),
    ACKNOWLEDGES_THE_NEXT_TOO("store", "with an acknowledged change the one after it leaves the outbox"),
    REOFFER_REPLACES_THE_OUTBOX("store", "what is offered again stands for all that was in the outbox"),
    NEW_EPOCH_KEEPS_SEQUENCES("store", "known sequences of another epoch go on counting"),
    FAILED_WRITE_IS_CALLED_DONE("store", "a write that failed is answered like one that did not"),
    WRITES_AFTER_A_FAILED_ONE("store", "writes behind a failed one are executed"),
    REPAIR_WITHOUT_A_MARK("store", "a damaged record is dropped and its document not compared"),
    DAMAGED_OUTBOX_ENTRY_SKIPPED("store", "an outbox entry that cannot be read is left out in silence"),
    POOL_GIVES_AN_ID_TWICE("store", "a replica id stays in the pool when a tab takes it"),
    SAVED_BEFORE_WRITTEN("device", "a change is shown as saved when it is queued for the store"),
    STALE_LEADER("device", "a tab goes on leading although another one leads"),
    DEAD_TABS_WORK_NOT_ADOPTED("device", "when a tab has died nobody reads its outbox"),
    FOLLOWERS_NOT_TOLD("device", "other tabs do not hear of entries that arrived"),
    OTHER_ACCOUNTS_STORE("device", "who signs in works on the store of who signed out"),
    CLOCK_GOES_BACK("device", "the machine is given a clock that can be set back"),
    KEEPS_AFTER_POLICY_WAS_LOWERED("device", "the policy record is not looked at when the rules are asked"),
    DROPS_WHAT_IS_UNSENT("device", "a page that was not chosen goes with what has not been sent"),
    DROPS_PINNED_PAGES("device", "a pin is no reason to keep a page"),
    FORGETS_NEW_CHILDREN("device", "the rules are asked with the tree as it was at first"),
    SENDS_OVERTAKE("network", "a frame may arrive before one that was sent before it");

    private final String group;
    private final String what;

    PlantedBug(String group, String what) {
        this.group = group;
        this.what = what;
    }

    String group() {
        return group;
    }

    /** What is wrong then. */
    String what() {
        return what;
    }
}
