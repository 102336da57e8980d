package dev.offing.engine;

import java.util.List;

/**
 * Reads the changes of one replica from a snapshot of version 1: docs/spec/bytes.md, "Version 1". Changes that go on
 * typing where the one before stopped were folded into one record.
 */
final class HistoryReader {

    /** Kind of the section of histories. */
    static final int SECTION = 2;

    private static final int RECORD_CHANGE = 0;
    private static final int RECORD_TYPING = 1;

    private final ByteReader in;
    private final ReplicaTable replicas;
    private final int author;
    private long lastStamp;
    private long lastWallMillis;
    private int counter;
    private Change last;

    HistoryReader(ByteReader in, ReplicaTable replicas, int author) {
        this.in = in;
        this.replicas = replicas;
        this.author = author;
    }

    void readInto(List<Change> changes) {
        int count = in.readCount(2);
        if (count == 0) {
            throw in.corrupt("replica without changes");
        }
        int read = 0;
        while (read < count) {
            int kind = in.readByte();
            if (kind == RECORD_CHANGE) {
                long stamp = lastStamp + in.readLongVarint();
                take(new OperationReader(in, replicas, author, counter).readBody(stamp, readWall()), changes, false);
                read++;
            } else if (kind == RECORD_TYPING) {
                int typed = in.readCount(2);
                if (typed == 0 || typed > count - read) {
                    throw in.corrupt("number of typed changes is out of bounds");
                }
                for (int i = 0; i < typed; i++) {
                    take(typedChange(), changes, true);
                }
                read += typed;
            } else {
                throw in.corrupt("unknown record");
            }
        }
    }

    private long readWall() {
        lastWallMillis += in.readSignedLongVarint();
        return lastWallMillis;
    }

    private Change typedChange() {
        if (last == null || !(last.operations().getLast() instanceof Operation.InsertText previous)) {
            throw in.corrupt("typing follows no typing");
        }
        long wallMillis = readWall();
        String text = in.readText();
        if (text.isEmpty() || lastStamp >= Limits.STAMP_MAX) {
            throw in.corrupt("typed text is empty");
        }
        OpId left = new OpId(replicas.get(author), counter - 1);
        Operation typed = new Operation.InsertText(previous.strand(), left, previous.right(), text);
        return new Change(replicas.get(author), counter, lastStamp + 1, List.of(), wallMillis, List.of(typed));
    }

    private void take(Change change, List<Change> changes, boolean typing) {
        boolean foldable = last != null && continuesTyping(last, change);
        if (foldable != typing) {
            throw in.corrupt("record is not in its shortest form");
        }
        int ids = change.idCount();
        if (ids > Integer.MAX_VALUE - counter) {
            throw in.corrupt("counters are used up");
        }
        counter += ids;
        lastStamp = change.stamp();
        last = change;
        changes.add(change);
    }

    /** Whether a change does nothing but type on where the one before it ended, without news in between. */
    private static boolean continuesTyping(Change before, Change change) {
        if (change.operations().size() != 1
                || !change.heads().isEmpty()
                || change.stamp() != before.stamp() + 1
                || !(change.operations().getFirst() instanceof Operation.InsertText typed)
                || !(before.operations().getLast() instanceof Operation.InsertText previous)) {
            return false;
        }
        boolean sameRight =
                typed.right() == null ? previous.right() == null : typed.right().equals(previous.right());
        return sameRight
                && typed.strand().equals(previous.strand())
                && typed.left() != null
                && typed.left().replica().equals(change.replica())
                && typed.left().counter() == change.firstCounter() - 1;
    }
}
