package dev.offing.reference;

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
 * Many seeds of the fuzz, on several threads. Which seeds fail, and what is counted, does not depend on
 * the number of threads. The first failing seed of each sort of failure is shrunk.
 */
public final class FuzzLoop {

    /** Sorts of failure that are shrunk; further ones are counted only. */
    private static final int SHRUNK_SORTS_MAX = 10;

    private static final long PROGRESS_MILLIS = 5_000;

    /**
     * What to run.
     *
     * @param firstSeed of them
     * @param seeds how many, one after the other
     * @param steps of each script; 0 for the usual mix: mostly 15 to 75, one in forty 150 to 300
     * @param threads at least 1
     */
    public record Plan(long firstSeed, long seeds, int steps, int threads) {}

    /** How far it is. */
    public record Progress(long done, long failed) {}

    /**
     * A sort of failure.
     *
     * @param seed one that fails so, the first that was met
     * @param times how many seeds do
     * @param report what is broken and the shortest script found that breaks it; empty if it was not shrunk
     */
    public record Failure(long seed, String sort, long times, String report) {}

    /**
     * What came of it.
     *
     * @param passed seeds that kept all laws
     * @param failed seeds that broke one
     * @param counts of operations, conflicts, states and checks
     */
    public record Result(long passed, long failed, List<Failure> failures, FuzzCensus counts) {}

    private final Plan plan;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /** Guarded by itself. */
    private final Map<String, Failure> failures = new HashMap<>();

    private FuzzLoop(Plan plan) {
        this.plan = plan;
        next = new AtomicLong(plan.firstSeed());
    }

    /**
     * Runs to the end.
     *
     * @param progress hears every few seconds, in the calling thread
     * @throws IllegalStateException if a thread died of something else than a broken law
     * @throws InterruptedException if the calling thread is interrupted; the others end after their seed
     */
    public static Result run(Plan plan, Consumer<Progress> progress) throws InterruptedException {
        FuzzLoop loop = new FuzzLoop(plan);
        List<FuzzCensus> counts = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < plan.threads(); i++) {
            FuzzCensus own = new FuzzCensus();
            counts.add(own);
            threads.add(Thread.ofPlatform().daemon().name("fuzz-" + i).start(() -> loop.workGuarded(own)));
        }
        FuzzCensus all = new FuzzCensus();
        try {
            for (int i = 0; i < threads.size(); i++) {
                while (!threads.get(i).join(Duration.ofMillis(PROGRESS_MILLIS))) {
                    progress.accept(new Progress(loop.done.get(), loop.failed.get()));
                }
                all.add(counts.get(i));
            }
        } finally {
            loop.next.set(Long.MAX_VALUE / 2);
        }
        if (loop.broken.get() != null) {
            throw new IllegalStateException("the run broke off after " + loop.done.get() + " seeds", loop.broken.get());
        }
        List<Failure> failures = new ArrayList<>(loop.failures.values());
        failures.sort(Comparator.comparingLong(Failure::seed));
        return new Result(loop.done.get() - loop.failed.get(), loop.failed.get(), failures, all);
    }

    /** What is no failure of a seed, such as memory running out, ends the run. */
    private void workGuarded(FuzzCensus counts) {
        try {
            work(counts);
        } catch (Throwable error) {
            broken.compareAndSet(null, error);
            next.set(Long.MAX_VALUE / 2);
        }
    }

    private void work(FuzzCensus counts) {
        long end = plan.firstSeed() + plan.seeds();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            FuzzScript script = FuzzScript.generate(seed, plan.steps());
            FuzzFailure failure = failure(script, counts);
            if (failure != null) {
                failed.incrementAndGet();
                note(seed, script, failure);
            }
            done.incrementAndGet();
        }
    }

    private void note(long seed, FuzzScript script, FuzzFailure failure) {
        String sort = failure.sort();
        boolean shrinks;
        synchronized (failures) {
            shrinks = !failures.containsKey(sort) && failures.size() < SHRUNK_SORTS_MAX;
            failures.merge(
                    sort,
                    new Failure(seed, sort, 1, ""),
                    (known, one) -> new Failure(known.seed(), sort, known.times() + 1, known.report()));
        }
        if (shrinks) {
            String report = report(script, failure);
            synchronized (failures) {
                failures.computeIfPresent(sort, (s, known) -> new Failure(known.seed(), sort, known.times(), report));
            }
        }
    }

    /** Shrinks a failing script and says what went wrong. */
    static String report(FuzzScript script, FuzzFailure failure) {
        FuzzScript upToFailure = failure.step() < script.steps().size()
                ? new FuzzScript(script.replicas(), script.steps().subList(0, failure.step() + 1))
                : script;
        FuzzScript small = FuzzShrinker.shrink(upToFailure, candidate -> {
            FuzzFailure other = failure(candidate, new FuzzCensus());
            return other != null && other.sort().equals(failure.sort());
        });
        FuzzFailure last = failure(small, new FuzzCensus());
        StringBuilder report = new StringBuilder("shrunk to " + small.steps().size() + " steps:\n");
        report.append("\"\"\"\n").append(small).append("\n\"\"\"\n").append(last.getMessage());
        for (String frame : last.frames()) {
            report.append("\n    at ").append(frame);
        }
        return report.append('\n').toString();
    }

    /** @return what went wrong, null if all was right */
    static FuzzFailure failure(FuzzScript script, FuzzCensus census) {
        try {
            FuzzRun.play(script, census);
            return null;
        } catch (FuzzFailure failure) {
            return failure;
        }
    }
}
