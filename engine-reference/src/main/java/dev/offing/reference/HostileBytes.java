package dev.offing.reference;

import com.sun.management.ThreadMXBean;
import dev.offing.engine.CodecException;
import dev.offing.engine.InvalidChangeException;
import dev.offing.sync.protocol.FrameException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Damaged and hostile bytes of every kind the engine and the protocol read: changes, snapshots, undo
 * states, frames. Each case is read once, and either refused with a typed error or taken as something
 * that is written as exactly these bytes; a document that refuses is as it was. Half of the cases that
 * are guarded by a checksum have a right one.
 *
 * <p>Reading a case may allocate no more than {@value #ALLOCATION_FACTOR} times what reading the good
 * bytes does, and {@value #ALLOCATION_BYTES} bytes: a count that promises much must not cost much.
 */
public final class HostileBytes {

    private static final int ALLOCATION_FACTOR = 8;
    private static final int ALLOCATION_BYTES = 4 << 20;
    private static final int FAILURES_MAX = 20;
    private static final int PROGRESS_CASES = 50_000;

    /**
     * What came of it.
     *
     * @param answers how often which, for example {@code snapshot CORRUPT}
     * @param failures one line each, at most 20
     */
    public record Result(long passed, long failed, Map<String, Long> answers, List<String> failures) {}

    private final Random random;
    private final List<HostileSubject> subjects;
    private final List<Seals> seals = new ArrayList<>();
    private final long[] allocated;
    private final Map<String, Long> answers = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long failed;

    private HostileBytes(long seed) {
        random = new Random(seed);
        subjects = HostileSubject.all();
        allocated = new long[subjects.size()];
        for (int i = 0; i < subjects.size(); i++) {
            seals.add(new Seals(subjects.get(i).good()));
            // Twice: the first time loads classes.
            subjects.get(i).read(subjects.get(i).good());
            long before = thread.getCurrentThreadAllocatedBytes();
            subjects.get(i).read(subjects.get(i).good());
            allocated[i] = thread.getCurrentThreadAllocatedBytes() - before;
        }
    }

    /**
     * Reads so many damaged cases.
     *
     * @param seed of the damage
     * @param progress hears now and then how many were read
     */
    public static Result run(long seed, long cases, LongConsumer progress) {
        HostileBytes hostile = new HostileBytes(seed);
        for (long i = 0; i < cases; i++) {
            hostile.readOne(i);
            if (i % PROGRESS_CASES == PROGRESS_CASES - 1) {
                progress.accept(i + 1);
            }
        }
        return new Result(cases - hostile.failed, hostile.failed, hostile.answers, hostile.failures);
    }

    private void readOne(long number) {
        int index = random.nextInt(subjects.size());
        HostileSubject subject = subjects.get(index);
        boolean sealed = seals.get(index).count() > 0 && random.nextBoolean();
        byte[] bytes = sealed ? seals.get(index).damage(random) : Damage.of(subject.good(), random);
        if (Arrays.equals(bytes, subject.good())) {
            return;
        }
        long before = thread.getCurrentThreadAllocatedBytes();
        String answer;
        try {
            answer = subject.read(bytes);
        } catch (CodecException refused) {
            answer = refused.kind().name();
            requireWithin(refused.offsetBytes(), bytes, number, subject);
        } catch (FrameException refused) {
            answer = refused.reason().name();
            requireWithin(refused.offsetBytes(), bytes, number, subject);
        } catch (InvalidChangeException refused) {
            answer = refused.reason().name();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
            answer = "a failure";
            fail(number, subject, bytes, unexpected.toString());
        }
        long cost = thread.getCurrentThreadAllocatedBytes() - before;
        if (cost > ALLOCATION_FACTOR * allocated[index] + ALLOCATION_BYTES) {
            fail(number, subject, bytes, "allocated " + cost + " bytes, the good one " + allocated[index]);
        }
        answers.merge(subject.kind() + " " + answer, 1L, Long::sum);
    }

    private void requireWithin(int offset, byte[] bytes, long number, HostileSubject subject) {
        if (offset < 0 || offset > bytes.length) {
            fail(number, subject, bytes, "noticed at " + offset + " of " + bytes.length + " bytes");
        }
    }

    private void fail(long number, HostileSubject subject, byte[] bytes, String problem) {
        failed++;
        if (failures.size() < FAILURES_MAX) {
            failures.add("case " + number + ", " + subject.kind() + ": " + problem + ": "
                    + HexFormat.of().formatHex(bytes));
        }
    }
}
