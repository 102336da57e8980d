package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Takes own marks back, character range by character range, where they still win (MERGE-50). */
final class MarkInversion {

    private final DocumentState state;
    private final Author author;
    private final TextCommands texts;
    private final Restored restored;

    MarkInversion(DocumentState state, Author author, TextCommands texts) {
        this.state = state;
        this.author = author;
        this.texts = texts;
        this.restored = author.history().marks;
    }

    /** Element range in which one earlier mark wins where the own one does now. */
    private record Stretch(int from, int to, Mark previous) {}

    void takeBack(Operation.SetMark operation, OpId own) {
        TextStrand strand = state.strand(operation.strand());
        MarkKey key = new MarkKey(operation.type(), operation.instance());
        for (Stretch stretch : stretches(strand, key, own)) {
            restore(strand, key, stretch);
        }
    }

    /** Where the own mark is current, cut where what lies below it changes. */
    private List<Stretch> stretches(TextStrand strand, MarkKey key, OpId own) {
        int count = strand.elements.elementCount();
        List<Mark> marks = new ArrayList<>();
        TreeSet<Integer> cuts = new TreeSet<>();
        for (Mark mark : strand.marksTouching(0, count)) {
            if (mark.key.equals(key)) {
                marks.add(mark);
                cuts.add(Math.min(count, mark.firstElement()));
                cuts.add(Math.min(count, mark.endElement()));
            }
        }
        List<Stretch> stretches = new ArrayList<>();
        Integer from = null;
        for (int to : cuts) {
            if (from != null) {
                addStretch(marks, own, from, to, stretches);
            }
            from = to;
        }
        return stretches;
    }

    private void addStretch(List<Mark> marks, OpId own, int from, int to, List<Stretch> stretches) {
        Mark winner = null;
        Mark previous = null;
        boolean beforeOwn = true;
        for (Mark mark : marks) {
            beforeOwn &= !own.equals(id(mark));
            if (mark.coversElement(from)) {
                winner = mark;
                previous = beforeOwn ? mark : previous;
            }
        }
        if (winner == null || !restored.isCurrent(own, id(winner))) {
            return;
        }
        Value before = previous == null ? Value.ABSENT : previous.value;
        if (before.equals(winner.value)) {
            return;
        }
        Stretch last = stretches.isEmpty() ? null : stretches.getLast();
        if (last != null && last.to == from && last.previous == previous) {
            stretches.set(stretches.size() - 1, new Stretch(last.from, to, previous));
        } else {
            stretches.add(new Stretch(from, to, previous));
        }
    }

    private OpId id(Mark mark) {
        return state.agents.id(mark.origin.agent, mark.counter);
    }

    /** Marks the visible characters of a stretch as they were. */
    private void restore(TextStrand strand, MarkKey key, Stretch stretch) {
        Strand elements = strand.elements;
        int before = elements.visibleUtf16Before(stretch.from);
        int after = elements.visibleUtf16Before(stretch.to);
        if (before == after) {
            return;
        }
        int first = elements.elementAtVisibleUtf16(before);
        int last = elements.elementAtVisibleUtf16(after - 1);
        Segment segment = strand.blocks.isEmpty() ? strand.segment : strand.blockBefore(last).segment;
        int next = new TextRange(segment, last, last).nextVisible();
        OpId growsTo = next == elements.elementCount() ? null : id(elements, next);
        Value value = stretch.previous == null ? Value.ABSENT : stretch.previous.value;
        int counter = author.nextCounter();
        texts.setMark(strand.id, id(elements, first), id(elements, last), growsTo, key, value);
        restored.add(counter, stretch.previous == null ? null : id(stretch.previous));
    }

    private OpId id(Strand elements, int index) {
        return state.agents.id(elements.agentAt(index), elements.counterAt(index));
    }
}
