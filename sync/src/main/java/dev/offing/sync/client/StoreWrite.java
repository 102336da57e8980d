package dev.offing.sync.client;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.Message.Head;
import java.util.List;

/**
 * One write to the device's store: one transaction, all or nothing, executed in the order the machine
 * emits them. A local log holds each change once: a change of whose counters it already has some
 * is not added, whatever it says: if it says something else, the document is stopped when the comparison
 * under way ends (SYNC-32).
 */
public sealed interface StoreWrite {

    /**
     * Entries of the server's log.
     *
     * @param fresh to append to the local log, in this order
     * @param acknowledged own changes found among the entries: to take out of the outbox, if there
     * @param known the document's known sequence from now on
     * @param head the document's head from now on
     * @param workspaceSequence the store's from now on if greater than what it has
     * @param growth bytes by which the server's log is longer than at the head before
     */
    record AppendEntries(
            DocumentId document,
            List<LoggedChange> fresh,
            List<ChangeKey> acknowledged,
            long known,
            long head,
            long workspaceSequence,
            long growth)
            implements StoreWrite {
        public AppendEntries {
            fresh = List.copyOf(fresh);
            acknowledged = List.copyOf(acknowledged);
        }
    }

    /**
     * Own changes the server has in its log: to take out of the outbox, if there.
     *
     * @param known the document's known sequence from now on, unless none of the changes is in the log: then the
     *     content has left (OFF-12) since they were acknowledged the first time, and nothing is known
     * @param head the document's head from now on
     */
    record Acknowledge(DocumentId document, List<ChangeKey> changes, long known, long head) implements StoreWrite {
        public Acknowledge {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Heads and titles; a head lower than the stored one is not taken.
     *
     * @param workspaceSequence the store's from now on if greater than what it has
     * @param complete whether the list has now been received to its end; never goes back to false here
     */
    record SetHeads(List<Head> heads, long workspaceSequence, boolean complete) implements StoreWrite {
        public SetHeads {
            heads = List.copyOf(heads);
        }
    }

    /** The first contact with a server: its epoch. Changes nothing else. */
    record FirstEpoch(String epoch) implements StoreWrite {}

    /**
     * The server has another history. Keeps every change and every outbox; for all documents the known
     * sequence and head become 0, for those that hold a change {@code reoffer} becomes true; the
     * workspace sequence becomes 0, {@code complete} false.
     */
    record NewEpoch(String epoch) implements StoreWrite {}

    /** As {@link NewEpoch} for one document: known 0, {@code reoffer} true. The head stays. */
    record Forget(DocumentId document) implements StoreWrite {}

    /**
     * The comparison is done: {@code reoffer} becomes false (but not the mark of a document of which
     * records were dropped since its last {@link Forget}, SYNC-37), and these changes, which the server lacks,
     * go into the outbox in this order, before whatever else is in it. Those already in the outbox are
     * moved, not doubled.
     */
    record Reoffer(DocumentId document, List<byte[]> changes) implements StoreWrite {
        public Reoffer {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The document's content leaves the device: log, snapshot, undo stacks; its known sequence becomes 0. If
     * something of it is unsent, or it is open or to be compared, the content stays, its known sequence
     * becomes 0 all the same, and {@link SyncClient#stayed} is called before the write is answered (OFF-12).
     */
    record Leave(DocumentId document) implements StoreWrite {}

    /** Fresh replica ids for the pool. */
    record AddReplicaIds(List<ReplicaId> replicaIds) implements StoreWrite {
        public AddReplicaIds {
            replicaIds = List.copyOf(replicaIds);
        }
    }

    /** A person wants the document ({@code true}), or it has arrived ({@code false}). */
    record SetWanted(DocumentId document, boolean wanted) implements StoreWrite {}
}
