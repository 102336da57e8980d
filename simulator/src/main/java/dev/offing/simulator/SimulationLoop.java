package dev.offing.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Many seeds on several threads. Which fail, and what is counted, does not depend on the number of
 * threads. One seed in a hundred is played again and has to give the same trace; one in fifty is played
 * with all clocks right and has to show the same in the end (INV-29). The first failing seed of each
 * sort of failure is shrunk.
 */
public final class SimulationLoop {

    /** Sorts of failure that are shrunk; further ones are counted only. */
    private static final int SHRUNK_SORTS_MAX = 5;

    private static final int SHRINK_TRIES_MAX = 1_500;
    private static final int REPEATED_EVERY = 100;
    private static final int CLOCKS_RIGHT_EVERY = 50;
    private static final long PROGRESS_MILLIS = 5_000;

    /**
     * What to run.
     *
     * @param firstSeed of them
     * @param lastSeed inclusive; {@link Long#MAX_VALUE} = until the calling thread is interrupted
     * @param steps of each script
     * @param threads at least 1
     */
    public record Plan(long firstSeed, long lastSeed, int steps, int threads) {}

    /** How far it is. */
    public record Progress(long done, long failed, long repeated) {}

    /**
     * A sort of failure.
     *
     * @param seed one that fails so, the least that was met
     * @param times how many seeds do
     * @param report what is broken and the shortest script found that breaks it; empty if it was not shrunk
     */
    public record Failure(long seed, String sort, long times, String report) {}

    /**
     * What came of it.
     *
     * @param passed seeds that kept all laws
     * @param failed seeds that broke one
     * @param repeated seeds that were played a second time with the same trace
     */
    public record Result(long passed, long failed, long repeated, List<Failure> failures, Census census) {}

    private final Plan plan;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /** Guarded by itself. */
    private final Map<String, Failure> failures = new HashMap<>();

    private SimulationLoop(Plan plan) {
        this.plan = plan;
        next = new AtomicLong(plan.firstSeed());
    }

    /**
     * Runs to the end, or until the calling thread is interrupted; then what was done by then counts.
     *
     * @param progress hears every few seconds, in the calling thread
     * @throws IllegalStateException if a thread died of something else than a failing seed
     */
    public static Result run(Plan plan, Consumer<Progress> progress) {
        SimulationLoop loop = new SimulationLoop(plan);
        List<Census> counts = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            Census own = new Census();
            counts.add(own);
            threads.add(Thread.ofPlatform().daemon().name("simulation-" + i).start(() -> loop.workGuarded(own)));
        }
        Census all = new Census();
        for (int i = 0; i < threads.size(); i++) {
            loop.await(threads.get(i), progress);
            all.add(counts.get(i));
        }
        if (loop.broken.get() != null) {
            throw new IllegalStateException("the run broke off", loop.broken.get());
        }
        List<Failure> failures = new ArrayList<>(loop.failures.values());
        failures.sort(Comparator.comparingLong(Failure::seed));
        long failed = loop.failed.get();
        return new Result(loop.done.get() - failed, failed, loop.repeated.get(), failures, all);
    }

    private void await(Thread thread, Consumer<Progress> progress) {
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.join(Duration.ofMillis(PROGRESS_MILLIS));
                if (!ended) {
                    progress.accept(new Progress(done.get(), failed.get(), repeated.get()));
                }
            } catch (InterruptedException e) {
                next.set(Long.MAX_VALUE / 2); // Each thread ends after its seed.
            }
        }
    }

    /** What is no failure of a seed, such as memory running out, ends the run. */
    private void workGuarded(Census counts) {
        try {
            work(counts);
        } catch (Throwable error) {
            broken.compareAndSet(null, error);
            next.set(Long.MAX_VALUE / 2);
        }
    }

    private void work(Census counts) {
        long last = Math.min(plan.lastSeed(), Long.MAX_VALUE / 2 - 1);
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            Script script = Script.generate(seed, plan.steps());
            Outcome outcome = Outcome.of(script, counts);
            if (outcome.failure() == null && seed % REPEATED_EVERY == 0) {
                outcome = repeat(script, outcome);
            }
            if (outcome.failure() == null && seed % CLOCKS_RIGHT_EVERY == 0) {
                outcome = withRightClocks(script, outcome, counts);
            }
            if (outcome.failure() != null) {
                failed.incrementAndGet();
                note(script, outcome);
            }
            done.incrementAndGet();
        }
    }

    private Outcome repeat(Script script, Outcome first) {
        Outcome second = Outcome.of(script, new Census());
        if (second.trace() != first.trace()) {
            return new Outcome(first.trace(), 0, new IllegalStateException("one script gave two runs"));
        }
        repeated.incrementAndGet();
        return first;
    }

    /** INV-29: clocks that are wrong, and stay as they are, change nothing that people see. */
    private static Outcome withRightClocks(Script script, Outcome first, Census counts) {
        Script wrong = script.without(Fault.CLOCK_JUMPED);
        Outcome skewed = Outcome.of(wrong, new Census());
        Outcome right = Outcome.of(wrong.without(Fault.CLOCK_SKEWED), new Census());
        counts.count(Invariant.CLOCKS_ARE_HARMLESS);
        return skewed.shown() == right.shown()
                ? first
                : new Outcome(
                        first.trace(),
                        0,
                        new Violation(Invariant.CLOCKS_ARE_HARMLESS, "seed " + script.seed(), "ends otherwise"));
    }

    private void note(Script script, Outcome outcome) {
        String sort = outcome.sort();
        boolean shrinks;
        synchronized (failures) {
            shrinks = !failures.containsKey(sort) && failures.size() < SHRUNK_SORTS_MAX;
            failures.merge(
                    sort,
                    new Failure(script.seed(), sort, 1, ""),
                    (known, one) ->
                            new Failure(Math.min(known.seed(), one.seed()), sort, known.times() + 1, known.report()));
        }
        if (shrinks) {
            String report = report(script, outcome);
            synchronized (failures) {
                failures.computeIfPresent(sort, (s, known) -> new Failure(known.seed(), sort, known.times(), report));
            }
        }
    }

    /** Shrinks a failing script and says what went wrong. */
    private static String report(Script script, Outcome outcome) {
        Script small = Shrinker.shrink(
                script,
                candidate -> Outcome.of(candidate, new Census()).sort().equals(outcome.sort()),
                SHRINK_TRIES_MAX);
        Outcome last = Outcome.of(small, new Census());
        StringBuilder report = new StringBuilder();
        report.append("shrunk to ").append(small.kept().size()).append(" steps: ");
        report.append(last.failure() == null ? outcome.failure() : last.failure())
                .append('\n');
        for (Step step : small.steps()) {
            report.append("    ").append(step).append('\n');
        }
        return report.append("  ").append(small.command()).append('\n').toString();
    }
}
