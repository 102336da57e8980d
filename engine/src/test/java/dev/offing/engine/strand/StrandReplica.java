package dev.offing.engine.strand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * One replica under test: the strand and both oracles, given the same operations. {@link #apply}
 * compares what the listeners heard, {@link #check} everything else.
 */
final class StrandReplica {

    /** A recorded operation: what travels. */
    sealed interface Op {}

    /** An insertion; an empty text is a boundary. */
    record Insert(int agent, int counter, int la, int lc, int ra, int rc, String text) implements Op {
        int length() {
            return text.isEmpty() ? 1 : text.codePointCount(0, text.length());
        }
    }

    record Range(int agent, int first, int length) {}

    record Delete(List<Range> ranges) implements Op {}

    record Undelete(List<Range> ranges) implements Op {}

    private record Heard(int index, int count, boolean visible, int offset, int total) {}

    final Strand strand;
    final ListStrand list;
    final FugueTree tree;

    StrandReplica(Strand.AgentOrder order, int leafSpans, int fanout) {
        strand = new Strand(order, leafSpans, fanout);
        list = new ListStrand(order);
        tree = new FugueTree(order);
    }

    void apply(Op op) {
        switch (op) {
            case Insert insert -> insert(insert);
            case Delete delete -> delete.ranges.forEach(range -> change(range, true));
            case Undelete undelete -> undelete.ranges.forEach(range -> change(range, false));
        }
    }

    private void insert(Insert op) {
        int index;
        int expected;
        if (op.text.isEmpty()) {
            index = strand.insertBoundary(op.agent, op.counter, op.la, op.lc, op.ra, op.rc);
            expected = list.insertBoundary(op.agent, op.counter, op.la, op.lc, op.ra, op.rc);
        } else {
            index = strand.insertText(op.agent, op.counter, op.la, op.lc, op.ra, op.rc, op.text);
            expected = list.insertText(op.agent, op.counter, op.la, op.lc, op.ra, op.rc, op.text);
        }
        FugueTree.Id left = op.la == Strand.NONE ? null : new FugueTree.Id(op.la, op.lc);
        FugueTree.Id right = op.ra == Strand.NONE ? null : new FugueTree.Id(op.ra, op.rc);
        for (int i = 0; i < op.length(); i++) {
            FugueTree.Id id = new FugueTree.Id(op.agent, op.counter + i);
            tree.insert(id, left, right, op.text.isEmpty());
            left = id;
        }
        assertThat(index).as("index of %s", op).isEqualTo(expected);
    }

    private void change(Range range, boolean delete) {
        List<Heard> heard = new ArrayList<>();
        List<Heard> expected = new ArrayList<>();
        Strand.VisibilityListener listener = (index, count, visible) ->
                heard.add(new Heard(index, count, visible, strand.visibleUtf16Before(index), strand.visibleUtf16()));
        Strand.VisibilityListener expecting = (index, count, visible) ->
                expected.add(new Heard(index, count, visible, list.visibleUtf16Before(index), list.visibleUtf16()));
        if (delete) {
            strand.delete(range.agent, range.first, range.length, listener);
            list.delete(range.agent, range.first, range.length, expecting);
        } else {
            strand.undelete(range.agent, range.first, range.length, listener);
            list.undelete(range.agent, range.first, range.length, expecting);
        }
        assertThat(heard).as("heard of %s", range).isEqualTo(expected);
    }

    /** Compares the strand with both oracles in everything it can be asked. */
    void check() {
        strand.checkInvariants();
        list.checkInvariants();
        int count = list.elementCount();
        assertThat(strand.elementCount()).isEqualTo(count);
        assertThat(strand.visibleUtf16()).isEqualTo(list.visibleUtf16());
        assertThat(strand.boundaryCount()).isEqualTo(list.boundaryCount());
        assertThat(strand.text(0, count)).isEqualTo(list.text(0, count));
        assertThat(ids()).isEqualTo(tree.ids());
        checkElements(count);
        checkForward(0);
        checkBackward(count);
    }

    private List<FugueTree.Id> ids() {
        List<FugueTree.Id> ids = new ArrayList<>();
        Strand.Cursor cursor = strand.cursor(0);
        while (cursor.next()) {
            for (int i = 0; i < cursor.length(); i++) {
                ids.add(new FugueTree.Id(cursor.agent(), cursor.counter() + i));
            }
        }
        return ids;
    }

    private void checkElements(int count) {
        int units = 0;
        int boundaries = 0;
        ListStrand.Cursor cursor = list.cursor(0);
        while (cursor.next()) {
            int offset = units;
            for (int i = 0; i < cursor.length(); i++) {
                int index = cursor.elementIndex() + i;
                int width = cursor.boundary()
                        ? 0
                        : Character.charCount(Character.codePointAt(cursor.text(), offset - units));
                assertThat(strand.contains(cursor.agent(), cursor.counter() + i))
                        .isTrue();
                assertThat(strand.visibleUtf16Before(index)).isEqualTo(cursor.visible() ? offset : units);
                assertThat(strand.boundariesBefore(index)).isEqualTo(boundaries);
                assertThat(strand.indexOf(cursor.agent(), cursor.counter() + i)).isEqualTo(index);
                assertThat(strand.agentAt(index)).isEqualTo(cursor.agent());
                assertThat(strand.counterAt(index)).isEqualTo(cursor.counter() + i);
                if (cursor.visible()) {
                    for (int unit = 0; unit < width; unit++) {
                        assertThat(strand.elementAtVisibleUtf16(offset + unit)).isEqualTo(index);
                    }
                }
                offset += width;
            }
            if (cursor.visible()) {
                units = offset;
            }
            if (cursor.boundary()) {
                assertThat(strand.boundaryIndex(boundaries++)).isEqualTo(cursor.elementIndex());
            }
        }
        assertThat(strand.visibleUtf16Before(count)).isEqualTo(units);
        assertThat(strand.boundariesBefore(count)).isEqualTo(boundaries);
        assertThat(strand.elementAtVisibleUtf16(units)).isEqualTo(count);
    }

    /** Walks both from an index to the end; the strand's cursor may cut the oracle's runs. */
    void checkForward(int from) {
        Strand.Cursor cursor = strand.cursor(from);
        ListStrand.Cursor expected = list.cursor(from);
        while (expected.next()) {
            StringBuilder text = new StringBuilder();
            int length = 0;
            while (length < expected.length()) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.elementIndex()).isEqualTo(expected.elementIndex() + length);
                assertThat(cursor.counter()).isEqualTo(expected.counter() + length);
                checkRun(cursor, expected);
                text.append(cursor.text());
                length += cursor.length();
            }
            assertThat(length).isEqualTo(expected.length());
            assertThat(text.toString()).isEqualTo(expected.text());
        }
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.elementIndex()).isEqualTo(list.elementCount());
    }

    /** The same towards the start. */
    void checkBackward(int from) {
        Strand.Cursor cursor = strand.cursor(from);
        ListStrand.Cursor expected = list.cursor(from);
        while (expected.previous()) {
            StringBuilder text = new StringBuilder();
            int length = 0;
            while (length < expected.length()) {
                assertThat(cursor.previous()).isTrue();
                length += cursor.length();
                checkRun(cursor, expected);
                text.insert(0, cursor.text());
            }
            assertThat(cursor.elementIndex()).isEqualTo(expected.elementIndex());
            assertThat(cursor.counter()).isEqualTo(expected.counter());
            assertThat(text.toString()).isEqualTo(expected.text());
        }
        assertThat(cursor.previous()).isFalse();
        assertThat(cursor.elementIndex()).isZero();
    }

    private static void checkRun(Strand.Cursor cursor, ListStrand.Cursor expected) {
        assertThat(cursor.agent()).isEqualTo(expected.agent());
        assertThat(cursor.boundary()).isEqualTo(expected.boundary());
        assertThat(cursor.visible()).isEqualTo(expected.visible());
        assertThat(cursor.utf16Length()).isEqualTo(cursor.text().length());
    }
}
