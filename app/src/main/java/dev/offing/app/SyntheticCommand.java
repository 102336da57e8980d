package dev.offing.app;

import dev.offing.lab.BranchMeasurement;
import dev.offing.lab.Clock;
import dev.offing.lab.FigureReport;
import dev.offing.lab.RichTextMeasurement;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the engine on made-up documents. */
@Command(
        name = "synthetic",
        description = {
            "Measures the engine on this JVM on made-up documents; one JSON object a line.",
            "rich text: 10,000 paragraphs of 100 characters, 20,000 random marks, each committed; loading it up to the"
                    + " whole view; single keys, each committed and its patch taken",
            "two branches: two replicas edit one text without seeing each other, then one merges the other's changes;"
                    + " 1,000 to --operations in all, ten times as many each time"
        },
        mixinStandardHelpOptions = true)
final class SyntheticCommand implements Callable<Integer> {

    @Option(
            names = "--operations",
            paramLabel = "N",
            description = "of both branches together, at most (default: ${DEFAULT-VALUE})",
            defaultValue = "1000000")
    private int operations;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "of each (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = () -> System.nanoTime() / 1e6;
        boolean verified = print(out, RichTextMeasurement.run("jvm", clock, rounds));
        for (int count = 1_000; count <= operations; count *= 10) {
            verified &= print(out, BranchMeasurement.run("jvm", clock, count, rounds));
        }
        return verified ? 0 : 1;
    }

    private static boolean print(PrintWriter out, FigureReport report) {
        out.println(report.json());
        out.flush();
        return report.verified();
    }
}
