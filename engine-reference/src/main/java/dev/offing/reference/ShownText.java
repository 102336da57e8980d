package dev.offing.reference;

import dev.offing.engine.MarkRun;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.RichText;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the characters of one shown text with their marks and gives them as runs. */
final class ShownText {

    private record Character(OpId id, int codePoint, Map<String, TimedOperation> winners) {
        Set<Mark> marks() {
            Set<Mark> marks = new HashSet<>();
            for (TimedOperation winner : winners.values()) {
                Operation.SetMark mark = (Operation.SetMark) winner.operation();
                marks.add(new Mark(mark.type(), mark.value()));
            }
            return marks;
        }
    }

    private record Mark(String type, Value value) {}

    /** The order {@link MarkRun} states. */
    private static final Comparator<MarkRun> RUN_ORDER = Comparator.comparingInt(MarkRun::start)
            .thenComparingInt(MarkRun::end)
            .thenComparing(MarkRun::type)
            .thenComparing(MarkRun::value, ShownText::compareValues);

    private final Strands strands;
    private final List<Character> characters = new ArrayList<>();
    private final List<OpId> census;

    /** @param census takes the id of each character shown */
    ShownText(Strands strands, List<OpId> census) {
        this.strands = strands;
        this.census = census;
    }

    /** Adds the visible characters among some elements of a strand. */
    void add(StrandId strand, List<Element> elements) {
        for (Element element : elements) {
            if (strands.isVisible(element)) {
                characters.add(new Character(element.id(), element.codePoint(), strands.marksOf(strand, element)));
                census.add(element.id());
            }
        }
    }

    /** The operations whose marks each character shows, by mark key. */
    List<Map<String, TimedOperation>> winners() {
        return characters.stream().map(Character::winners).toList();
    }

    /** The ids of the characters, in order. */
    List<OpId> ids() {
        return characters.stream().map(Character::id).toList();
    }

    RichText richText() {
        StringBuilder text = new StringBuilder();
        List<MarkRun> runs = new ArrayList<>();
        Map<Mark, Integer> openSince = new HashMap<>();
        for (Character character : characters) {
            closeAllBut(character.marks(), openSince, text.length(), runs);
            for (Mark mark : character.marks()) {
                openSince.putIfAbsent(mark, text.length());
            }
            text.appendCodePoint(character.codePoint());
        }
        closeAllBut(Set.of(), openSince, text.length(), runs);
        runs.sort(RUN_ORDER);
        return new RichText(text.toString(), runs);
    }

    private static void closeAllBut(Set<Mark> going, Map<Mark, Integer> openSince, int offset, List<MarkRun> runs) {
        openSince.entrySet().removeIf(open -> {
            if (going.contains(open.getKey())) {
                return false;
            }
            runs.add(new MarkRun(
                    open.getKey().type(), open.getValue(), offset, open.getKey().value()));
            return true;
        });
    }

    private static int compareValues(Value a, Value b) {
        return switch (a) {
            case Value.Bool left when b instanceof Value.Bool right -> Boolean.compare(left.value(), right.value());
            case Value.Num left when b instanceof Value.Num right -> Double.compare(left.value(), right.value());
            case Value.Text left
            when b instanceof Value.Text right -> left.value().compareTo(right.value());
            default -> Integer.compare(kind(a), kind(b));
        };
    }

    private static int kind(Value value) {
        return switch (value) {
            case Value.Absent ignored -> 0;
            case Value.Bool ignored -> 1;
            case Value.Num ignored -> 2;
            case Value.Text ignored -> 3;
        };
    }
}
