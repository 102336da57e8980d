package dev.offing.simulator;

/** Ways in which the simulated server, store and device can behave wrongly, to see that it is noticed. */
public enum PlantedBug {
    /** A crash then loses what was acknowledged. */
    ACKNOWLEDGES_BEFORE_SYNC("an append is acknowledged before it is durable");

    private final String what;

    PlantedBug(String what) {
        this.what = what;
    }

    public String what() {
        return what;
    }
}
