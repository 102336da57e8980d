package dev.offing.simulator;

import java.util.List;

/** One seed again, or a part of its script. */
public final class Replay {

    /**
     * What came of it.
     *
     * @param trace hash of every event in order: the same for the same script
     * @param text what was played and what went wrong, for people
     */
    public record Result(boolean passed, long trace, String text) {}

    private Replay() {}

    /**
     * Plays it.
     *
     * @param steps of the whole script of the seed
     * @param keep indexes of the steps to keep; null = all
     * @param without names of faults that do not happen by themselves
     * @throws IllegalArgumentException if there is no such fault or step
     */
    public static Result of(long seed, int steps, List<Integer> keep, List<String> without) {
        Script script = Script.generate(seed, steps);
        if (keep != null) {
            if (keep.stream().anyMatch(index -> index < 0 || index >= steps)) {
                throw new IllegalArgumentException("a step to keep is not one of the script");
            }
            script = script.with(keep);
        }
        for (String fault : without) {
            script = script.without(Fault.valueOf(fault));
        }
        Outcome outcome = Outcome.of(script, new Census());
        StringBuilder text = new StringBuilder();
        if (keep != null) {
            script.steps().forEach(step -> text.append("  ").append(step).append('\n'));
        }
        if (outcome.failure() != null) {
            text.append(outcome.failure()).append('\n');
            for (StackTraceElement frame : outcome.failure().getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return new Result(outcome.failure() == null, outcome.trace(), text.toString());
    }
}
