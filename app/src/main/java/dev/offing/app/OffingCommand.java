package dev.offing.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry. Exit codes: 0 done, 1 failed (with one sentence why), 2 called wrongly. */
@Command(
        name = "offing",
        description = "A self-hosted workspace of pages whose offline mode people can trust.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            ServeCommand.class,
            ImportCommand.class,
            ClientCommand.class,
            LabCommand.class,
            TestCommand.class,
            VersionCommand.class
        })
public final class OffingCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    static CommandLine commandLine() {
        return new CommandLine(new OffingCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    commandLine.getErr().println("offing: " + Failures.explain(e));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
