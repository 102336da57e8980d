package dev.offing.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns marks into the runs of one shown text: paints them in time order, so that the latest one
 * stays on top of its key (MERGE-10). Cost: marks times runs of their key.
 */
final class RunPainter {

    private static final Comparator<MarkRun> ORDER = Comparator.comparingInt(MarkRun::start)
            .thenComparingInt(MarkRun::end)
            .thenComparing(MarkRun::type)
            .thenComparing(MarkRun::value, RunPainter::compareValues);

    private final Map<MarkKey, Coat> coats = new TreeMap<>();

    /** Neighbouring ranges of one key: disjoint, sorted, no gap between equal values. */
    private static final class Coat {
        List<MarkRun> runs = new ArrayList<>();

        void paint(MarkRun run) {
            List<MarkRun> after = new ArrayList<>(runs.size() + 2);
            int i = 0;
            while (i < runs.size() && runs.get(i).start() < run.start()) {
                add(after, cut(runs.get(i), 0, run.start()));
                i++;
            }
            add(after, run);
            for (i = Math.max(0, i - 1); i < runs.size(); i++) {
                add(after, cut(runs.get(i), run.end(), Integer.MAX_VALUE));
            }
            runs = after;
        }

        private static MarkRun cut(MarkRun run, int from, int to) {
            return new MarkRun(run.type(), Math.max(run.start(), from), Math.min(run.end(), to), run.value());
        }

        private static void add(List<MarkRun> runs, MarkRun run) {
            if (run.start() >= run.end()) {
                return;
            }
            MarkRun last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.end() == run.start() && last.value().equals(run.value())) {
                runs.set(runs.size() - 1, new MarkRun(run.type(), last.start(), run.end(), run.value()));
            } else {
                runs.add(run);
            }
        }
    }

    private RunPainter() {}

    /** The runs of a text made of these segments. */
    static List<MarkRun> runs(List<Segment> segments) {
        RunPainter painter = null;
        int base = 0;
        for (Segment segment : segments) {
            List<Mark> marks = segment.marks();
            if (!marks.isEmpty()) {
                painter = painter == null ? new RunPainter() : painter;
                painter.paint(segment, marks, base);
            }
            base += segments.size() == 1 ? 0 : segment.lengthUtf16();
        }
        return painter == null ? List.of() : painter.runs();
    }

    private void paint(Segment segment, List<Mark> marks, int base) {
        int start = segment.start();
        int end = segment.end();
        int shift = base - segment.strand.elements.visibleUtf16Before(start);
        for (Mark mark : marks) {
            int from = Math.max(start, mark.firstElement());
            int to = Math.min(end, mark.endElement());
            if (from < to) {
                int fromUnit = segment.strand.elements.visibleUtf16Before(from) + shift;
                int toUnit = segment.strand.elements.visibleUtf16Before(to) + shift;
                if (fromUnit < toUnit) {
                    coats.computeIfAbsent(mark.key, key -> new Coat())
                            .paint(new MarkRun(mark.key.type(), fromUnit, toUnit, mark.value));
                }
            }
        }
    }

    private List<MarkRun> runs() {
        List<MarkRun> all = new ArrayList<>();
        for (Coat coat : coats.values()) {
            for (MarkRun run : coat.runs) {
                if (!(run.value() instanceof Value.Absent)) {
                    all.add(run);
                }
            }
        }
        all.sort(ORDER);
        return all;
    }

    private static int compareValues(Value a, Value b) {
        if (a instanceof Value.Text textA && b instanceof Value.Text textB) {
            return textA.value().compareTo(textB.value());
        }
        if (a instanceof Value.Num numA && b instanceof Value.Num numB) {
            return Double.compare(numA.value(), numB.value());
        }
        if (a instanceof Value.Bool boolA && b instanceof Value.Bool boolB) {
            return Boolean.compare(boolA.value(), boolB.value());
        }
        return rank(a) - rank(b);
    }

    private static int rank(Value value) {
        return switch (value) {
            case Value.Absent absent -> 0;
            case Value.Bool bool -> 1;
            case Value.Num num -> 2;
            case Value.Text text -> 3;
        };
    }
}
