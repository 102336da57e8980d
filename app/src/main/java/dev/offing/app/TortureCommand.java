package dev.offing.app;

import dev.offing.torture.Torture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ring of real processes. */
@Command(
        name = "torture",
        description = {
            "Runs a real server and real clients, kills them with SIGKILL at random moments and starts them again,"
                    + " with a proxy between them that drops, delays, cuts and half-opens connections.",
            "Then heals everything and looks: nothing said to be saved or acknowledged is lost, each word is there once,"
                    + " all copies are the same bytes, all outboxes are empty. The last line is: N passed, N failed",
            "Uses the loopback address and a temporary folder, which is left behind if something failed."
        },
        mixinStandardHelpOptions = true)
final class TortureCommand implements Callable<Integer> {

    private static final int KILLS_A_MINUTE = 20;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "1", description = "how long (default: 1)")
    private int minutes;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "kills of the server, and again of clients, at least (default: 20 a minute)")
    private Integer kills;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "3", description = "how many clients (default: 3)")
    private int clients;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of everything random (default: 1)")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int wanted = kills == null ? minutes * KILLS_A_MINUTE : kills;
        if (minutes < 1 || wanted < 1 || clients < 2) {
            throw new IllegalArgumentException("--minutes and --kills are at least 1, --clients at least 2");
        }
        Path folder = Files.createTempDirectory("offing-torture");
        String classPath = System.getProperty("java.class.path");
        PrintWriter out = spec.commandLine().getOut();
        Torture.Plan plan = new Torture.Plan(folder, classPath, Duration.ofMinutes(minutes), wanted, clients, seed);
        return Torture.run(plan, out) ? 0 : 1;
    }
}
