package dev.offing.lab;

import java.util.Arrays;

/** Times of one step, in milliseconds; at least one. */
public final class Samples {

    private double[] sorted = {};

    void add(double millis) {
        sorted = Arrays.copyOf(sorted, sorted.length + 1);
        sorted[sorted.length - 1] = millis;
        Arrays.sort(sorted);
    }

    public int count() {
        return sorted.length;
    }

    public double least() {
        return sorted[0];
    }

    /** The upper one of the two in the middle. */
    public double median() {
        return sorted[sorted.length / 2];
    }

    public double most() {
        return sorted[sorted.length - 1];
    }
}
