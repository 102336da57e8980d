package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which characters that two versions show have other marks in the later one (MERGE-72). Both versions are cut
 * into stretches of one writer's characters that show the same marks. Cost: the runs of both texts times the
 * marks that can win there.
 */
final class MarkDifference {

    /** Who wrote the mark that a character shows now, null for one that the earlier version has seen. */
    interface Attributions {
        Attribution of(OpId mark);
    }

    /** Characters in a row of one replica, by counter, with the mark that wins each key, removals too. */
    private record Stretch(int first, int end, Map<MarkKey, Mark> marks) {}

    /** Hears of the stretches of a text in order. */
    private interface Listener {
        void stretch(ReplicaId replica, int offset, String text, Stretch stretch);
    }

    private final DocumentState before;
    private final DocumentState after;
    private final Attributions attributions;
    private final List<Difference> found;
    private final Map<ReplicaId, TreeMap<Integer, Stretch>> earlier = new HashMap<>();
    /** What may go on at the next character of the text that is looked at. */
    private final Map<MarkKey, Difference.Formatted> open = new TreeMap<>();

    MarkDifference(DocumentState before, DocumentState after, Attributions attributions, List<Difference> found) {
        this.before = before;
        this.after = after;
        this.attributions = attributions;
        this.found = found;
    }

    /** Appends the differences, in the order of the texts of the later version. */
    void find() {
        for (List<Segment> segments : EarlierVersion.texts(before).values()) {
            forEachStretch(
                    before,
                    segments,
                    (replica, offset, text, stretch) -> earlier.computeIfAbsent(replica, r -> new TreeMap<>())
                            .put(stretch.first, stretch));
        }
        EarlierVersion.texts(after).forEach((target, segments) -> {
            forEachStretch(
                    after,
                    segments,
                    (replica, offset, text, stretch) -> compare(target, offset, text, stretch, earlier.get(replica)));
            closeAll();
        });
    }

    private void compare(
            TextTarget target, int offset, String text, Stretch now, TreeMap<Integer, Stretch> earlierOfReplica) {
        if (earlierOfReplica == null) {
            return;
        }
        Integer floor = earlierOfReplica.floorKey(now.first);
        for (Stretch was : earlierOfReplica
                .subMap(floor == null ? now.first : floor, now.end)
                .values()) {
            int from = Math.max(was.first, now.first);
            int to = Math.min(was.end, now.end);
            if (from < to) {
                int start = text.offsetByCodePoints(0, from - now.first);
                int end = text.offsetByCodePoints(start, to - from);
                compare(target, offset + start, end - start, was.marks, now.marks);
            }
        }
    }

    private void compare(TextTarget target, int offset, int length, Map<MarkKey, Mark> were, Map<MarkKey, Mark> are) {
        TreeSet<MarkKey> keys = new TreeSet<>(were.keySet());
        keys.addAll(are.keySet());
        for (MarkKey key : keys) {
            Value was = value(were.get(key));
            Mark mark = are.get(key);
            Value is = value(mark);
            if (!was.equals(is)) {
                Attribution by =
                        mark == null ? null : attributions.of(after.agents.id(mark.origin.agent, mark.counter));
                add(key, new Difference.Formatted(target, offset, length, key.type(), was, is, by));
            }
        }
    }

    private static Value value(Mark mark) {
        return mark == null ? Value.ABSENT : mark.value;
    }

    private void add(MarkKey key, Difference.Formatted next) {
        Difference.Formatted last = open.get(key);
        boolean goesOn = last != null
                && last.offset() + last.length() == next.offset()
                && last.before().equals(next.before())
                && last.after().equals(next.after())
                && Objects.equals(last.by(), next.by());
        if (goesOn) {
            int length = last.length() + next.length();
            open.put(
                    key,
                    new Difference.Formatted(
                            next.target(), last.offset(), length, next.type(), last.before(), last.after(), last.by()));
            return;
        }
        if (last != null) {
            found.add(last);
        }
        open.put(key, next);
    }

    private void closeAll() {
        found.addAll(open.values());
        open.clear();
    }

    /** Cuts a text where its writer, its order of typing or its marks change. */
    private static void forEachStretch(DocumentState state, List<Segment> segments, Listener listener) {
        int offset = 0;
        for (Segment segment : segments) {
            List<Mark> marks = segment.marks();
            int[] cuts = cuts(segment, marks);
            int end = segment.end();
            Strand.Cursor runs = segment.strand.elements.cursor(segment.start());
            while (runs.next() && runs.elementIndex() < end) {
                if (!runs.visible() || runs.boundary()) {
                    continue;
                }
                ReplicaId replica = state.agents.replica(runs.agent());
                String text = runs.text();
                int first = runs.elementIndex();
                int last = Math.min(first + runs.length(), end);
                int at = 0;
                for (int from = first; from < last; ) {
                    int to = nextCut(cuts, from, last);
                    int next = text.offsetByCodePoints(at, to - from);
                    int counter = runs.counter() + from - first;
                    Stretch stretch = new Stretch(counter, counter + to - from, winners(marks, from));
                    listener.stretch(replica, offset, text.substring(at, next), stretch);
                    offset += next - at;
                    at = next;
                    from = to;
                }
            }
        }
    }

    /** Element indexes at which marks begin and end, ascending. */
    private static int[] cuts(Segment segment, List<Mark> marks) {
        TreeSet<Integer> cuts = new TreeSet<>();
        for (Mark mark : marks) {
            cuts.add(mark.firstElement());
            cuts.add(Math.min(mark.endElement(), segment.end()));
        }
        int[] sorted = new int[cuts.size()];
        int at = 0;
        for (int cut : cuts) {
            sorted[at++] = cut;
        }
        return sorted;
    }

    private static int nextCut(int[] cuts, int from, int end) {
        int at = Arrays.binarySearch(cuts, from + 1);
        at = at < 0 ? -at - 1 : at;
        return at < cuts.length ? Math.min(cuts[at], end) : end;
    }

    /** The latest mark of each key over an element. */
    private static Map<MarkKey, Mark> winners(List<Mark> marks, int element) {
        if (marks.isEmpty()) {
            return Map.of();
        }
        Map<MarkKey, Mark> winners = new TreeMap<>();
        for (Mark mark : marks) {
            if (mark.coversElement(element)) {
                winners.put(mark.key, mark);
            }
        }
        return winners;
    }
}
