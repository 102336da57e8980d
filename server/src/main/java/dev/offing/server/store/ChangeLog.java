package dev.offing.server.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The log of every document: changes in the order in which the server took them. A document's first
 * change has sequence 1, and there are no gaps. Nothing is ever removed.
 *
 * <p>The log keeps the rule of last resort, that one (document, replica, counter) is never stored
 * twice; all other rules are the business of who appends.
 */
public interface ChangeLog {

    /**
     * A change on its way into the log.
     *
     * @param document the text of a {@link dev.offing.sync.DocumentId}
     * @param sequence the sequence it must get: 1 + the document's newest
     * @param replica who made it, issued before
     * @param firstCounter counter of its first operation
     * @param idCount counters it takes
     * @param bytes the encoded change
     * @param account who sent it; empty for the server itself
     * @param receivedAtMillis epoch milliseconds
     * @param title the document's title from this change on, as plain text; empty = as before
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are shared, never modified, never compared
    record Addition(
            String document,
            long sequence,
            long replica,
            int firstCounter,
            int idCount,
            byte[] bytes,
            Optional<String> account,
            long receivedAtMillis,
            Optional<String> title) {}

    /**
     * Where a change stands.
     *
     * @param sequence in its document, from 1
     * @param workspaceSequence among all changes of the workspace, from 1
     */
    record Place(long sequence, long workspaceSequence) {}

    /**
     * A change of the log.
     *
     * @param account who sent it; empty for the server itself
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are shared, never modified, never compared
    record Entry(long sequence, byte[] bytes, Optional<String> account, long receivedAtMillis) {}

    /**
     * Where a document's log ends.
     *
     * @param sequence of its newest change
     * @param workspaceSequence of its newest change
     * @param title plain copy; empty for page records and pages without one
     * @param changedAtMillis when the newest change was taken
     * @param bytes of all changes of the document
     */
    record Head(
            String document, long sequence, long workspaceSequence, String title, long changedAtMillis, long bytes) {}

    /**
     * A document's state as its engine saves it.
     *
     * @param sequence the last change it contains
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are shared, never modified, never compared
    record Snapshot(long sequence, byte[] bytes) {}

    /**
     * Appends.
     *
     * @param whenDurable called with the change's place once it is durable, on the thread that writes,
     *     for all appends in order; must not wait
     * @return completes with the same place after that; exceptionally with a {@link StoreException}:
     *     OUT_OF_ORDER if it would not get the expected sequence, TAKEN if the log holds an operation
     *     with its first id already, FULL or UNAVAILABLE if it was not written
     */
    CompletableFuture<Place> append(Addition addition, Consumer<Place> whenDurable);

    /**
     * Appends all or none, as {@link #append} does one.
     *
     * @param whenDurable called once with all places, in the order of the additions
     */
    CompletableFuture<List<Place>> appendAll(List<Addition> additions, Consumer<List<Place>> whenDurable);

    /**
     * Changes after a sequence, in order.
     *
     * @param after 0 for all
     * @param limit at most so many, 1 or more
     * @param bytesMax stops before the change that would exceed it, but gives at least one
     */
    List<Entry> read(String document, long after, int limit, long bytesMax);

    /** The change that starts with this operation. */
    Optional<Entry> find(String document, long replica, int firstCounter);

    Optional<Head> head(String document);

    /** Workspace sequence of the newest change of all; 0 if there is none. */
    long workspaceSequence();

    /**
     * Documents that changed after a workspace sequence, by the workspace sequence of their newest
     * change.
     *
     * @param after 0 for all documents
     */
    List<Head> headsAfter(long after, int limit);

    Optional<Snapshot> snapshot(String document);

    /** Keeps a snapshot, unless one of a later sequence is there. Nobody waits for it. */
    void putSnapshot(String document, Snapshot snapshot);

    /** Keeps the second content of an operation id, for people to look at. Nobody waits for it. */
    void addEvidence(Addition refused);
}
