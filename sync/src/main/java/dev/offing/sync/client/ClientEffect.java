package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import java.util.List;

/** What the client machine wants done. Executed in the order it is drained. */
public sealed interface ClientEffect {

    /**
     * Get a ticket and open a connection. The answer is {@link SyncClient#connected} or {@link
     * SyncClient#disconnected} with this number.
     *
     * @param connection names the attempt and the connection; greater than every earlier one
     */
    record Connect(int connection) implements ClientEffect {}

    /** Close the connection, or give the attempt up. No answer is expected; late ones are ignored. */
    record Disconnect(int connection) implements ClientEffect {}

    /** Send one binary message. Losing it is allowed only together with the connection. */
    record Send(int connection, byte[] frame) implements ClientEffect {}

    /**
     * Write to the store. The answer is {@link SyncClient#persisted} or {@link
     * SyncClient#persistFailed}; after a failure the writes emitted before the next {@link ReadStore} are
     * not executed.
     *
     * @param id 1, 2, 3 …
     */
    record Persist(int id, StoreWrite write) implements ClientEffect {}

    /**
     * Read the whole store, in one transaction that begins after every write emitted before. The
     * answer is {@link SyncClient#opened} with this number.
     */
    record ReadStore(int read) implements ClientEffect {}

    /**
     * Read every change of the document this device holds, its outbox included, causes first. The
     * answer is {@link SyncClient#changesRead}.
     */
    record ReadChanges(DocumentId document) implements ClientEffect {}

    /**
     * The local log gained these encoded changes, durably: open instances of the document, in every
     * tab, apply them (some may be known there already; applying twice does nothing).
     */
    record DocumentChanged(DocumentId document, List<byte[]> changes) implements ClientEffect {
        public DocumentChanged {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Call {@link SyncClient#tick} then, or a little later. Replaces the wish before it.
     *
     * @param millis on the clock of {@link SyncClient.Environment#nowMillis}; {@link Long#MAX_VALUE} = never
     */
    record WakeAt(long millis) implements ClientEffect {}

    /** {@link SyncClient#status} has another value. */
    record StatusChanged(SyncStatus status) implements ClientEffect {}

    /** {@link SyncClient#document} of this document has another value. */
    record DocumentStatusChanged(DocumentStatus status) implements ClientEffect {}
}
