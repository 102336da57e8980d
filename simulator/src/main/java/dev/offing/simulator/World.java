package dev.offing.simulator;

import java.util.PriorityQueue;
import java.util.Set;

/**
 * Time, the order of events and the book of what happened in one run. Everything that happens is an
 * event; one script gives one order, which {@link #trace} shows.
 */
final class World {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final long seed;
    final Census census;
    private final Set<Fault> forbidden;
    private final PlantedBug bug;
    /** While true, things go wrong. */
    boolean hostile = true;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = 1_700_000_000_000L;
    private long numbers;
    private long trace = FNV_OFFSET;

    /** @param bug to behave by; null for none */
    World(Script script, Census census, PlantedBug bug) {
        this.seed = script.seed();
        this.forbidden = script.forbidden();
        this.census = census;
        this.bug = bug;
    }

    long now() {
        return now;
    }

    /** Whether the simulated server, store or device has this bug. */
    boolean has(PlantedBug asked) {
        return bug == asked;
    }

    /** 64-bit FNV-1a, a word at a time, over everything noted so far, in order. */
    long trace() {
        return trace;
    }

    void note(long kind, long value) {
        trace = (trace ^ now) * FNV_PRIME;
        trace = (trace ^ kind) * FNV_PRIME;
        trace = (trace ^ value) * FNV_PRIME;
    }

    void count(Fault fault, Phase phase) {
        census.count(fault, phase);
        note(fault.ordinal(), phase.ordinal());
    }

    boolean mayHappen(Fault fault) {
        return hostile && !forbidden.contains(fault);
    }

    /** Whether a fault that comes once in {@code in} times comes now. The stream goes on the same way if not. */
    boolean goesWrong(Chance chance, Fault fault, int in) {
        return chance.oneIn(in) && mayHappen(fault);
    }

    /** Looks at a law. */
    void holds(Invariant invariant, boolean holds, Object subject, String what) {
        census.count(invariant);
        if (!holds) {
            throw new Violation(invariant, subject, what);
        }
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + Math.max(0, millis), numbers++, action));
    }

    /** Lets a stretch of time pass. */
    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at());
            census.event();
            event.action().run();
        }
        now = end;
    }
}
