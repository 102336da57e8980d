package dev.offing.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing script small: drops runs of steps, long ones first, then lowers the numbers of
 * what is left, as long as it still fails. Greedy; the result is minimal for single drops only.
 */
final class FuzzShrinker {

    private FuzzShrinker() {}

    static FuzzScript shrink(FuzzScript failing, Predicate<FuzzScript> fails) {
        FuzzScript best = failing;
        boolean smaller = true;
        while (smaller) {
            FuzzScript next = lowerNumbers(dropRuns(best, fails), fails);
            smaller = !next.equals(best);
            best = next;
        }
        return best;
    }

    private static FuzzScript dropRuns(FuzzScript script, Predicate<FuzzScript> fails) {
        FuzzScript best = script;
        for (int run = Math.max(1, best.steps().size() / 2); run >= 1; run /= 2) {
            for (int at = best.steps().size() - run; at >= 0; at -= run) {
                List<FuzzStep> rest = new ArrayList<>(best.steps());
                rest.subList(at, Math.min(rest.size(), at + run)).clear();
                FuzzScript candidate = new FuzzScript(best.replicas(), rest);
                if (fails.test(candidate)) {
                    best = candidate;
                }
                at = Math.min(at, best.steps().size());
            }
        }
        return best;
    }

    private static FuzzScript lowerNumbers(FuzzScript script, Predicate<FuzzScript> fails) {
        FuzzScript best = script;
        for (int i = 0; i < best.steps().size(); i++) {
            for (int field = 0; field < 4; field++) {
                for (int value : new int[] {0, 1, 2, 3, 5, 8}) {
                    FuzzStep lowered = with(best.steps().get(i), field, value);
                    if (number(best.steps().get(i), field) <= value) {
                        break;
                    }
                    List<FuzzStep> steps = new ArrayList<>(best.steps());
                    steps.set(i, lowered);
                    FuzzScript candidate = new FuzzScript(best.replicas(), steps);
                    if (fails.test(candidate)) {
                        best = candidate;
                        break;
                    }
                }
            }
        }
        return best;
    }

    private static int number(FuzzStep step, int field) {
        return switch (field) {
            case 0 -> step.a();
            case 1 -> step.b();
            case 2 -> step.c();
            default -> step.d();
        };
    }

    private static FuzzStep with(FuzzStep step, int field, int value) {
        return new FuzzStep(
                step.kind(),
                step.replica(),
                field == 0 ? value : step.a(),
                field == 1 ? value : step.b(),
                field == 2 ? value : step.c(),
                field == 3 ? value : step.d());
    }
}
