package dev.offing.app;

import dev.offing.simulator.Census;
import dev.offing.simulator.MachineHunt;
import dev.offing.simulator.MutantHunt;
import dev.offing.simulator.Phase;
import dev.offing.simulator.Replay;
import dev.offing.simulator.SimulationLoop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs of the simulator. */
@Command(
        name = "simulate",
        description = {
            "Plays the machines of client and server against everything that can fail, from seeds, and holds them to"
                    + " the numbered invariants of docs/internals/simulation.md.",
            "Prints what happened and what was checked, how often; the first failing seed of each sort with its"
                    + " shortest script; and in the last line: N passed, N failed",
            "One seed in a hundred is played twice and has to give the same trace. A kind of step, fault or check that"
                    + " never came up counts as failed once there are " + SimulateCommand.SEEDS_MEET_ALL + " seeds."
        },
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    /** So many seeds of the usual length meet everything there is. */
    static final int SEEDS_MEET_ALL = 500;

    private static final int STEPS_MEET_ALL = 150;
    private static final int MUTANT_SEEDS = 2_000;
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    /** How much at a time. */
    enum Profile {
        /** 500 seeds of 160 steps. */
        SHORT(500, 160),
        /** Seeds of 1,000 steps until told to stop (Ctrl-C or TERM), which ends it in good order. */
        NIGHTLY(Long.MAX_VALUE, 1_000);

        final long seeds;
        final int steps;

        Profile(long seeds, int steps) {
            this.seeds = seeds;
            this.steps = steps;
        }
    }

    @Option(names = "--seeds", paramLabel = "A-B", description = "which seeds, both ends included (default: 1-500)")
    private String seeds;

    @Option(names = "--steps", paramLabel = "N", description = "steps of each script (default: 160; nightly 1000)")
    private Integer steps;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "short (the default), or nightly: runs until told to stop",
            defaultValue = "short",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private String profileName;

    @Option(
            names = "--mutants",
            description = "plants bugs in what surrounds the machines, then in the machines themselves, one at a time,"
                    + " and looks for the first seed that notices each, among 2,000 or those of --seeds 1-N")
    private boolean mutants;

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            description = "with --mutants: root of the sources (default: ${DEFAULT-VALUE})",
            defaultValue = ".")
    private Path sources;

    @Option(names = "--threads", paramLabel = "N", description = "how many (default: one a processor)")
    private Integer threads;

    @Option(names = "--replay", paramLabel = "SEED", description = "plays this seed alone and prints its trace hash")
    private Long replay;

    @Option(names = "--keep", paramLabel = "I,J,…", split = ",", description = "with --replay: only these steps")
    private List<Integer> keep;

    @Option(names = "--without", paramLabel = "FAULT,…", split = ",", description = "with --replay: not these faults")
    private List<String> without;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Profile profile = switch (profileName) {
            case "short" -> Profile.SHORT;
            case "nightly" -> Profile.NIGHTLY;
            default -> throw new IllegalArgumentException("--profile is short or nightly");
        };
        int length = steps == null ? profile.steps : steps;
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (length < 1 || count < 1) {
            throw new IllegalArgumentException("--steps and --threads are at least 1");
        }
        if (mutants) {
            return hunt(length);
        }
        return replay != null ? replay(length) : run(profile, length, count);
    }

    private int hunt(int length) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int tried = (int) Math.min(range(MUTANT_SEEDS)[1], MUTANT_SEEDS);
        Consumer<MutantHunt.Result> progress = result -> {
            String noticed = result.seed() == 0 ? "NOT NOTICED" : "seed " + result.seed() + ": " + result.noticed();
            out.printf("%-8s %-36s %s%n", result.group(), result.bug(), noticed);
            out.flush();
        };
        List<MutantHunt.Result> results = new ArrayList<>(MutantHunt.run(tried, length, progress));
        results.addAll(MachineHunt.run(sources, tried, length, progress));
        long missed = results.stream().filter(result -> result.seed() == 0).count();
        out.printf("%d passed, %d failed%n", results.size() - missed, missed);
        out.flush();
        return missed == 0 ? 0 : 1;
    }

    /** First and last seed asked for. */
    private long[] range(long last) {
        if (seeds == null) {
            return new long[] {1, last};
        }
        Matcher range = RANGE.matcher(seeds);
        if (!range.matches()) {
            throw new IllegalArgumentException("--seeds is A-B, for example 1-500");
        }
        long first = Long.parseLong(range.group(1));
        return new long[] {first, range.group(2) == null ? first : Long.parseLong(range.group(2))};
    }

    private int replay(int length) {
        PrintWriter out = spec.commandLine().getOut();
        Replay.Result result = Replay.of(replay, length, keep, without == null ? List.of() : without);
        out.print(result.text());
        out.printf("trace %016x%n", result.trace());
        out.printf("%d passed, %d failed%n", result.passed() ? 1 : 0, result.passed() ? 0 : 1);
        out.flush();
        return result.passed() ? 0 : 1;
    }

    private int run(Profile profile, int length, int count) {
        long[] range = range(profile.seeds);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long began = System.nanoTime();
        Thread asked = endOnSignal(Thread.currentThread());
        SimulationLoop.Result result =
                SimulationLoop.run(new SimulationLoop.Plan(range[0], range[1], length, count), progress -> {
                    err.printf(
                            "  %,d seeds, %,d failed, %,d played twice%n",
                            progress.done(), progress.failed(), progress.repeated());
                    err.flush();
                });
        double seconds = (System.nanoTime() - began) / 1e9;
        long played = result.passed() + result.failed();
        List<String> missing = played >= SEEDS_MEET_ALL && length >= STEPS_MEET_ALL
                ? result.census().neverHappened()
                : List.of();
        print(out, result, missing);
        long failed = result.failed() + missing.size();
        err.printf("  %,.0f s, %,.1f seeds of %,d steps a second%n", seconds, played / seconds, length);
        err.flush();
        out.printf("%d passed, %d failed%n", result.passed(), failed);
        out.flush();
        forget(asked);
        return failed == 0 ? 0 : 1;
    }

    /** A signal to stop ends the run after the seeds under way, and what was counted is printed. */
    private static Thread endOnSignal(Thread running) {
        Thread hook = new Thread(() -> {
            running.interrupt();
            try {
                running.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            hook.interrupt(); // The process waits for nothing but this.
        }
    }

    private static void print(PrintWriter out, SimulationLoop.Result result, List<String> missing) {
        Census census = result.census();
        out.println("steps");
        census.steps().forEach((kind, times) -> out.printf("  %,14d  %s%n", times, kind));
        out.println("faults, by what was going on");
        out.print("  ");
        for (Phase phase : Phase.values()) {
            out.printf("%12s", phase);
        }
        out.println();
        census.faults().forEach((fault, times) -> {
            out.print("  ");
            times.forEach(time -> out.printf("%,12d", time));
            out.printf("  %s%n", fault);
        });
        out.println("invariants");
        census.checks().forEach((invariant, times) -> out.printf("  %,14d  %s%n", times, invariant));
        out.println("events");
        out.printf("  %,14d  changes made%n", census.changes());
        out.printf("  %,14d  frames arrived%n", census.frames());
        out.printf("  %,14d  events in all%n", census.events());
        out.printf("  %,14d  seeds played twice with the same trace%n", result.repeated());
        for (SimulationLoop.Failure failure : result.failures()) {
            out.printf(
                    "seed %d fails, and %d in all for this reason: %s%n",
                    failure.seed(), failure.times(), failure.sort());
            out.println(failure.report());
        }
        missing.forEach(kind -> out.println("never happened: " + kind));
    }
}
