package dev.offing.reference;

import dev.offing.engine.Attribution;
import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Difference;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * MERGE-72 as seen from outside: differences say where they are in the two views, account for every
 * character, mark, block and register that differs, and name operations that were made in between.
 */
final class DifferenceLaw {

    private final ReferenceView before;
    private final ReferenceView after;
    private final VersionVector from;
    private final VersionVector to;

    DifferenceLaw(ReferenceView before, VersionVector from, ReferenceView after, VersionVector to) {
        this.before = before;
        this.after = after;
        this.from = from;
        this.to = to;
    }

    void check(List<Difference> differences) {
        Set<OpId> typed = new HashSet<>(after.shownCharacters());
        before.shownCharacters().forEach(typed::remove);
        int inserted = 0;
        Set<BlockId> appeared = new HashSet<>();
        Set<BlockId> vanished = new HashSet<>();
        Map<String, Value> changed = new TreeMap<>();
        List<String> formatted = new ArrayList<>();
        for (Difference difference : differences) {
            if (difference.by() != null) {
                OpId by = difference.by().operation();
                require(!from.includes(by) && to.includes(by), difference);
            }
            switch (difference) {
                case Difference.Inserted text -> {
                    require(stands(after.view(), text.target(), text.offset(), text.text()), difference);
                    inserted += text.text().codePointCount(0, text.text().length());
                }
                case Difference.Deleted text ->
                    require(stands(before.view(), text.target(), text.offset(), text.text()), difference);
                case Difference.Formatted marked -> formatted.addAll(perCharacter(marked));
                case Difference.Appeared block -> appeared.add(block.block());
                case Difference.Vanished block -> vanished.add(block.block());
                case Difference.Moved moved -> {}
                case Difference.Changed register ->
                    changed.put(register.block() + " " + register.key(), register.after());
            }
        }
        FuzzReplica.requireEqual("inserted characters", typed.size(), inserted);
        requireAll("appeared", missing(after.view(), before.view()), appeared);
        requireAll("vanished", missing(before.view(), after.view()), vanished);
        checkRegisters(changed);
        FuzzReplica.requireEqual("formatted characters", sorted(dueFormats()), sorted(formatted));
    }

    /** Each character of a stretch that is told to have another mark, with that mark. */
    private List<String> perCharacter(Difference.Formatted told) {
        ShownText text = after.texts().get(told.target());
        String characters = text.richText().text();
        int first = characters.codePointCount(0, told.offset());
        int end = characters.codePointCount(0, told.offset() + told.length());
        List<String> all = new ArrayList<>();
        for (OpId character : text.ids().subList(first, end)) {
            all.add(formatted(character, told.type(), told.before(), told.after(), told.by()));
        }
        return all;
    }

    private List<String> dueFormats() {
        Map<OpId, Map<String, TimedOperation>> earlier = winners(before);
        List<String> due = new ArrayList<>();
        winners(after).forEach((character, are) -> {
            Map<String, TimedOperation> were = earlier.get(character);
            Set<String> keys = new HashSet<>(are.keySet());
            keys.addAll(were == null ? Set.of() : were.keySet());
            for (String key : were == null ? Set.<String>of() : keys) {
                Value was = value(were.get(key));
                Value is = value(are.get(key));
                if (!was.equals(is)) {
                    TimedOperation any = are.getOrDefault(key, were.get(key));
                    due.add(formatted(
                            character, ((Operation.SetMark) any.operation()).type(), was, is, by(are.get(key))));
                }
            }
        });
        return due;
    }

    private static Map<OpId, Map<String, TimedOperation>> winners(ReferenceView view) {
        Map<OpId, Map<String, TimedOperation>> winners = new HashMap<>();
        for (ShownText text : view.texts().values()) {
            List<OpId> characters = text.ids();
            List<Map<String, TimedOperation>> marks = text.winners();
            for (int i = 0; i < characters.size(); i++) {
                winners.put(characters.get(i), marks.get(i));
            }
        }
        return winners;
    }

    private static Value value(TimedOperation mark) {
        return mark == null ? Value.ABSENT : ((Operation.SetMark) mark.operation()).value();
    }

    /** The reference does not keep who took a mark away. */
    private Attribution by(TimedOperation mark) {
        return mark == null || from.includes(mark.id()) ? null : new Attribution(mark.id(), 0);
    }

    private static String formatted(OpId character, String type, Value was, Value is, Attribution by) {
        String author = is.equals(Value.ABSENT) ? "" : " by " + (by == null ? null : by.operation());
        return character + " " + type + " " + was + " " + is + author;
    }

    private static List<String> sorted(List<String> list) {
        return list.stream().sorted().toList();
    }

    private static boolean stands(DocumentView view, TextTarget target, int offset, String text) {
        return new ExpectedView(view).text(target).richText().text().startsWith(text, offset);
    }

    /** Blocks of one view that the other lists nowhere, not as a row or column either. */
    private static List<BlockId> missing(DocumentView view, DocumentView other) {
        List<BlockId> missing =
                new ArrayList<>(view.blocks().stream().map(BlockView::id).toList());
        missing.removeAll(other.blocks().stream().map(BlockView::id).toList());
        missing.removeAll(FuzzReplica.parts(other));
        return missing;
    }

    private void checkRegisters(Map<String, Value> changed) {
        checkRegisters(null, before.view().properties(), after.view().properties(), changed);
        for (BlockView block : after.view().blocks()) {
            for (BlockView earlier : before.view().blocks()) {
                if (earlier.id().equals(block.id())) {
                    checkRegisters(block.id(), earlier.properties(), block.properties(), changed);
                    if (!earlier.type().equals(block.type())) {
                        FuzzReplica.requireEqual(
                                "changed type", new Value.Text(block.type()), changed.get(block.id() + " type"));
                    }
                }
            }
        }
    }

    private static void checkRegisters(
            BlockId block, Map<String, Value> earlier, Map<String, Value> later, Map<String, Value> changed) {
        Set<String> keys = new HashSet<>(earlier.keySet());
        keys.addAll(later.keySet());
        for (String key : keys) {
            if (!Objects.equals(earlier.get(key), later.get(key))) {
                Value expected = later.getOrDefault(key, Value.ABSENT);
                FuzzReplica.requireEqual("changed " + key, expected, changed.get(block + " " + key));
            }
        }
    }

    private static void requireAll(String what, List<BlockId> wanted, Set<BlockId> told) {
        if (!told.containsAll(wanted)) {
            throw new IllegalStateException(what + " " + wanted + ", told " + told);
        }
    }

    private static void require(boolean holds, Difference difference) {
        if (!holds) {
            throw new IllegalStateException("no such difference: " + difference);
        }
    }
}
