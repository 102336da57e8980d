package dev.offing.reference;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Long runs of the fuzz:
 *
 * <pre>java -cp … dev.offing.reference.FuzzMain FIRST_SEED LAST_SEED [KIND_TO_LEAVE_OUT …]</pre>
 *
 * Prints the first failing seed of each sort of failure with its shrunk script, and how many failed
 * in that way; stops at the tenth sort.
 */
final class FuzzMain {

    private static final int SORTS_MAX = 10;

    private FuzzMain() {}

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: FuzzMain FIRST_SEED LAST_SEED [KIND_TO_LEAVE_OUT ...]");
        }
        Set<FuzzStep.Kind> leftOut = EnumSet.noneOf(FuzzStep.Kind.class);
        Arrays.stream(arguments).skip(2).map(FuzzStep.Kind::valueOf).forEach(leftOut::add);
        FuzzCensus census = new FuzzCensus();
        PrintStream out = System.out;
        Map<String, Integer> failures = new TreeMap<>();
        long last = Long.parseLong(arguments[1]);
        for (long seed = Long.parseLong(arguments[0]); seed <= last && failures.size() < SORTS_MAX; seed++) {
            FuzzScript script = FuzzScript.generate(seed).without(leftOut);
            FuzzFailure failure = failure(script, census);
            if (failure != null && failures.merge(failure.sort(), 1, Integer::sum) == 1) {
                out.println("seed " + seed + " " + report(script, failure));
            }
            if (seed % 1000 == 0) {
                out.println("seed " + seed);
            }
        }
        out.println(census);
        out.println("never happened: " + census.neverHappened());
        failures.forEach((sort, count) -> out.println(count + " times: " + sort));
        out.println(failures.size() + " sorts of failure");
    }

    /** Shrinks a failing script and says what went wrong. */
    static String report(FuzzScript script, FuzzFailure failure) {
        FuzzScript upToFailure = failure.step() < script.steps().size()
                ? new FuzzScript(script.replicas(), script.steps().subList(0, failure.step() + 1))
                : script;
        FuzzScript small = FuzzShrinker.shrink(upToFailure, candidate -> {
            FuzzFailure other = failure(candidate, new FuzzCensus());
            return other != null && other.sort().equals(failure.sort());
        });
        FuzzFailure last = failure(small, new FuzzCensus());
        StringBuilder report =
                new StringBuilder("fails; shrunk to " + small.steps().size() + " steps:\n");
        report.append("\"\"\"\n").append(small).append("\n\"\"\"\n").append(last.getMessage());
        for (String frame : last.frames()) {
            report.append("\n    at ").append(frame);
        }
        return report.append('\n').toString();
    }

    /** @return what went wrong, null if all was right */
    static FuzzFailure failure(FuzzScript script, FuzzCensus census) {
        try {
            FuzzRun.play(script, census);
            return null;
        } catch (FuzzFailure failure) {
            return failure;
        }
    }
}
