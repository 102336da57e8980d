package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.IdRange;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes changes by hand, without an engine: the author of the oracle's own tests. */
final class Author {

    private final ReplicaId replica;
    private final List<Operation> open = new ArrayList<>();
    private final Map<ReplicaId, Change> newest = new TreeMap<>();
    private final TreeMap<ReplicaId, Integer> seen = new TreeMap<>();
    private int nextCounter;
    private int openCount;
    private PositionKey lastKey;

    Author(int replica) {
        this.replica = new ReplicaId(replica);
    }

    ReplicaId replica() {
        return replica;
    }

    /** Has this author know a change of somebody else. */
    Author knows(Change... changes) {
        for (Change change : changes) {
            newest.put(change.replica(), change);
            seen.merge(change.replica(), change.firstCounter() + change.idCount(), Math::max);
        }
        return this;
    }

    private OpId add(Operation operation) {
        OpId id = new OpId(replica, nextCounter + openCount);
        openCount += operation.idCount();
        open.add(operation);
        return id;
    }

    Change commit() {
        List<OpId> heads = new ArrayList<>();
        long greatest = 0;
        for (Change change : newest.values()) {
            greatest = Math.max(greatest, change.stamp());
            if (!change.replica().equals(replica)) {
                heads.add(new OpId(change.replica(), change.firstCounter() + change.idCount() - 1));
            }
        }
        Change change = new Change(replica, nextCounter, greatest + 1, heads, 0, open);
        open.clear();
        openCount = 0;
        nextCounter += change.idCount();
        knows(change);
        return change;
    }

    /** A key after all this author made. */
    private PositionKey key() {
        lastKey = PositionKey.between(lastKey, null, replica, nextCounter + openCount, true);
        return lastKey;
    }

    BlockId block(BlockId parent, String type) {
        return new BlockId(add(new Operation.NewBlock(new Place.Child(parent, key()), type)));
    }

    /** @return the id of the first character */
    OpId type(StrandId strand, OpId left, OpId right, String text) {
        return add(new Operation.InsertText(strand, left, right, text));
    }

    OpId type(BlockId block, String text) {
        return type(new StrandId.OfBlock(block), null, null, text);
    }

    BlockId split(BlockId head, OpId left, OpId right) {
        return new BlockId(add(new Operation.SplitBlock(new StrandId.OfBlock(head), left, right, "paragraph")));
    }

    void join(BlockId block, BlockId into) {
        add(new Operation.PlaceBlock(block, new Place.Continuation(into, key())));
    }

    void move(BlockId block, BlockId parent) {
        add(new Operation.PlaceBlock(block, new Place.Child(parent, key())));
    }

    OpId deleteText(OpId first, int length) {
        return add(new Operation.DeleteText(List.of(new IdRange(first.replica(), first.counter(), length))));
    }

    void undelete(OpId deletion) {
        add(new Operation.UndeleteText(deletion));
    }

    void delete(BlockId block) {
        add(new Operation.DeleteBlock(block, VersionVector.of(seen)));
    }

    void restore(BlockId block) {
        add(new Operation.RestoreBlock(block, VersionVector.of(seen)));
    }
}
