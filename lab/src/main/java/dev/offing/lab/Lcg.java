package dev.offing.lab;

/** Repeatable numbers that every runtime makes alike and that other languages can make too. */
final class Lcg {

    private int state;

    Lcg(int seed) {
        state = seed;
    }

    /** 0 to the bound, exclusive; the bound is at most 2^16. */
    int next(int bound) {
        state = state * 1664525 + 1013904223;
        return (state >>> 16) * bound >>> 16;
    }
}
