package dev.offing.app;

import dev.offing.lab.EditingTrace;
import dev.offing.lab.LoadedHeap;
import dev.offing.lab.ReplayMeasurement;
import dev.offing.lab.ReplayReport;
import dev.offing.lab.Samples;
import dev.offing.lab.TraceFile;
import dev.offing.lab.TraceFormatException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays editing traces through the engine and measures it. */
@Command(
        name = "replay",
        description = {
            "Replays recorded editing through the engine on this JVM and measures it; every text is verified before"
                    + " a time counts. Exit code 1 if one is wrong.",
            "",
            "local: typing the trace, a commit a transaction (local_bursts: as few commits as changes can hold); in a"
                    + " concurrent trace every agent is a replica of its own, encoded changes are exchanged along the true"
                    + " causal graph, and there are as many documents as open branches; all of that is timed",
            "remote: an empty document decodes and merges every change, one by one (batch: decoded first, then"
                    + " merged, and the one patch for the editor taken)",
            "save, load_text, load_edit: a snapshot with its history, from it to the text, and to a document that can"
                    + " be edited",
            "bytes_history, bytes: size of a snapshot with and without its history; heap: memory of one loaded document",
            "",
            "Times are medians in milliseconds after warm-up."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "TRACE",
            description =
                    "files, gzipped or not: {endContent, txns: [{patches: [[position, deleted, inserted], …]}, …]},"
                            + " with kind \"concurrent\" also numAgents and, in each of txns, agent and parents",
            arity = "1..*")
    private List<Path> traces;

    @Option(names = "--json", description = "one object a line and trace")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "timed runs of each step (default: ${DEFAULT-VALUE})",
            defaultValue = "9")
    private int rounds;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "untimed runs of each step before (default: ${DEFAULT-VALUE})",
            defaultValue = "9")
    private int warmUps;

    @Option(
            names = "--step-seconds",
            paramLabel = "S",
            description =
                    "warming and timing of a step end earlier when they took this long (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private double stepSeconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<EditingTrace> read = traces.stream().map(TraceFile::read).toList();
        ReplayMeasurement.Effort effort = new ReplayMeasurement.Effort(warmUps, rounds, stepSeconds * 1000);
        boolean verified = true;
        for (int i = 0; i < read.size(); i++) {
            ReplayReport report;
            try {
                report = ReplayMeasurement.run(
                        read.get(i), "jvm", () -> System.nanoTime() / 1e6, effort, step -> progress(err, step));
            } catch (TraceFormatException fault) {
                throw new TraceFormatException(traces.get(i).toString(), fault);
            }
            report = report.withHeap(LoadedHeap.megabytes(report.snapshot()));
            verified &= report.verified();
            print(out, report);
        }
        return verified ? 0 : 1;
    }

    private static void progress(PrintWriter err, String step) {
        err.println("  " + step);
        err.flush();
    }

    private void print(PrintWriter out, ReplayReport report) {
        if (json) {
            out.println(report.json());
        } else if (report.verified()) {
            out.println(report.trace() + " (" + report.runtime() + ", text verified)");
            for (ReplayReport.Timed timed : report.times()) {
                Samples samples = timed.samples();
                String step = timed.name().substring(0, timed.name().length() - "_ms".length());
                out.println(String.format(
                        Locale.ROOT,
                        "  %-13s %10.2f ms   least %.2f, most %.2f, %d runs",
                        step,
                        samples.median(),
                        samples.least(),
                        samples.most(),
                        samples.count()));
            }
            out.println(String.format(Locale.ROOT, "  %-13s %10d bytes", "history", report.snapshot().length));
            out.println(String.format(Locale.ROOT, "  %-13s %10d bytes", "without", report.bytesWithoutHistory()));
            out.println(String.format(Locale.ROOT, "  %-13s %10.2f MB", "heap", report.heapMegabytes()));
        } else {
            out.println(report.trace() + " (" + report.runtime() + "): WRONG TEXT, no figure counts");
        }
        out.flush();
    }
}
