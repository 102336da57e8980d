package dev.offing.engine;

/** Checks that stay on in production: a broken one is a fault of this code, not of its input. */
final class Invariant {

    private Invariant() {}

    /**
     * @param message constant text that names the invariant
     * @throws IllegalStateException if it does not hold
     */
    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalStateException(message);
        }
    }
}
