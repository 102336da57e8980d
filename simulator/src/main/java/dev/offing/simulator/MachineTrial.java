package dev.offing.simulator;

/** One seed, played where a bug may be planted; loaded anew with the bug, so its entry is a plain method. */
public final class MachineTrial {

    private MachineTrial() {}

    /**
     * Plays a seed.
     *
     * @param seed which
     * @param steps of its script
     * @return what went wrong, empty if nothing did
     */
    public static String play(long seed, int steps) {
        return Outcome.of(Script.generate(seed, steps), new Census()).sort();
    }
}
