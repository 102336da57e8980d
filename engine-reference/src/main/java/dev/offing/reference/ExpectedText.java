package dev.offing.reference;

import dev.offing.engine.MarkRun;
import dev.offing.engine.RichText;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A text as a person thinks of it: letters in a row, each with its marks. Offsets are UTF-16 units;
 * ranges that cut a pair are widened, an insertion inside a pair is not asked for.
 */
final class ExpectedText {

    static final Set<String> GROWING = Set.of("bold", "italic", "underline", "strike", "color", "highlight");
    static final Set<String> WITH_INSTANCES = Set.of("comment", "suggestion");

    record Mark(String type, Value value) {}

    private record Letter(String text, Set<Mark> marks) {}

    private final List<Letter> letters = new ArrayList<>();

    ExpectedText(RichText text) {
        String all = text.text();
        for (int at = 0; at < all.length(); ) {
            int codePoint = all.codePointAt(at);
            Set<Mark> marks = new HashSet<>();
            for (MarkRun run : text.marks()) {
                if (run.start() <= at && at < run.end()) {
                    marks.add(new Mark(run.type(), run.value()));
                }
            }
            letters.add(new Letter(Character.toString(codePoint), marks));
            at += Character.charCount(codePoint);
        }
    }

    private ExpectedText(List<Letter> letters) {
        this.letters.addAll(letters);
    }

    static ExpectedText empty() {
        return new ExpectedText(List.of());
    }

    private int index(int offset, boolean roundUp) {
        int at = 0;
        for (int i = 0; i < letters.size(); i++) {
            if (at >= offset) {
                return i;
            }
            at += letters.get(i).text().length();
            if (at > offset && !roundUp) {
                return i;
            }
        }
        return letters.size();
    }

    /** Marks that text typed at an offset certainly gets (MERGE-13): the growing ones of the letter on its left. */
    Set<Mark> certainCaretMarks(int offset) {
        int index = index(offset, true);
        Set<Mark> marks = new HashSet<>();
        if (index > 0) {
            letters.get(index - 1).marks().stream()
                    .filter(mark -> GROWING.contains(mark.type()))
                    .forEach(marks::add);
        }
        return marks;
    }

    /** Marks it gets if one operation made them on both sides: the non-growing ones both neighbours show. */
    Set<Mark> possibleCaretMarks(int offset) {
        int index = index(offset, true);
        Set<Mark> marks = new HashSet<>();
        if (index > 0 && index < letters.size()) {
            letters.get(index - 1).marks().stream()
                    .filter(mark -> !GROWING.contains(mark.type()))
                    .filter(letters.get(index).marks()::contains)
                    .forEach(marks::add);
        }
        return marks;
    }

    /** Marks of the letter right of an offset. */
    Set<Mark> marksAfter(int offset) {
        return letters.get(index(offset, true)).marks();
    }

    void insert(int offset, String text, Set<Mark> marks) {
        List<Letter> typed = new ArrayList<>();
        for (int codePoint : text.codePoints().toArray()) {
            boolean loneHalf = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            typed.add(new Letter(loneHalf ? "\ufffd" : Character.toString(codePoint), Set.copyOf(marks)));
        }
        letters.addAll(index(offset, true), typed);
    }

    void delete(int start, int end) {
        if (start < end) {
            letters.subList(index(start, false), index(end, true)).clear();
        }
    }

    /** @param value null to remove (for types with instances see {@link #unmarkInstance}) */
    void mark(int start, int end, String type, Value value) {
        rewrite(start, end, marks -> {
            if (!WITH_INSTANCES.contains(type)) {
                marks.removeIf(mark -> mark.type().equals(type));
            }
            if (value != null) {
                marks.add(new Mark(type, value));
            }
        });
    }

    void unmarkInstance(int start, int end, String type, Value instance) {
        rewrite(start, end, marks -> marks.remove(new Mark(type, instance)));
    }

    private void rewrite(int start, int end, Consumer<Set<Mark>> change) {
        if (start >= end) {
            return;
        }
        for (int i = index(start, false); i < index(end, true); i++) {
            Set<Mark> marks = new HashSet<>(letters.get(i).marks());
            change.accept(marks);
            letters.set(i, new Letter(letters.get(i).text(), marks));
        }
    }

    /** Takes off what follows an offset. */
    ExpectedText cutTail(int offset) {
        List<Letter> tail = letters.subList(index(offset, true), letters.size());
        ExpectedText cut = new ExpectedText(tail);
        tail.clear();
        return cut;
    }

    void append(ExpectedText other) {
        letters.addAll(other.letters);
    }

    RichText richText() {
        StringBuilder text = new StringBuilder();
        Map<Mark, List<int[]>> spans = new LinkedHashMap<>();
        for (Letter letter : letters) {
            int start = text.length();
            text.append(letter.text());
            for (Mark mark : letter.marks()) {
                List<int[]> ofMark = spans.computeIfAbsent(mark, m -> new ArrayList<>());
                if (!ofMark.isEmpty() && ofMark.getLast()[1] == start) {
                    ofMark.getLast()[1] = text.length();
                } else {
                    ofMark.add(new int[] {start, text.length()});
                }
            }
        }
        Set<MarkRun> runs = new TreeSet<>(Comparator.comparingInt(MarkRun::start)
                .thenComparingInt(MarkRun::end)
                .thenComparing(MarkRun::type)
                .thenComparing(run -> run.value().toString()));
        spans.forEach((mark, ranges) ->
                ranges.forEach(range -> runs.add(new MarkRun(mark.type(), range[0], range[1], mark.value()))));
        return new RichText(text.toString(), List.copyOf(runs));
    }
}
