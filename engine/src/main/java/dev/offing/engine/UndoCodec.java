package dev.offing.engine;

import dev.offing.engine.UndoHistory.Group;
import dev.offing.engine.UndoHistory.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * The undo and redo stacks of a replica as bytes (MERGE-51). Format: docs/spec/bytes.md, "Undo state".
 * Only ids are kept: the operations are in the log of the document, without which the bytes cannot be
 * read.
 */
final class UndoCodec {

    private static final byte[] MAGIC = {'O', 'f', 'f', 'U'};
    private static final int VERSION = 1;

    private UndoCodec() {}

    // ---- writing ----

    static byte[] write(UndoHistory history, ReplicaId replica) {
        List<Map<Integer, Integer>> restored = restoredToSteps(history, replica);
        ReplicaTable replicas = new ReplicaTable(named(history, replica));
        ByteWriter content = new ByteWriter();
        replicas.write(content);
        writeStack(history.undoStack(), replicas, content);
        writeStack(history.redoStack(), replicas, content);
        restored.forEach(writes -> writeRestored(writes, content));
        byte[] bytes = content.toBytes();
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        ByteWriter out = new ByteWriter();
        out.writeBytes(MAGIC);
        out.writeByte(VERSION);
        out.writeInt((int) crc.getValue());
        out.writeBytes(bytes);
        return out.toBytes();
    }

    /** What was brought back, as far as it leads to a step that can still be taken back. */
    private static List<Map<Integer, Integer>> restoredToSteps(UndoHistory history, ReplicaId replica) {
        Set<Integer> steps = history.steps();
        List<Map<Integer, Integer>> kept = new ArrayList<>();
        for (Restored restored : history.restored()) {
            Map<Integer, Integer> leading = new TreeMap<>();
            // Ascending: what an own write brought back was decided before.
            restored.writes().forEach((counter, earlier) -> {
                boolean own = earlier != null && earlier.replica().equals(replica);
                if (own && (steps.contains(earlier.counter()) || leading.containsKey(earlier.counter()))) {
                    leading.put(counter, earlier.counter());
                }
            });
            kept.add(leading);
        }
        return kept;
    }

    /** The own replica, then the others that are named, ascending. */
    private static List<ReplicaId> named(UndoHistory history, ReplicaId replica) {
        TreeSet<ReplicaId> others = new TreeSet<>();
        for (List<Group> stack : List.of(history.undoStack(), history.redoStack())) {
            for (Group group : stack) {
                for (Step step : group.steps) {
                    if (step.before() != null) {
                        others.add(step.before().replica());
                    }
                }
            }
        }
        others.remove(replica);
        List<ReplicaId> all = new ArrayList<>(List.of(replica));
        all.addAll(others);
        return all;
    }

    private static void writeStack(List<Group> stack, ReplicaTable replicas, ByteWriter out) {
        out.writeVarint(stack.size());
        int end = 0;
        for (Group group : stack) {
            List<Step> steps = group.steps;
            out.writeVarint(runs(steps));
            int from = 0;
            while (from < steps.size()) {
                int to = runEnd(steps, from);
                out.writeVarint(steps.get(from).counter() - end);
                out.writeVarint(to - from);
                for (Step step : steps.subList(from, to)) {
                    if (step.before() != null) {
                        writeId(step.before(), replicas, out);
                    }
                }
                end = end(steps.get(to - 1));
                from = to;
            }
        }
    }

    private static int runs(List<Step> steps) {
        int count = 0;
        for (int from = 0; from < steps.size(); from = runEnd(steps, from)) {
            count++;
        }
        return count;
    }

    /** Index after the last step whose operations follow each other without a gap. */
    private static int runEnd(List<Step> steps, int from) {
        int to = from + 1;
        while (to < steps.size() && steps.get(to).counter() == end(steps.get(to - 1))) {
            to++;
        }
        return to;
    }

    private static int end(Step step) {
        return step.counter() + step.operation().idCount();
    }

    private static void writeRestored(Map<Integer, Integer> writes, ByteWriter out) {
        out.writeVarint(writes.size());
        int end = 0;
        for (Map.Entry<Integer, Integer> entry : writes.entrySet()) {
            out.writeVarint(entry.getKey() - end);
            out.writeVarint(entry.getKey() - entry.getValue());
            end = entry.getKey() + 1;
        }
    }

    private static void writeId(OpId id, ReplicaTable replicas, ByteWriter out) {
        out.writeVarint(replicas.index(id.replica()));
        out.writeVarint(id.counter());
    }

    // ---- reading ----

    /**
     * Replaces the stacks by what the bytes say, or, if that does not fit the document, by nothing.
     *
     * @throws CodecException if the bytes are damaged or of another version; the stacks are untouched
     */
    static Document.UndoLoaded read(byte[] bytes, Author author) {
        ByteReader in = new ByteReader(bytes, 0, bytes.length);
        for (byte expected : MAGIC) {
            if (in.readByte() != expected) {
                throw in.corrupt("not an undo state");
            }
        }
        int version = in.readByte();
        if (version != VERSION) {
            throw new CodecException(
                    version == 0 ? CodecException.Kind.CORRUPT : CodecException.Kind.TOO_NEW,
                    "undo state has an unknown version",
                    MAGIC.length);
        }
        int expected = in.readInt();
        CRC32 crc = new CRC32();
        crc.update(bytes, in.offset(), in.remaining());
        if ((int) crc.getValue() != expected) {
            throw in.corrupt("undo state is damaged");
        }
        UndoHistory loaded = new UndoHistory();
        Document.UndoLoaded result = new UndoReader(in, author).read(loaded);
        author.history().takeFrom(loaded);
        return result;
    }
}
