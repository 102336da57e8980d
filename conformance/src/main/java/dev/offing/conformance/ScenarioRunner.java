package dev.offing.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs scenario files against an engine and reports each vector that fails. */
public final class ScenarioRunner {

    /**
     * @param passed vectors whose every demand was met
     * @param failed the others
     */
    public record Result(int passed, int failed) {}

    private ScenarioRunner() {}

    /**
     * Runs files against the engine.
     *
     * @param files scenario files
     * @param out one report a failing vector, then the line {@code N passed, N failed}
     * @param groups run only vectors of these groups, null = all
     * @throws ScenarioFormatException if a file cannot be read or breaks the notation; nothing is run then
     */
    public static Result run(List<Path> files, Appendable out, Set<String> groups) {
        return run(files, out, groups, EngineReplica.FACTORY);
    }

    /** The same for any engine. */
    public static Result run(List<Path> files, Appendable out, Set<String> groups, ScenarioReplica.Factory factory) {
        List<Scenario> scenarios = new ArrayList<>();
        for (Path file : files) {
            scenarios.addAll(ScenarioFile.read(file));
        }
        int passed = 0;
        int failed = 0;
        try {
            for (Scenario scenario : scenarios) {
                if (groups != null && !groups.contains(scenario.group())) {
                    continue;
                }
                Optional<ScenarioCheck.Failure> failure = ScenarioCheck.failure(scenario, factory);
                if (failure.isEmpty()) {
                    passed++;
                } else {
                    failed++;
                    report(out, scenario, failure.get());
                }
            }
            out.append(passed + " passed, " + failed + " failed\n");
        } catch (IOException closed) {
            throw new UncheckedIOException("the report cannot be written", closed);
        }
        return new Result(passed, failed);
    }

    private static void report(Appendable out, Scenario scenario, ScenarioCheck.Failure failure) throws IOException {
        out.append("FAILED " + scenario.id() + " (" + scenario.group() + "): " + scenario.description() + "\n");
        out.append("  at       " + failure.where() + "\n");
        out.append("  expected " + failure.expected() + "\n");
        out.append("  got      " + failure.got() + "\n");
    }
}
