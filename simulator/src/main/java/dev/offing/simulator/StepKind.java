package dev.offing.simulator;

/** What a script lets happen on purpose. How often: weights among all steps of a run. */
public enum StepKind {
    EDIT(6_256),
    EDIT_AND_KILL(450),
    UNDO(150),
    TAKE_OFFLINE(300),
    BRING_ONLINE(400),
    OPEN_TAB(600),
    KILL_TAB(420),
    CRASH_DEVICE(220),
    SYNC_NOW(180),
    SIGN_IN(60),
    CONGEST(220),
    CRASH_SERVER(120),
    SNAPSHOT(120),
    COMPACT(120),
    BACK_UP(80),
    RESTORE(14),
    TAKE_RIGHT(30),
    GIVE_RIGHT(40),
    EXPIRE_TOKENS(14),
    FILL_DISK(30),
    FLIP_BIT(14),
    EVICT(6),
    CLONE(4),
    SWITCH_ACCOUNT(40),
    JUMP_CLOCK(40),
    POISON(10),
    EVIL(120);

    private final int weight;

    StepKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
