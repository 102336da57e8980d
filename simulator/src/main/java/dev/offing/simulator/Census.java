package dev.offing.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened, how often. One writer; {@link #add} sums. */
public final class Census {

    private final long[] steps = new long[StepKind.values().length];
    private final long[][] faults = new long[Fault.values().length][Phase.values().length];
    private final long[] checks = new long[Invariant.values().length];
    private long events;
    private long changes;
    private long frames;

    void count(StepKind step) {
        steps[step.ordinal()]++;
    }

    void count(Fault fault, Phase phase) {
        faults[fault.ordinal()][phase.ordinal()]++;
    }

    void count(Invariant invariant) {
        checks[invariant.ordinal()]++;
    }

    void event() {
        events++;
    }

    void change() {
        changes++;
    }

    void frame() {
        frames++;
    }

    void add(Census other) {
        sum(steps, other.steps);
        sum(checks, other.checks);
        for (int i = 0; i < faults.length; i++) {
            sum(faults[i], other.faults[i]);
        }
        events += other.events;
        changes += other.changes;
        frames += other.frames;
    }

    private static void sum(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    public long events() {
        return events;
    }

    /** Changes that people made. */
    public long changes() {
        return changes;
    }

    /** Frames that arrived. */
    public long frames() {
        return frames;
    }

    public Map<StepKind, Long> steps() {
        Map<StepKind, Long> counts = new LinkedHashMap<>();
        for (StepKind kind : StepKind.values()) {
            counts.put(kind, steps[kind.ordinal()]);
        }
        return counts;
    }

    /** How often a law was looked at. */
    public Map<Invariant, Long> checks() {
        Map<Invariant, Long> counts = new LinkedHashMap<>();
        for (Invariant invariant : Invariant.values()) {
            counts.put(invariant, checks[invariant.ordinal()]);
        }
        return counts;
    }

    /** A count for each phase, in the order of {@link Phase}. */
    public Map<Fault, List<Long>> faults() {
        Map<Fault, List<Long>> counts = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            List<Long> phases = new ArrayList<>();
            for (long count : faults[fault.ordinal()]) {
                phases.add(count);
            }
            counts.put(fault, phases);
        }
        return counts;
    }

    /** Kinds of steps, faults and checks that did not come up. */
    public List<String> neverHappened() {
        List<String> missing = new ArrayList<>();
        steps().forEach((kind, count) -> note(missing, "step " + kind, count));
        faults().forEach((fault, counts) -> note(
                missing,
                "fault " + fault,
                counts.stream().mapToLong(Long::longValue).sum()));
        checks().forEach((invariant, count) -> note(missing, "check of " + invariant, count));
        return missing;
    }

    private static void note(List<String> missing, String what, long count) {
        if (count == 0) {
            missing.add(what);
        }
    }
}
