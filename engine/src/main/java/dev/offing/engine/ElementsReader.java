package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/** Reads the elements of a snapshot, as {@link ElementsWriter} writes them, into {@link Pieces}. */
final class ElementsReader {

    private final ByteReader[] columns;
    private final ReplicaTable replicas;
    private final ChangeLog log;
    private final Pieces pieces = new Pieces();
    private final List<StrandId> strands = new ArrayList<>();
    private final List<Integer> runCounts = new ArrayList<>();
    private final int[] expected;

    /** Elements left in the present segment. */
    private long segmentLeft;

    private int segmentDeletions;
    private boolean firstSegment = true;

    /** Whether the last segment was empty, and what the last deleted one had. */
    private boolean segmentEmpty;

    private int segmentBefore;
    private long total;

    // What holds for the counters of an agent that were asked for last.
    private int knownAgent = -1;
    private int knownFrom;
    private int knownTo;
    private boolean knownBoundary;
    private int[] knownSeen;

    /** @param log as read from the same snapshot */
    ElementsReader(ByteReader section, ReplicaTable replicas, ChangeLog log) {
        this.columns = Columns.read(section, SnapshotFormat.ELEMENT_COLUMNS);
        this.replicas = replicas;
        this.log = log;
        this.expected = new int[replicas.size()];
    }

    /** The strands, in the order of {@link Pieces#strands}. */
    List<StrandId> strands() {
        return strands;
    }

    Pieces read() {
        readStrands();
        for (int strand = 0; strand < strands.size(); strand++) {
            int lastAgent = -1;
            int lastEnd = 0;
            for (int run = 0; run < runCounts.get(strand); run++) {
                int agent = replicas.readIndex(columns[SnapshotFormat.AGENTS]);
                long start = (long) expected[agent] + columns[SnapshotFormat.STARTS].readSignedVarint();
                int length = columns[SnapshotFormat.LENGTHS].readVarint();
                total += length;
                if (length == 0 || start < 0 || start + length > log.end(agent) || total > Integer.MAX_VALUE / 2) {
                    throw corrupt("run of elements is out of bounds");
                }
                if (agent == lastAgent && start == lastEnd) {
                    throw corrupt("run of elements is not in its shortest form");
                }
                lastAgent = agent;
                lastEnd = (int) start + length;
                expected[agent] = lastEnd;
                addRun(strand, agent, (int) start, lastEnd);
            }
        }
        if (firstSegment) {
            nextSegment();
        }
        if (segmentLeft > 0) {
            throw corrupt("segment is longer than the elements");
        }
        for (ByteReader column : columns) {
            column.expectEnd();
        }
        return pieces;
    }

    private CodecException corrupt(String message) {
        return columns[0].corrupt(message);
    }

    private void readStrands() {
        ByteReader in = columns[SnapshotFormat.STRANDS];
        int count = in.readCount(2);
        for (int i = 0; i < count; i++) {
            int kind = in.readByte();
            StrandId id = switch (kind) {
                case OperationFormat.STRAND_TITLE -> new StrandId.Title();
                case OperationFormat.STRAND_BLOCK -> new StrandId.OfBlock(readId(in));
                case OperationFormat.STRAND_CELL -> new StrandId.Cell(readId(in), readId(in));
                default -> throw in.corrupt("unknown kind of strand");
            };
            if (i > 0 && ElementsWriter.compare(strands.get(i - 1), id) >= 0) {
                throw in.corrupt("strands are not sorted");
            }
            int runs = in.readVarint();
            if (runs == 0) {
                throw in.corrupt("strand is empty");
            }
            strands.add(id);
            runCounts.add(runs);
        }
    }

    private BlockId readId(ByteReader in) {
        return new BlockId(new OpId(replicas.get(replicas.readIndex(in)), in.readVarint()));
    }

    private void addRun(int strand, int agent, int start, int end) {
        int counter = start;
        while (counter < end) {
            if (knownAgent != agent || counter < knownFrom || counter >= knownTo) {
                look(agent, counter, end);
            }
            while (segmentLeft == 0) {
                nextSegment();
            }
            int stop = Math.min(end, knownTo);
            int length = (int) Math.min(stop - counter, segmentLeft);
            if (knownBoundary && segmentDeletions > 0) {
                throw corrupt("boundary is deleted");
            }
            pieces.add(strand, agent, counter, length, segmentDeletions, knownBoundary, knownSeen);
            segmentLeft -= length;
            counter += length;
        }
    }

    private void nextSegment() {
        boolean visible = firstSegment || segmentDeletions > 0;
        int length = columns[SnapshotFormat.SEGMENTS].readVarint();
        int deletions = visible ? 0 : columns[SnapshotFormat.DELETIONS].readVarint();
        if (length == 0 && !visible || !visible && deletions == 0) {
            throw corrupt("segment is out of bounds");
        }
        if (!visible && segmentBefore == deletions && segmentEmpty) {
            throw corrupt("segment is not in its shortest form");
        }
        segmentEmpty = length == 0;
        segmentBefore = visible ? segmentBefore : deletions;
        firstSegment = false;
        segmentLeft = length;
        segmentDeletions = deletions;
    }

    /** Finds what kind of element a counter is and what its author had seen, and how far that goes before an end. */
    private void look(int agent, int counter, int end) {
        AgentLog own = log.of(agent);
        OperationColumns operations = own.operations;
        int run = operations.find(counter);
        int kind = operations.kind(run);
        knownAgent = agent;
        knownFrom = counter;
        knownBoundary = kind == OperationColumns.SPLIT;
        if (knownBoundary) {
            knownTo = counter + 1;
        } else if (kind == OperationColumns.INSERT) {
            while (operations.end(run) < end && operations.kind(run + 1) == OperationColumns.INSERT) {
                run++;
            }
            knownTo = operations.end(run);
        } else {
            throw corrupt("element was never made");
        }
        int changes = own.find(counter);
        knownSeen = own.seen(changes);
        while (own.end(changes) < Math.min(knownTo, end) && own.seen(changes + 1) == knownSeen) {
            changes++;
        }
        knownTo = Math.min(knownTo, own.end(changes));
    }
}
