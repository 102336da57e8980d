package dev.offing.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stands in the list of tools; the launcher runs the bench itself, as it needs the sources and Node. */
@Command(
        name = "bench",
        description =
                "Measures the engine beside public CRDT libraries and writes docs/benchmarks.md (from the sources, by"
                        + " ./offing; see ./offing lab bench --help).",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ARGUMENT", arity = "0..*", hidden = true)
    private List<String> arguments;

    @Unmatched
    private List<String> options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("offing: the bench runs from the sources: ./offing lab bench");
        return 1;
    }
}
