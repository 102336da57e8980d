package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds places of shown texts in their strands and back. Offsets are UTF-16 units of the shown text;
 * one inside a surrogate pair counts as the one before the pair, at the end of a range as the one
 * after it. At a seam an offset belongs to the text on its left.
 */
final class TextLocator {

    private final DocumentState state;

    TextLocator(DocumentState state) {
        this.state = state;
    }

    /**
     * The segments of a target.
     *
     * @throws IllegalArgumentException if it is not shown
     */
    List<Segment> segments(TextTarget target) {
        return switch (target) {
            case TextTarget.Title title -> state.title.shown.segments();
            case TextTarget.Block block -> shown(block.block()).text.segments();
            case TextTarget.Cell cell -> {
                Shown row = shown(cell.row());
                Shown column = shown(cell.column());
                boolean inTable = row.tablePart
                        && column.tablePart
                        && row.parent == column.parent
                        && row.block.type().equals(Layout.TABLE_ROW)
                        && column.block.type().equals(Layout.TABLE_COLUMN);
                if (!inTable) {
                    throw new IllegalArgumentException("row and column are not of one table");
                }
                yield state.openStrand(new StrandId.Cell(cell.row(), cell.column()))
                        .shown
                        .segments();
            }
        };
    }

    /**
     * How a block is shown.
     *
     * @throws IllegalArgumentException if it is not
     */
    Shown shown(BlockId id) {
        Block block = state.block(id);
        Shown shown = block == null ? null : state.view.shown(block);
        if (shown == null) {
            throw new IllegalArgumentException("block is not shown");
        }
        return shown;
    }

    TextGap gap(TextTarget target, int offset) {
        List<Segment> segments = segments(target);
        int base = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            Strand elements = segment.strand.elements;
            int start = segment.start();
            int end = segment.end();
            int startUnits = elements.visibleUtf16Before(start);
            int endUnits = elements.visibleUtf16Before(end);
            int units = startUnits + offset - base;
            if (units >= startUnits && units <= endUnits) {
                if (units > startUnits && elements.isInsidePair(units)) {
                    units--;
                }
                boolean leftIsText = units > startUnits;
                int left = leftIsText ? elements.elementAtVisibleUtf16(units - 1) : start - 1;
                return new TextGap(segment, left, leftIsText, units, endUnits, end);
            }
            base += endUnits - startUnits;
        }
        throw outside();
    }

    private static IllegalArgumentException outside() {
        return new IllegalArgumentException("offset is outside the text");
    }

    /** The parts of a range, one a segment; empty ones left out. */
    List<TextRange> ranges(TextTarget target, int start, int end) {
        if (start < 0 || start > end) {
            throw outside();
        }
        List<TextRange> ranges = new ArrayList<>();
        int base = 0;
        for (Segment segment : segments(target)) {
            int length = segment.lengthUtf16();
            int from = Math.max(start - base, 0);
            int to = Math.min(end - base, length);
            if (from < to) {
                Strand elements = segment.strand.elements;
                int before = elements.visibleUtf16Before(segment.start());
                ranges.add(new TextRange(
                        segment,
                        elements.elementAtVisibleUtf16(before + from),
                        elements.elementAtVisibleUtf16(before + to - 1)));
            }
            base += length;
        }
        if (end > base) {
            throw outside();
        }
        return ranges;
    }

    /** Where the gap before an element index of a strand is shown; null if it is not. */
    Document.CaretPosition position(TextStrand strand, int elementIndex) {
        state.view.refresh();
        Block block = strand.blockBefore(elementIndex);
        if (block == null) {
            return cellOrTitle(strand, elementIndex);
        }
        if (block.host == null || !block.host.listed()) {
            return null;
        }
        int offset = strand.elements.visibleUtf16Before(elementIndex)
                - strand.elements.visibleUtf16Before(strand.start(block));
        for (Segment segment : block.host.text.segments()) {
            if (segment == block.segment) {
                break;
            }
            offset += segment.lengthUtf16();
        }
        return new Document.CaretPosition(new TextTarget.Block(block.host.block.id), offset);
    }

    private Document.CaretPosition cellOrTitle(TextStrand strand, int elementIndex) {
        int offset = strand.elements.visibleUtf16Before(elementIndex);
        if (!(strand.id instanceof StrandId.Cell cell)) {
            return new Document.CaretPosition(new TextTarget.Title(), offset);
        }
        Shown row = strand.row.shown;
        Shown column = state.view.shown(state.block(cell.column()));
        if (row == null || column == null || !row.tablePart || row.parent != column.parent) {
            return null;
        }
        return new Document.CaretPosition(new TextTarget.Cell(cell.row(), cell.column()), offset);
    }
}
