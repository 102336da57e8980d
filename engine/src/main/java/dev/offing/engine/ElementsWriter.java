package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the order of the elements of all strands, and their text in that order: docs/spec/bytes.md, "Elements".
 * Origins are not written, they follow: the left origin of an element is the nearest one before it that its author
 * had seen, the right origin the nearest one after it (docs/adr/0006-snapshots-hold-the-order.md).
 */
final class ElementsWriter {

    private final AgentTable agents;
    private final ReplicaTable replicas;
    private final ByteWriter[] columns = Columns.create(SnapshotFormat.ELEMENT_COLUMNS);
    private final ByteWriter visibleText = new ByteWriter();
    private final ByteWriter deletedText = new ByteWriter();
    private final Map<TextStrand, Integer> visibleStarts = new HashMap<>();
    private boolean textComplete = true;

    /** Counter that the next run of a replica is expected to start at. */
    private final int[] expected;

    // The run that grows.
    private int runAgent = Strand.NONE;
    private int runStart;
    private int runEnd;
    private int runCount;

    // The segment of elements with one number of deletions that grows.
    private int segmentLength;
    private int segmentDeletions;

    ElementsWriter(DocumentState state, ReplicaTable replicas) {
        this.agents = state.agents;
        this.replicas = replicas;
        this.expected = new int[replicas.size()];
        int visible = 0;
        List<TextStrand> strands = strandsInOrder(state);
        columns[SnapshotFormat.STRANDS].writeVarint(strands.size());
        for (TextStrand strand : strands) {
            visibleStarts.put(strand, visible);
            visible += strand.elements.visibleUtf16();
            write(strand);
        }
        endSegment();
    }

    /** Title, strands of blocks by head, cells by row and column: those that have elements. */
    private static List<TextStrand> strandsInOrder(DocumentState state) {
        List<TextStrand> strands = state.strands();
        strands.removeIf(strand -> strand.elements.elementCount() == 0);
        strands.sort((a, b) -> compare(a.id, b.id));
        return strands;
    }

    /** The order of strands in a snapshot. */
    static int compare(StrandId a, StrandId b) {
        int kindA = kind(a);
        int kindB = kind(b);
        if (kindA != kindB) {
            return kindA - kindB;
        }
        if (a instanceof StrandId.OfBlock blockA && b instanceof StrandId.OfBlock blockB) {
            return blockA.head().compareTo(blockB.head());
        }
        if (a instanceof StrandId.Cell cellA && b instanceof StrandId.Cell cellB) {
            int byRow = cellA.row().compareTo(cellB.row());
            return byRow != 0 ? byRow : cellA.column().compareTo(cellB.column());
        }
        return 0;
    }

    private static int kind(StrandId id) {
        return switch (id) {
            case StrandId.Title title -> OperationFormat.STRAND_TITLE;
            case StrandId.OfBlock of -> OperationFormat.STRAND_BLOCK;
            case StrandId.Cell cell -> OperationFormat.STRAND_CELL;
        };
    }

    private void write(TextStrand strand) {
        ByteWriter out = columns[SnapshotFormat.STRANDS];
        out.writeByte(kind(strand.id));
        switch (strand.id) {
            case StrandId.Title title -> {}
            case StrandId.OfBlock of -> writeId(out, of.head());
            case StrandId.Cell cell -> {
                writeId(out, cell.row());
                writeId(out, cell.column());
            }
        }
        runCount = 0;
        Strand.Cursor cursor = strand.elements.cursor(0);
        while (cursor.next()) {
            addIds(cursor.agent(), cursor.counter(), cursor.length());
            addDeletions(cursor.deletions(), cursor.length());
            if (cursor.boundary()) {
                continue;
            }
            if (cursor.visible()) {
                visibleText.writeUtf8(cursor.text());
            } else if (textComplete && cursor.hasText()) {
                deletedText.writeUtf8(cursor.text());
            } else {
                textComplete = false;
            }
        }
        endRun();
        out.writeVarint(runCount);
    }

    private void writeId(ByteWriter out, BlockId id) {
        out.writeVarint(replicas.index(id.op().replica()));
        out.writeVarint(id.op().counter());
    }

    private void addIds(int agent, int counter, int length) {
        if (agent == runAgent && counter == runEnd) {
            runEnd += length;
            return;
        }
        endRun();
        runAgent = agent;
        runStart = counter;
        runEnd = counter + length;
    }

    private void endRun() {
        if (runAgent == Strand.NONE) {
            return;
        }
        int index = replicas.index(agents.replica(runAgent));
        columns[SnapshotFormat.AGENTS].writeVarint(index);
        columns[SnapshotFormat.STARTS].writeSignedVarint(runStart - expected[index]);
        columns[SnapshotFormat.LENGTHS].writeVarint(runEnd - runStart);
        expected[index] = runEnd;
        runCount++;
        runAgent = Strand.NONE;
    }

    /** Segments of visible and deleted elements take turns, the first one is visible. */
    private void addDeletions(int deletions, int length) {
        if (deletions != segmentDeletions) {
            endSegment();
            if (deletions > 0 && segmentDeletions > 0) {
                columns[SnapshotFormat.SEGMENTS].writeVarint(0);
            }
            segmentDeletions = deletions;
        }
        segmentLength += length;
    }

    private void endSegment() {
        columns[SnapshotFormat.SEGMENTS].writeVarint(segmentLength);
        if (segmentDeletions > 0) {
            columns[SnapshotFormat.DELETIONS].writeVarint(segmentDeletions);
        }
        segmentLength = 0;
    }

    /** Whether the text of all deleted characters is here. */
    boolean textComplete() {
        return textComplete;
    }

    /** Where the visible text of a strand starts in that of all, UTF-16. */
    int visibleStart(TextStrand strand) {
        Integer start = visibleStarts.get(strand);
        return start == null ? 0 : start;
    }

    void writeElements(ByteWriter out) {
        Columns.write(out, columns);
    }

    void writeVisibleText(ByteWriter out) {
        Columns.write(out, visibleText);
    }

    void writeDeletedText(ByteWriter out) {
        Columns.write(out, deletedText);
    }
}
