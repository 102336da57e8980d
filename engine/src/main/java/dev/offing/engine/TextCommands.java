package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Local commands on shown texts: typing, deleting, marking (MERGE-7, MERGE-12, MERGE-13). */
final class TextCommands {

    private final DocumentState state;
    private final Author author;
    private final TextLocator locator;

    TextCommands(DocumentState state, Author author, TextLocator locator) {
        this.state = state;
        this.author = author;
        this.locator = locator;
    }

    // ---- typing ----

    /** @param chosen the marks the text shall show by key, null for those a caret there shows */
    void insert(TextTarget target, int offset, String text, Map<MarkKey, Value> chosen) {
        String typed = WellFormed.repair(text);
        author.reserve(typed.length());
        TextGap gap = locator.gap(target, offset);
        if (typed.isEmpty()) {
            return;
        }
        List<Mark> marks = gap.segment.marks();
        if (marks.isEmpty() && (chosen == null || chosen.isEmpty())) {
            type(gap.segment.strand, gap.leftIndex, typed);
            return;
        }
        Map<MarkKey, Value> shown = chosen == null ? caretMarks(target, marks, gap) : chosen;
        int after = gapShowing(marks, gap, shown);
        boolean pinned = after < gap.leftIndex;
        after = pinned ? gap.leftIndex : after;
        Map<MarkKey, Value> inherited = pinned ? inheritedAfter(marks, after) : shown;

        TextStrand strand = gap.segment.strand;
        OpId growsTo = id(strand.elements, gap.rightIndex());
        int first = author.nextCounter();
        OpId last = type(strand, after, typed);
        pin(strand.id, new OpId(author.replica(), first), last, growsTo, inherited, shown);
    }

    /** Types text right of an element, as one operation or, beyond its limit, several. @return its last element */
    private OpId type(TextStrand strand, int after, String typed) {
        OpId left = id(strand.elements, after);
        OpId right = id(strand.elements, after + 1);
        for (int at = 0; at < typed.length(); ) {
            int end = Math.min(typed.length(), at + Limits.RUN_UTF16_MAX);
            if (end < typed.length() && Character.isHighSurrogate(typed.charAt(end - 1))) {
                end--;
            }
            author.perform(new Operation.InsertText(strand.id, left, right, typed.substring(at, end)));
            left = new OpId(author.replica(), author.nextCounter() - 1);
            at = end;
        }
        return left;
    }

    private OpId id(Strand elements, int index) {
        if (index < 0 || index >= elements.elementCount()) {
            return null;
        }
        return state.agents.id(elements.agentAt(index), elements.counterAt(index));
    }

    /** Sets or removes what the typed text would show otherwise than it shall. */
    private void pin(
            StrandId strand,
            OpId first,
            OpId last,
            OpId growsTo,
            Map<MarkKey, Value> inherited,
            Map<MarkKey, Value> shown) {
        for (Map.Entry<MarkKey, Value> mark : shown.entrySet()) {
            if (!mark.getValue().equals(inherited.get(mark.getKey()))) {
                setMark(strand, first, last, growsTo, mark.getKey(), mark.getValue());
            }
        }
        for (MarkKey key : inherited.keySet()) {
            if (!shown.containsKey(key)) {
                setMark(strand, first, last, growsTo, key, Value.ABSENT);
            }
        }
    }

    /** One operation with the anchors of MERGE-12. @param growsTo next visible element, null = end */
    void setMark(StrandId strand, OpId first, OpId last, OpId growsTo, MarkKey key, Value value) {
        Anchor end = new Anchor.After(last);
        if (MarkTypes.growing(key.type())) {
            end = growsTo == null ? new Anchor.End() : new Anchor.Before(growsTo);
        }
        author.perform(new Operation.SetMark(strand, new Anchor.Before(first), end, key.type(), key.instance(), value));
    }

    /** What a caret in the gap shows (MERGE-13). */
    private Map<MarkKey, Value> caretMarks(TextTarget target, List<Mark> marks, TextGap gap) {
        Map<MarkKey, Value> shown = new TreeMap<>();
        if (marks.isEmpty() || !gap.leftIsText) {
            return shown;
        }
        Map<MarkKey, Mark> left = winnersAt(marks, gap.leftIndex);
        Map<MarkKey, Mark> right =
                gap.rightIsText() ? winnersAt(marks, gap.rightIndex()) : winnersBehind(target, gap.segment);
        left.forEach((key, mark) -> {
            if (!mark.removes() && (MarkTypes.growing(key.type()) || right.get(key) == mark)) {
                shown.put(key, mark.value);
            }
        });
        return shown;
    }

    /** Those of the first character that is joined behind a segment: none if there is none. */
    private Map<MarkKey, Mark> winnersBehind(TextTarget target, Segment segment) {
        boolean behind = false;
        for (Segment next : locator.segments(target)) {
            if (behind && next.lengthUtf16() > 0) {
                Strand elements = next.strand.elements;
                int first = elements.elementAtVisibleUtf16(elements.visibleUtf16Before(next.start()));
                return winnersAt(next.marks(), first);
            }
            behind |= next == segment;
        }
        return Map.of();
    }

    private static Map<MarkKey, Mark> winnersAt(List<Mark> marks, int index) {
        Map<MarkKey, Mark> winners = new TreeMap<>();
        for (Mark mark : marks) {
            if (mark.coversElement(index)) {
                winners.put(mark.key, mark);
            }
        }
        return winners;
    }

    private static Map<MarkKey, Value> inheritedAfter(List<Mark> marks, int index) {
        Map<MarkKey, Value> inherited = new TreeMap<>();
        for (Mark mark : marks) {
            if (mark.coversGapAfter(index)) {
                if (mark.removes()) {
                    inherited.remove(mark.key);
                } else {
                    inherited.put(mark.key, mark.value);
                }
            }
        }
        return inherited;
    }

    /**
     * The leftmost gap where typed text inherits exactly these marks, by the index of the element on
     * its left; less than {@code gap.leftIndex} if there is none. What is inherited changes only at
     * anchors, so only the gaps next to them are tried.
     */
    private static int gapShowing(List<Mark> marks, TextGap gap, Map<MarkKey, Value> shown) {
        if (inheritedAfter(marks, gap.leftIndex).equals(shown)) {
            return gap.leftIndex;
        }
        List<Integer> candidates = new ArrayList<>();
        for (Mark mark : marks) {
            candidates.add(mark.from >> 1);
            candidates.add(mark.to >> 1);
        }
        candidates.sort(null);
        for (int after : candidates) {
            if (after > gap.leftIndex
                    && after < gap.rightIndex()
                    && inheritedAfter(marks, after).equals(shown)) {
                return after;
            }
        }
        return gap.leftIndex - 1;
    }

    // ---- deleting ----

    void delete(TextTarget target, int start, int end) {
        author.reserve(0);
        List<IdRange> ranges = new ArrayList<>();
        for (TextRange range : locator.ranges(target, start, end)) {
            addVisible(range, ranges);
        }
        if (!ranges.isEmpty()) {
            author.perform(new Operation.DeleteText(ranges));
        }
    }

    private void addVisible(TextRange range, List<IdRange> ranges) {
        Strand.Cursor runs = range.segment.strand.elements.cursor(range.first);
        while (runs.next() && runs.elementIndex() < range.end) {
            if (!runs.visible() || runs.boundary()) {
                continue;
            }
            int length = Math.min(runs.length(), range.end - runs.elementIndex());
            ReplicaId replica = state.agents.replica(runs.agent());
            IdRange last = ranges.isEmpty() ? null : ranges.getLast();
            if (last != null && last.end() == runs.counter() && last.replica().equals(replica)) {
                ranges.set(ranges.size() - 1, new IdRange(replica, last.first(), last.length() + length));
            } else {
                ranges.add(new IdRange(replica, runs.counter(), length));
            }
        }
    }

    // ---- marking ----

    /** @param value {@link Value#ABSENT} to remove */
    void mark(TextTarget target, int start, int end, MarkKey key, Value value) {
        author.reserve(0);
        List<TextRange> ranges = locator.ranges(target, start, end);
        for (int i = 0; i < ranges.size(); i++) {
            TextRange from = ranges.get(i);
            while (i + 1 < ranges.size() && ranges.get(i).continuedBy(ranges.get(i + 1))) {
                i++;
            }
            TextRange to = ranges.get(i);
            if (from.segment.strand.shows(key, value, from.first, to.end)) {
                continue;
            }
            Strand elements = from.segment.strand.elements;
            OpId first = id(elements, from.first);
            OpId last = id(elements, to.last);
            OpId growsTo = id(elements, to.nextVisible());
            setMark(from.segment.strand.id, first, last, growsTo, key, value);
        }
    }
}
