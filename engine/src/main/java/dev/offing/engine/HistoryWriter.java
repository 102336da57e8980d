package dev.offing.engine;

import java.util.List;

/**
 * Writes the changes of one replica for a snapshot: docs/spec/bytes.md, "History". Changes that go on
 * typing where the one before stopped are folded into one record.
 */
final class HistoryWriter {

    static final int RECORD_CHANGE = 0;
    static final int RECORD_TYPING = 1;

    private final ByteWriter out;
    private final ReplicaTable replicas;
    private final int author;
    private long lastStamp;
    private long lastWallMillis;

    HistoryWriter(ByteWriter out, ReplicaTable replicas, int author) {
        this.out = out;
        this.replicas = replicas;
        this.author = author;
    }

    /** @param changes all of the replica, in order of their counters */
    void write(List<Change> changes) {
        out.writeVarint(changes.size());
        int i = 0;
        while (i < changes.size()) {
            int end = i;
            while (end < changes.size() && end > 0 && continuesTyping(changes.get(end - 1), changes.get(end))) {
                end++;
            }
            if (end > i) {
                writeTyping(changes.subList(i, end));
                i = end;
            } else {
                writeChange(changes.get(i));
                i++;
            }
        }
    }

    private void writeChange(Change change) {
        out.writeByte(RECORD_CHANGE);
        out.writeLongVarint(change.stamp() - lastStamp);
        writeWall(change);
        new OperationWriter(out, replicas, author, change.firstCounter()).writeBody(change);
        lastStamp = change.stamp();
    }

    private void writeTyping(List<Change> changes) {
        out.writeByte(RECORD_TYPING);
        out.writeVarint(changes.size());
        for (Change change : changes) {
            writeWall(change);
            out.writeText(typed(change).text());
        }
        lastStamp = changes.getLast().stamp();
    }

    private void writeWall(Change change) {
        out.writeSignedLongVarint(change.wallMillis() - lastWallMillis);
        lastWallMillis = change.wallMillis();
    }

    private static Operation.InsertText typed(Change change) {
        return (Operation.InsertText) change.operations().getFirst();
    }

    /** Whether a change does nothing but type on where the one before it ended, without news in between. */
    static boolean continuesTyping(Change before, Change change) {
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
