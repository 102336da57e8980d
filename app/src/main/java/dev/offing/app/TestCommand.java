package dev.offing.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stands in the list of commands; the launcher runs tests itself, as they need the sources. */
@Command(
        name = "test",
        description = "Runs every test, or those of the named parts (from the sources, by ./offing).",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "engine, sync, server, web, browser", arity = "0..*")
    private List<String> parts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String named = parts == null ? "" : " " + String.join(" ", parts);
        spec.commandLine().getErr().println("offing: tests run from the sources: ./offing test" + named);
        return 1;
    }
}
