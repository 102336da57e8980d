package dev.offing.app;

import dev.offing.conformance.ScenarioRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tools that put the engine to the test. */
@Command(
        name = "lab",
        description = "Puts the engine to the test.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LabCommand.Scenarios.class,
            ReplayCommand.class,
            SyntheticCommand.class,
            BenchCommand.class,
            FuzzCommand.class,
            MutantsCommand.class,
            SimulateCommand.class,
            TortureCommand.class,
            CatchUpCommand.class,
            TapesCommand.class
        })
final class LabCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Which tool? There are: scenarios, replay, synthetic, bench, fuzz, mutants, simulate, torture, catch-up, tapes");
    }

    /** Replays merge vectors. */
    @Command(
            name = "scenarios",
            description = {
                "Replays merge vectors: each in every order of delivery (up to 5 changes all of them, beyond that"
                        + " seeded random ones), with duplicates and with save and load between.",
                "Names each vector that fails with what was expected and what came; the last line is: N passed, N failed"
            },
            mixinStandardHelpOptions = true)
    static final class Scenarios implements Callable<Integer> {

        @Parameters(
                paramLabel = "FILE",
                description = "files of vectors, for example conformance/merge/scenarios.json",
                arity = "1..*")
        private List<Path> files;

        @Option(
                names = "--groups",
                paramLabel = "GROUP",
                split = ",",
                description = "only these groups, for example text,marks")
        private Set<String> groups;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            ScenarioRunner.Result result = ScenarioRunner.run(files, out, groups);
            out.flush();
            return result.failed() == 0 && result.passed() > 0 ? 0 : 1;
        }
    }
}
