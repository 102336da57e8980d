package dev.offing.sync.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Time, chance and the order of events of one simulated run. Everything that happens is an event; one
 * seed gives one order, so a run can be repeated exactly, which {@link #trace} shows.
 */
final class World {

    /** What went wrong or was rare; every kind has to happen over a set of runs, or the set proves little. */
    enum Fault {
        CONNECTION_CUT,
        CONNECTION_HALF_OPEN,
        CONNECT_FAILED,
        FRAME_DAMAGED,
        FRAME_DOUBLED,
        MESSAGE_LOST,
        TAB_KILLED,
        LEADER_KILLED,
        DEVICE_CRASHED,
        STORE_WRITE_LOST,
        STORE_WRITE_FAILED,
        SERVER_CRASHED,
        APPEND_LOST,
        SERVER_RESTORED,
        SESSION_CONGESTED,
        NOTIFICATION_LOST,
        PUSH_REPEATED,
        CAUSES_MISSING,
        REPLICA_FOREIGN,
        REOFFERED
    }

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    final long seed;
    final Random random;
    final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    /** While true, things go wrong. */
    boolean hostile = true;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = 1_700_000_000_000L;
    private long numbers;
    private long trace;

    World(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    long now() {
        return now;
    }

    /** A hash over everything that was noted so far. */
    long trace() {
        return trace;
    }

    void note(String what, long value) {
        trace = (trace * 31 + what.hashCode()) * 31 + value + now;
    }

    void count(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
        note("fault", fault.ordinal());
    }

    /** Whether something that goes wrong once in {@code in} times goes wrong now. */
    boolean goesWrong(int in) {
        return hostile && random.nextInt(in) == 0;
    }

    boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    void after(long millis, Runnable action) {
        events.add(new Event(now + millis, numbers++, action));
    }

    /** Lets a stretch of time pass. */
    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.at());
            event.action().run();
        }
        now = end;
    }
}
