package dev.offing.conformance;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Database;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import java.util.Optional;

/**
 * One replica under test, as the vectors need it. Offsets are UTF-16 units of the text the block
 * shows. A command that cannot be done (unknown or hidden block, offset outside the text) throws
 * IllegalArgumentException. Commands collect until {@link #commit}; nothing else may be called while
 * some are uncommitted.
 */
public interface ScenarioReplica {

    /** Makes replicas of one kind. */
    interface Factory {
        /** A replica of an empty document. */
        ScenarioReplica create(ReplicaId local);

        /** A replica that starts from what {@link ScenarioReplica#save} wrote, pending changes included. */
        ScenarioReplica load(byte[] snapshot, ReplicaId local);
    }

    void insert(BlockId block, int offset, String text);

    void deleteText(BlockId block, int start, int end);

    void mark(BlockId block, int start, int end, String type, Value value);

    void unmark(BlockId block, int start, int end, String type, Value value);

    /** The new block has the type the split one shows. */
    BlockId split(BlockId block, int offset);

    void join(BlockId block, BlockId into);

    /** @param parent null = top level @param after null = first child */
    BlockId newBlock(BlockId parent, BlockId after, String type);

    /** @param parent null = top level @param after null = first child */
    void move(BlockId block, BlockId parent, BlockId after);

    void deleteBlock(BlockId block);

    void restore(BlockId block);

    void setType(BlockId block, String type);

    void setProperty(BlockId block, String key, Value value);

    /** The commands on schema and cells. */
    Database database();

    /** Takes back the last own change that still has an effect; nothing if there is none. */
    void undo();

    void redo();

    /** Closes the commands so far as one change and one undo group; empty if they had no effect. */
    Optional<Change> commit();

    /** Merges a change; a known one does nothing, one whose causes are missing waits for them. */
    void apply(Change change);

    /** Canonical: replicas that have seen the same changes write the same bytes. */
    byte[] save();

    DocumentView view();
}
