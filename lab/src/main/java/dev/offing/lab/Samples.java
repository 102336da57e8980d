package dev.offing.lab;

import java.util.Arrays;

/** Times of one step; at least one, all in one unit. */
public final class Samples {

    private double[] sorted = {};

    void add(double sample) {
        sorted = Arrays.copyOf(sorted, sorted.length + 1);
        sorted[sorted.length - 1] = sample;
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

    /** The least one that so many per cent of all do not exceed. */
    public double percentile(int percent) {
        return sorted[(sorted.length - 1) * percent / 100];
    }

    public double most() {
        return sorted[sorted.length - 1];
    }
}
