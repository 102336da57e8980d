package dev.offing.simulator;

import java.util.TreeSet;

/** What happened in a run that may leave something for a person to look at; nothing else may. */
final class Excuses {
    boolean restored;
    boolean evicted;
    /** Accounts of whose devices one was copied. */
    final TreeSet<String> cloned = new TreeSet<>();
}
