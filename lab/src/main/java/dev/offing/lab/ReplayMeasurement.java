package dev.offing.lab;

import dev.offing.engine.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the replay of one trace. A step runs first without being timed, until it is warm, then
 * several times timed; the text it leaves is checked outside the timed section, and a figure counts
 * only if every run's text was right.
 *
 * <p>Right is the recorded end text; and in a concurrent trace all replicas, brought to the same
 * version, show the same. The patches of {@value #NOT_NEUTRAL} are good only under the order another
 * library gives to concurrent insertions at one place, so no other one reaches its end text: there the
 * replicas must agree among themselves.
 */
public final class ReplayMeasurement {

    private static final String NOT_NEUTRAL = "git-makefile";

    /** How often and how long steps run. */
    public record Effort(int warmUps, int rounds, double stepMillis) {

        /**
         * @param warmUps untimed runs of a step
         * @param rounds timed runs of a step
         * @param stepMillis untimed and timed runs of a step each end, at the latest, when they have taken
         *     this long; the first of each always runs to its end
         */
        public Effort {
            if (warmUps < 0 || rounds < 1) {
                throw new IllegalArgumentException("at least one timed round is needed");
            }
        }
    }

    /** One step of the replay; gives what {@link Check} looks at. */
    private interface Step<T> {
        T run();
    }

    /** Looks at what a step left, outside its time. */
    private interface Check<T> {
        boolean right(T left);
    }

    private final EditingTrace trace;
    private final Replay replay;
    private final Clock clock;
    private final Effort effort;
    private final Consumer<String> progress;
    private final List<ReplayReport.Timed> times = new ArrayList<>();
    private boolean verified = true;

    /** The text every run must leave. */
    private String expected;

    private ReplayMeasurement(EditingTrace trace, Clock clock, Effort effort, Consumer<String> progress) {
        this.trace = trace;
        this.replay = new Replay(trace);
        this.clock = clock;
        this.effort = effort;
        this.progress = progress;
    }

    /**
     * @param runtime {@code jvm}, {@code js} or {@code wasm}
     * @param progress hears what is done now
     * @throws TraceFormatException if the trace cannot be replayed; the message names the place
     */
    public static ReplayReport run(
            EditingTrace trace, String runtime, Clock clock, Effort effort, Consumer<String> progress) {
        return new ReplayMeasurement(trace, clock, effort, progress).run(runtime);
    }

    private ReplayReport run(String runtime) {
        expected = trace.endText();
        Replay.Written written = trace.concurrent() ? writeTogether() : writeAlone();
        List<byte[]> sent = written.sent();
        measure("remote_ms", () -> replay.receive(sent), this::right);
        measure("batch_ms", () -> replay.receiveBatch(sent), this::right);
        Document full = written.last();
        byte[] snapshot = full.save();
        measure("save_ms", full::save, bytes -> right(Replay.load(bytes)));
        measure("load_text_ms", () -> replay.text(snapshot), expected::equals);
        measure("load_edit_ms", () -> Replay.load(snapshot), this::right);
        byte[] light = full.saveWithoutHistory();
        verified &= right(Replay.load(light));
        return new ReplayReport(trace.name(), runtime, verified, times, snapshot, light.length, null);
    }

    private boolean right(Document document) {
        return replay.text(document).equals(expected);
    }

    private Replay.Written writeAlone() {
        measure("local_ms", replay::write, this::right);
        measure("local_bursts_ms", replay::writeInBursts, this::right);
        return replay.sent(replay.write());
    }

    private Replay.Written writeTogether() {
        Replay.Written written = replay.writeTogether();
        if (trace.name().startsWith(NOT_NEUTRAL)) {
            expected = replay.text(written.last());
        }
        progress.accept(trace.name() + ": do all replicas converge");
        verified &= replay.converge(written) && right(written.last());
        measure("local_ms", replay::writeTogether, again -> right(again.last()));
        return written;
    }

    private <T> void measure(String name, Step<T> step, Check<T> check) {
        progress.accept(trace.name() + ": " + name);
        double end = clock.millis() + effort.stepMillis();
        for (int i = 0; i < effort.warmUps() && (i == 0 || clock.millis() < end); i++) {
            verified &= check.right(step.run());
        }
        Samples samples = new Samples();
        end = clock.millis() + effort.stepMillis();
        for (int i = 0; i < effort.rounds() && (i == 0 || clock.millis() < end); i++) {
            double start = clock.millis();
            T left = step.run();
            samples.add(clock.millis() - start);
            verified &= check.right(left);
        }
        times.add(new ReplayReport.Timed(name, samples));
    }
}
