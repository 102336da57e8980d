package dev.offing.lab;

/** Time for measuring: {@code System.nanoTime} on the JVM, {@code performance.now} elsewhere. */
@FunctionalInterface
public interface Clock {

    /** Milliseconds since some fixed moment. */
    double millis();
}
