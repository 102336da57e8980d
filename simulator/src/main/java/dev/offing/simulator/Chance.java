package dev.offing.simulator;

/**
 * A stream of random numbers: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014). Each actor of a run has its own, so that leaving out a step of one leaves what
 * happens to the others as it was.
 */
final class Chance {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    /** A stream of its own for one part of a seed. */
    static Chance of(long seed, long part, long number) {
        return new Chance(mix(mix(seed * GOLDEN + part) + number * GOLDEN));
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** 0 (inclusive) to {@code bound} (exclusive). */
    int below(int bound) {
        return (int) ((next() >>> 33) % bound);
    }

    boolean oneIn(int times) {
        return below(times) == 0;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
