package dev.offing.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks for the shortest script that still fails: faults that are not needed go first, then steps. */
final class Shrinker {

    private Shrinker() {}

    /**
     * @param fails whether a script fails in the same way
     * @param triesMax how many scripts are played at most
     */
    static Script shrink(Script failing, Predicate<Script> fails, int triesMax) {
        Tries tries = new Tries(fails, triesMax);
        Script best = steps(faults(failing, tries), tries);
        return steps(faults(best, tries), tries);
    }

    /** All of them if that is possible, else one after the other. */
    private static Script faults(Script failing, Tries tries) {
        Script none = failing;
        for (Fault fault : Fault.SPONTANEOUS) {
            none = none.without(fault);
        }
        if (tries.fails(none)) {
            return none;
        }
        Script best = failing;
        for (Fault fault : Fault.SPONTANEOUS) {
            Script candidate = best.without(fault);
            if (!best.forbidden().contains(fault) && tries.fails(candidate)) {
                best = candidate;
            }
        }
        return best;
    }

    /** Leaves out runs of steps, long ones first, then single ones, until nothing more can go. */
    private static Script steps(Script failing, Tries tries) {
        Script best = failing;
        for (int run = Math.max(1, best.kept().size() / 2); run >= 1; run = run == 1 ? 0 : run / 2) {
            boolean shorter = true;
            while (shorter) {
                shorter = false;
                for (int from = best.kept().size() - run; from > -run; from -= run) {
                    Script candidate = without(best, Math.max(0, from), from + run);
                    if (tries.fails(candidate)) {
                        best = candidate;
                        shorter = run == 1;
                    }
                }
            }
        }
        return best;
    }

    private static Script without(Script script, int from, int to) {
        List<Integer> kept = new ArrayList<>(script.kept().subList(0, from));
        kept.addAll(script.kept()
                .subList(Math.min(to, script.kept().size()), script.kept().size()));
        return script.with(kept);
    }

    private static final class Tries {
        private final Predicate<Script> fails;
        private int left;

        Tries(Predicate<Script> fails, int left) {
            this.fails = fails;
            this.left = left;
        }

        boolean fails(Script script) {
            return left-- > 0 && fails.test(script);
        }
    }
}
