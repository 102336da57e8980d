package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * One strand of the document: its elements, the blocks its boundaries are, its marks. Segment n is
 * the elements from boundary n to the next one; the strand of a block begins with the implicit
 * boundary of its head, those of title and cells have one segment without a block.
 *
 * <p>Invariants: {@code blocks.get(i).ordinal == i}; {@code marks} is in time order.
 */
final class TextStrand {

    final StrandId id;
    final Strand elements;

    /** The head and the split-born blocks in strand order; empty for title and cells. */
    final List<Block> blocks = new ArrayList<>();

    /** Row and column of a cell, null if this is none. */
    final Block row;

    final Block column;

    /** The one segment of title or cell, null for the strands of blocks. */
    final Segment segment;

    /** Where title or cell are shown; the texts of blocks are shown by their hosts. */
    ShownText shown;

    private final List<Mark> marks = new ArrayList<>();

    /** Ints of one entry of {@link #deletions}. */
    static final int DELETION_STRIDE = 3;

    private int[] deletions = {};
    private int deletionsLength;

    /** Whether a deletion in force reaches one of its blocks: set by Coverage. */
    boolean reached;

    /** Counts what can change which marks touch which segment. */
    private int marksVersion;

    TextStrand(StrandId id, Strand elements, Block head, Block row, Block column) {
        this.id = id;
        this.elements = elements;
        this.row = row;
        this.column = column;
        this.segment = head == null ? new Segment(this, null) : null;
        if (head != null) {
            blocks.add(head);
        } else {
            shown = new ShownText(List.of(segment));
        }
    }

    /** Notes a deletion that names characters here. For {@link TextDeletions}. */
    void addDeletion(int agent, int counter) {
        int last = deletionsLength - DELETION_STRIDE;
        if (last >= 0 && deletions[last] == agent && counter >= deletions[last + 1] && counter <= deletions[last + 2]) {
            deletions[last + 2] = Math.max(deletions[last + 2], counter + 1);
            return;
        }
        if (deletionsLength == deletions.length) {
            deletions = Arrays.copyOf(deletions, Math.max(4 * DELETION_STRIDE, 2 * deletionsLength));
        }
        deletions[deletionsLength] = agent;
        deletions[deletionsLength + 1] = counter;
        deletions[deletionsLength + 2] = counter + 1;
        deletionsLength += DELETION_STRIDE;
    }

    /** Agent, first counter and end of runs of operations among which all deletions are that name characters here. */
    int[] deletions() {
        return deletions;
    }

    int deletionsLength() {
        return deletionsLength;
    }

    /** Puts a split-born block at its boundary, which the strand has already. */
    void addBlock(Block block, int boundaryIndex) {
        int ordinal = elements.boundariesBefore(boundaryIndex) + 1;
        blocks.add(ordinal, block);
        for (int i = ordinal; i < blocks.size(); i++) {
            blocks.get(i).ordinal = i;
        }
        marksVersion++;
    }

    /** The block that owns the gap before an element index: that of the last boundary before it. */
    Block blockBefore(int elementIndex) {
        if (blocks.size() < 2) {
            return blocks.isEmpty() ? null : blocks.get(0);
        }
        return blocks.get(elements.boundariesBefore(elementIndex));
    }

    /** Index of the first element after a block's boundary. */
    int start(Block block) {
        return block == null || block.ordinal == 0 ? 0 : elements.boundaryIndex(block.ordinal - 1) + 1;
    }

    /** Index of the next boundary after a block's, or the element count. */
    int end(Block block) {
        return block == null || block.ordinal == blocks.size() - 1
                ? elements.elementCount()
                : elements.boundaryIndex(block.ordinal);
    }

    // ---- marks ----

    int marksVersion() {
        return marksVersion;
    }

    List<Mark> marks() {
        return marks;
    }

    void addMark(Mark mark, AgentTable agents) {
        int at = marks.size();
        while (at > 0 && isBefore(mark, marks.get(at - 1), agents)) {
            at--;
        }
        marks.add(at, mark);
        marksVersion++;
    }

    private static boolean isBefore(Mark a, Mark b, AgentTable agents) {
        return Origin.compare(agents, a.origin, a.counter, b.origin, b.counter) < 0;
    }

    /** Marks that can cover characters of the range, or typed into it; located, in time order. */
    List<Mark> marksTouching(int fromElement, int toElement) {
        if (marks.isEmpty()) {
            return List.of();
        }
        List<Mark> touching = new ArrayList<>();
        for (Mark mark : marks) {
            mark.locate(this);
            if (mark.from < 2 * toElement && mark.to >= 2 * fromElement && mark.from < mark.to) {
                touching.add(mark);
            }
        }
        return touching;
    }

    /**
     * Those of {@link #marksTouching} that can win anywhere: without marks that a later one of the same
     * key covers wholly. As anchors never change their order, what cannot win never will.
     */
    List<Mark> marksThatCanWin(int fromElement, int toElement) {
        List<Mark> all = marksTouching(fromElement, toElement);
        if (all.size() < 2) {
            return all;
        }
        List<Mark> winning = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Mark mark = all.get(i);
            boolean covered = false;
            for (Mark later : winning) {
                covered |= later.key.equals(mark.key) && later.from <= mark.from && mark.to <= later.to;
            }
            if (!covered) {
                winning.add(mark);
            }
        }
        return winning.reversed();
    }

    /** Whether all visible characters of a range show this value for a key, {@link Value#ABSENT} for none. */
    boolean shows(MarkKey key, Value value, int fromElement, int toElement) {
        List<Mark> touching = new ArrayList<>(marksTouching(fromElement, toElement));
        touching.removeIf(mark -> !mark.key.equals(key));
        TreeSet<Integer> cuts = new TreeSet<>();
        cuts.add(fromElement);
        cuts.add(toElement);
        for (Mark mark : touching) {
            cuts.add(Math.max(fromElement, Math.min(toElement, mark.firstElement())));
            cuts.add(Math.max(fromElement, Math.min(toElement, mark.endElement())));
        }
        int from = fromElement;
        for (int to : cuts) {
            Value shown = Value.ABSENT;
            for (Mark mark : touching) {
                shown = mark.coversElement(from) ? mark.value : shown;
            }
            boolean visible = elements.visibleUtf16Before(to) > elements.visibleUtf16Before(from);
            if (visible && !shown.equals(value)) {
                return false;
            }
            from = to;
        }
        return true;
    }
}
