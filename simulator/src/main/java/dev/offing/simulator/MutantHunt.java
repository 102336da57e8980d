package dev.offing.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plants each bug and looks for the first seed that notices it: a simulator that misses them would miss real ones. */
public final class MutantHunt {

    /**
     * What came of one.
     *
     * @param seed the first that noticed it; 0 if none did
     * @param noticed what was noticed; empty if nothing was
     */
    public record Result(String bug, String group, String what, long seed, String noticed) {}

    private MutantHunt() {}

    /**
     * Hunts them all.
     *
     * @param seeds how many are tried for each, from 1 on
     * @param steps of each script
     * @param progress hears of each as it ends
     */
    public static List<Result> run(int seeds, int steps, Consumer<Result> progress) {
        List<Result> results = new ArrayList<>();
        for (PlantedBug bug : PlantedBug.values()) {
            Result result = hunt(bug, 1, seeds, steps);
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    /**
     * Looks for a seed that notices it and passes without it.
     *
     * @param likely is tried first
     */
    static Result hunt(PlantedBug bug, long likely, int seeds, int steps) {
        if (isNoticed(bug, likely, steps)) {
            return result(bug, likely, steps);
        }
        for (long seed = 1; seed <= seeds; seed++) {
            if (isNoticed(bug, seed, steps)) {
                return result(bug, seed, steps);
            }
        }
        return new Result(bug.name(), bug.group(), bug.what(), 0, "");
    }

    private static boolean isNoticed(PlantedBug bug, long seed, int steps) {
        Script script = Script.generate(seed, steps);
        return Outcome.of(script, new Census(), bug).failure() != null
                && Outcome.of(script, new Census()).failure() == null;
    }

    private static Result result(PlantedBug bug, long seed, int steps) {
        String noticed =
                Outcome.of(Script.generate(seed, steps), new Census(), bug).sort();
        return new Result(bug.name(), bug.group(), bug.what(), seed, noticed);
    }
}
