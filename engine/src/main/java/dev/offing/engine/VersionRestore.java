package dev.offing.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the document show what it showed at an earlier version, by operations against the present
 * state (MERGE-71). First structure and types, so that every text is in its block; then texts, by
 * element, so that the characters that come back are those that were there, with the comments and the
 * carets on them; then properties and marks.
 */
final class VersionRestore {

    private final DocumentState now;
    private final DocumentState then;
    private final Author author;
    private final BlockCommands blocks;
    private final TextCommands texts;
    private final StructureRestore structure;
    private final DatabaseRestore database;

    VersionRestore(
            DocumentState now,
            EarlierVersion version,
            Author author,
            BlockCommands blocks,
            TextCommands texts,
            DatabaseCommands cells) {
        this.now = now;
        this.then = version.state;
        this.author = author;
        this.blocks = blocks;
        this.texts = texts;
        this.structure = new StructureRestore(now, then, author, blocks);
        this.database = new DatabaseRestore(now, then, author, cells);
    }

    /**
     * @param since changes the earlier version has not seen
     * @return whether the document is as it was then; false if the open change is full: going on takes
     *     a change of its own
     */
    boolean run(List<Change> since) {
        return structure.run() && restoreTexts(since) && restoreProperties() && database.run() && restoreMarks();
    }

    // ---- texts ----

    private boolean restoreTexts(List<Change> since) {
        Map<ReplicaId, BitSet> wanted = EarlierVersion.shownCharacters(then);
        for (Change change : since) {
            int counter = change.firstCounter();
            for (Operation operation : change.operations()) {
                if (operation instanceof Operation.DeleteText delete && deletesAny(delete, wanted)) {
                    OpId id = new OpId(change.replica(), counter);
                    if (!now.textDeletions.isCancelled(now.agents.find(change.replica()), counter)) {
                        if (!author.hasRoom()) {
                            return false;
                        }
                        author.perform(new Operation.UndeleteText(id));
                    }
                }
                counter += operation.idCount();
            }
        }
        now.view.refresh();
        List<IdRange> surplus = new ArrayList<>();
        for (List<Segment> segments : EarlierVersion.texts(now).values()) {
            EarlierVersion.forEachRun(
                    now,
                    segments,
                    (replica, counter, offset, text) -> addUnwanted(
                            wanted.get(replica), replica, counter, text.codePointCount(0, text.length()), surplus));
        }
        if (!surplus.isEmpty()) {
            author.perform(new Operation.DeleteText(surplus));
        }
        return true;
    }

    private static boolean deletesAny(Operation.DeleteText delete, Map<ReplicaId, BitSet> wanted) {
        for (IdRange range : delete.targets()) {
            BitSet characters = wanted.get(range.replica());
            int next = characters == null ? -1 : characters.nextSetBit(range.first());
            if (next >= 0 && next < range.end()) {
                return true;
            }
        }
        return false;
    }

    private static void addUnwanted(BitSet wanted, ReplicaId replica, int first, int length, List<IdRange> ranges) {
        int end = first + length;
        int from = wanted == null ? first : wanted.nextClearBit(first);
        while (from < end) {
            int next = wanted == null ? -1 : wanted.nextSetBit(from);
            int to = next < 0 ? end : Math.min(next, end);
            ranges.add(new IdRange(replica, from, to - from));
            from = wanted == null ? end : wanted.nextClearBit(to);
        }
    }

    // ---- properties ----

    private boolean restoreProperties() {
        if (!restoreRegisters(null, then.properties, now.properties)) {
            return false;
        }
        for (Block earlier : then.tree.blocks()) {
            if (earlier.shown != null) {
                Block block = now.block(earlier.id);
                if (!restoreRegisters(block, earlier.registers, block.registers)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean restoreRegisters(
            Block block, TreeMap<String, Register<Value>> earlier, TreeMap<String, Register<Value>> present) {
        TreeSet<String> keys = new TreeSet<>(present.keySet());
        keys.addAll(earlier.keySet());
        keys.remove(Operation.TYPE);
        for (String key : keys) {
            Value wanted = value(earlier.get(key));
            if (!wanted.equals(value(present.get(key)))) {
                if (!author.hasRoom()) {
                    return false;
                }
                blocks.writeRegister(block, key, wanted);
            }
        }
        return true;
    }

    private static Value value(Register<Value> register) {
        return register == null ? Value.ABSENT : register.valueOr(Value.ABSENT);
    }

    // ---- marks ----

    private boolean restoreMarks() {
        now.view.refresh();
        Map<TextTarget, List<Segment>> shown = EarlierVersion.texts(now);
        for (Map.Entry<TextTarget, List<Segment>> earlier :
                EarlierVersion.texts(then).entrySet()) {
            TextTarget target = earlier.getKey();
            List<MarkRun> wanted = new ShownText(earlier.getValue()).runs();
            List<MarkRun> present = shown.containsKey(target) ? new ShownText(shown.get(target)).runs() : List.of();
            if (!wanted.equals(present) && !restoreMarks(target, wanted, present)) {
                return false;
            }
        }
        return true;
    }

    /** Key by key, each stretch between two ends of runs that shows another value than it shall. */
    private boolean restoreMarks(TextTarget target, List<MarkRun> wanted, List<MarkRun> present) {
        TreeSet<Integer> cuts = new TreeSet<>();
        Map<MarkKey, List<MarkRun>> wantedByKey = byKey(wanted, cuts);
        Map<MarkKey, List<MarkRun>> presentByKey = byKey(present, cuts);
        TreeSet<MarkKey> keys = new TreeSet<>(wantedByKey.keySet());
        keys.addAll(presentByKey.keySet());
        for (MarkKey key : keys) {
            int from = -1;
            for (int to : cuts) {
                Value value = from < 0 ? null : at(wantedByKey.get(key), from);
                if (value != null && !value.equals(at(presentByKey.get(key), from))) {
                    if (!author.hasRoom()) {
                        return false;
                    }
                    texts.mark(target, from, to, key, value);
                }
                from = to;
            }
        }
        return true;
    }

    private static Map<MarkKey, List<MarkRun>> byKey(List<MarkRun> runs, TreeSet<Integer> cuts) {
        Map<MarkKey, List<MarkRun>> byKey = new HashMap<>();
        for (MarkRun run : runs) {
            cuts.add(run.start());
            cuts.add(run.end());
            MarkKey key = new MarkKey(run.type(), MarkTypes.instance(run.type(), run.value()));
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
        }
        return byKey;
    }

    private static Value at(List<MarkRun> runs, int offset) {
        if (runs != null) {
            for (MarkRun run : runs) {
                if (run.start() <= offset && offset < run.end()) {
                    return run.value();
                }
            }
        }
        return Value.ABSENT;
    }
}
