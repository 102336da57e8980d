package dev.offing.app;

import dev.offing.reference.MutantHunt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Planted bugs. */
@Command(
        name = "mutants",
        description = {
            "Plants bugs in the engine, one at a time, and looks for a seed of the fuzz that notices each.",
            "Needs the sources. The last line is: N passed, N failed"
        },
        mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "seeds that are tried for each (default: ${DEFAULT-VALUE})",
            defaultValue = "300")
    private int seeds;

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            description = "root of the sources (default: ${DEFAULT-VALUE})",
            defaultValue = ".")
    private Path root;

    @Option(names = "--write", description = "writes what noticed each into mutants.txt and docs/internals/mutants.md")
    private boolean write;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<MutantHunt.Outcome> outcomes = MutantHunt.run(root, seeds, outcome -> {
            String noticed = outcome.caught() == null ? "NOT NOTICED: " + outcome.what() : outcome.caught();
            out.printf("%-28s %s%n", outcome.mutant(), noticed);
            out.flush();
        });
        if (write) {
            MutantHunt.write(root, outcomes);
        }
        long missed =
                outcomes.stream().filter(outcome -> outcome.caught() == null).count();
        out.printf("%d passed, %d failed%n", outcomes.size() - missed, missed);
        out.flush();
        return missed == 0 ? 0 : 1;
    }
}
