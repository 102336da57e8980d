package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.List;

/**
 * One shown text, remembered as it was rendered last, with what changed in it since the last patch.
 * While the layout stands, every change of its elements is recorded as an exact splice; otherwise the
 * text is compared with the published one.
 */
final class ShownText {

    /** More splices than this are not worth more than one comparison. */
    private static final int SPLICES_MAX = 256;

    /** A change of the text: {@code removed} units at {@code offset} gave way to {@code inserted}. */
    record Splice(int offset, int removed, String inserted) {}

    private List<Segment> segments;
    private String text = "";
    private List<MarkRun> runs = List.of();

    /** Whether the text must be rendered again; otherwise the unapplied splices lead to it. */
    private boolean textStale = true;

    /** How many of the splices are in the text already. */
    private int splicesApplied;

    private boolean runsStale = true;

    private String publishedText = "";
    private List<MarkRun> publishedRuns = List.of();
    private final List<Splice> splices = new ArrayList<>(1);
    private boolean exact = true;

    /** Whether the view has it among the texts to look at for the next patch. */
    boolean listed;

    ShownText(List<Segment> segments) {
        this.segments = segments;
    }

    List<Segment> segments() {
        return segments;
    }

    /** Gives it other segments. @return whether they differ */
    boolean setSegments(List<Segment> now) {
        if (now.equals(segments)) {
            return false;
        }
        segments = now;
        changedUnknown();
        return true;
    }

    int lengthUtf16() {
        int length = 0;
        for (Segment segment : segments) {
            length += segment.lengthUtf16();
        }
        return length;
    }

    // ---- what happened ----

    /** Something changed, it is not known where. */
    void changedUnknown() {
        exact = false;
        splices.clear();
        splicesApplied = 0;
        textStale = true;
        runsStale = true;
    }

    void marksChanged() {
        runsStale = true;
    }

    /** Elements of a segment became visible or invisible. */
    void elementsChanged(Segment changed, int elementIndex, int elementCount, boolean visible) {
        runsStale = true;
        if (!exact || splices.size() >= SPLICES_MAX) {
            changedUnknown();
            return;
        }
        Strand elements = changed.strand.elements;
        int offset = elements.visibleUtf16Before(elementIndex);
        if (changed.block != null) {
            offset -= elements.visibleUtf16Before(changed.start());
            for (int i = 0; segments.get(i) != changed; i++) {
                offset += segments.get(i).lengthUtf16();
            }
        }
        if (visible) {
            record(new Splice(offset, 0, elements.text(elementIndex, elementIndex + elementCount)));
        } else {
            record(new Splice(offset, width(elements, elementIndex, elementCount), ""));
        }
    }

    private static int width(Strand elements, int elementIndex, int elementCount) {
        int units = 0;
        int left = elementCount;
        Strand.Cursor cursor = elements.cursor(elementIndex);
        while (left > 0 && cursor.next()) {
            if (cursor.length() <= left) {
                units += cursor.utf16Length();
            } else {
                String runText = cursor.text();
                units += runText.offsetByCodePoints(0, left);
            }
            left -= cursor.length();
        }
        return units;
    }

    private void record(Splice splice) {
        if (splices.size() > splicesApplied) {
            Splice last = splices.getLast();
            if (splice.removed() == 0
                    && splice.offset() == last.offset() + last.inserted().length()) {
                splices.set(
                        splices.size() - 1,
                        new Splice(last.offset(), last.removed(), last.inserted() + splice.inserted()));
                return;
            }
        }
        splices.add(splice);
    }

    // ---- what it is ----

    String text() {
        if (textStale) {
            text = render();
            textStale = false;
        } else {
            for (Splice splice : splices.subList(splicesApplied, splices.size())) {
                text = text.substring(0, splice.offset())
                        + splice.inserted()
                        + text.substring(splice.offset() + splice.removed());
            }
        }
        splicesApplied = splices.size();
        return text;
    }

    private String render() {
        if (segments.size() == 1) {
            return segments.get(0).text();
        }
        StringBuilder all = new StringBuilder();
        for (Segment segment : segments) {
            all.append(segment.text());
        }
        return all.toString();
    }

    List<MarkRun> runs() {
        if (runsStale) {
            runs = RunPainter.runs(segments);
            runsStale = false;
        }
        return runs;
    }

    RichText richText() {
        return new RichText(text(), runs());
    }

    // ---- patches ----

    /** Takes the present state for published, without telling anybody. */
    void publish() {
        publishedText = text();
        publishedRuns = runs();
        splices.clear();
        splicesApplied = 0;
        exact = true;
    }

    /** Appends what changed since it was last published, and publishes it. */
    void takeEdits(TextTarget target, List<Patch.Edit> edits) {
        boolean spliced = false;
        if (exact) {
            for (Splice splice : splices) {
                edits.add(new Patch.Edit.Splice(target, splice.offset(), splice.removed(), splice.inserted()));
                spliced = true;
            }
        } else if (!publishedText.equals(text())) {
            edits.add(difference(target, publishedText, text()));
            spliced = true;
        }
        List<MarkRun> now = runs();
        boolean marked = !now.isEmpty() || !publishedRuns.isEmpty();
        if (marked && (spliced || !now.equals(publishedRuns))) {
            edits.add(new Patch.Edit.Marks(target, now));
        }
        publish();
    }

    /** The one splice between the first and the last difference; never inside a surrogate pair. */
    private static Patch.Edit.Splice difference(TextTarget target, String before, String after) {
        int common = Math.min(before.length(), after.length());
        int start = 0;
        while (start < common && before.charAt(start) == after.charAt(start)) {
            start++;
        }
        if (start > 0 && Character.isHighSurrogate(before.charAt(start - 1))) {
            start--;
        }
        int tail = 0;
        while (tail < common - start
                && before.charAt(before.length() - 1 - tail) == after.charAt(after.length() - 1 - tail)) {
            tail++;
        }
        if (tail > 0 && Character.isLowSurrogate(before.charAt(before.length() - tail))) {
            tail--;
        }
        return new Patch.Edit.Splice(
                target, start, before.length() - tail - start, after.substring(start, after.length() - tail));
    }

    void checkInvariants() {
        Invariant.check(render().equals(text()), "remembered text differs from its strands");
        Invariant.check(RunPainter.runs(segments).equals(runs()), "remembered marks differ from their strands");
        if (exact) {
            String replayed = publishedText;
            for (Splice splice : splices) {
                replayed = replayed.substring(0, splice.offset())
                        + splice.inserted()
                        + replayed.substring(splice.offset() + splice.removed());
            }
            Invariant.check(replayed.equals(text()), "splices do not lead to the text");
        }
    }
}
