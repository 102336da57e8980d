package dev.offing.app;

import dev.offing.reference.FuzzLoop;
import dev.offing.reference.HostileBytes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Long runs of the engine's fuzz. */
@Command(
        name = "fuzz",
        description = {
            "Plays random histories of 3 to 6 replicas on the engine and on the oracle, and holds them to the laws"
                    + " of docs/internals/proof.md after every step.",
            "Prints what was done and met, how often; the first failing seed of each sort with its shortest script; and"
                    + " in the last line: N passed, N failed",
            "A kind of operation, conflict or check that never came up counts as failed once there are "
                    + FuzzCommand.SEEDS_MEET_ALL + " seeds."
        },
        mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {

    /** So many seeds meet everything there is. */
    static final int SEEDS_MEET_ALL = 500;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "how many histories (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private long seeds;

    @Option(
            names = "--from",
            paramLabel = "S",
            description = "the first seed (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long from;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "steps of each history, up to 1000 (default: most 15 to 75, one in forty 150 to 300)",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private int steps;

    @Option(names = "--threads", paramLabel = "N", description = "how many (default: one a processor)")
    private Integer threads;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            description = "reads so many damaged changes, snapshots, undo states and frames instead, from seed S on;"
                    + " each has to give a typed error at bounded cost, or to be what is written for what was read")
    private Long bytes;

    @Option(names = "--json", description = "prints one JSON object instead; the last line goes to the error output")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (bytes != null) {
            return readBytes();
        }
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (seeds < 1 || count < 1 || steps < 0 || steps > 1000) {
            throw new IllegalArgumentException("--seeds and --threads are at least 1, --steps is 1 to 1000");
        }
        PrintWriter err = spec.commandLine().getErr();
        long began = System.nanoTime();
        FuzzLoop.Result result = FuzzLoop.run(new FuzzLoop.Plan(from, seeds, steps, count), progress -> {
            err.printf("  %,d of %,d seeds, %,d failed%n", progress.done(), seeds, progress.failed());
            err.flush();
        });
        double seconds = (System.nanoTime() - began) / 1e9;
        List<String> missing =
                seeds < SEEDS_MEET_ALL ? List.of() : result.counts().neverHappened();
        long failed = result.failed() + missing.size();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new FuzzJson(result, missing, from, seconds).object());
        } else {
            print(out, result, missing);
            err.printf("  %,.0f s, %,.0f seeds a second%n", seconds, seeds / seconds);
        }
        out.flush();
        (json ? err : out).printf("%d passed, %d failed%n", result.passed(), failed);
        out.flush();
        err.flush();
        return failed == 0 ? 0 : 1;
    }

    private int readBytes() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        HostileBytes.Result result = HostileBytes.run(from, bytes, cases -> {
            err.printf("  %,d of %,d cases%n", cases, bytes);
            err.flush();
        });
        result.answers().forEach((answer, count) -> out.printf("  %,14d  %s%n", count, answer));
        result.failures().forEach(out::println);
        out.printf("%d passed, %d failed%n", result.passed(), result.failed());
        out.flush();
        return result.failed() == 0 ? 0 : 1;
    }

    private static void print(PrintWriter out, FuzzLoop.Result result, List<String> missing) {
        for (Map.Entry<String, Map<String, Long>> group :
                result.counts().counts().entrySet()) {
            out.println(group.getKey());
            group.getValue().forEach((kind, count) -> out.printf("  %,14d  %s%n", count, kind));
        }
        for (FuzzLoop.Failure failure : result.failures()) {
            out.printf(
                    "seed %d fails, and %d in all for this reason: %s%n",
                    failure.seed(), failure.times(), failure.sort());
            out.println(failure.report());
        }
        missing.forEach(kind -> out.println("never happened: " + kind));
    }
}
