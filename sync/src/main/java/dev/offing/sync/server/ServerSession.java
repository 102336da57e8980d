package dev.offing.sync.server;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import java.util.List;

/**
 * The server's side of one connection. It does nothing itself: inputs change its fields, {@link
 * #drain} gives what is to be done. Not thread-safe; one owner.
 *
 * <p>Whether an account may read or write a document is decided by the workspace that answers the
 * requests, each time; a session remembers no right.
 */
public final class ServerSession {

    /**
     * @param id positive, not used by another open session of this server process
     * @param nowMillis the time of the connection, on any clock that never goes back
     */
    public ServerSession(int id, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    public int id() {
        throw new UnsupportedOperationException();
    }

    /** One binary message arrived. Longer ones than {@link dev.offing.sync.SyncLimits#FRAME_BYTES_MAX} may be cut there. */
    public void frame(byte[] frame, long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /**
     * The ticket is good.
     *
     * @param epoch the server's epoch, 1 to 256 UTF-16 units
     * @param workspaceSequence the workspace's, read after appends to this session began to be told
     * @param replicaIds the fresh ids asked for
     * @param serverMillis the server's wall clock, epoch ms
     */
    public void admitted(String epoch, long workspaceSequence, List<ReplicaId> replicaIds, long serverMillis) {
        throw new UnsupportedOperationException();
    }

    /** The ticket is not good. @param reason {@code TICKET_REFUSED}, {@code EXPIRED} or {@code REVOKED} */
    public void refused(CloseReason reason) {
        throw new UnsupportedOperationException();
    }

    /**
     * Answer to {@link ServerEffect.ReadHeads}.
     *
     * @param heads by ascending workspace sequence
     * @param upTo the workspace sequence these heads are complete up to: of the last one if there are
     *     more, otherwise the workspace's when they were read
     * @param more whether the limit cut them
     */
    public void headsRead(List<Message.Head> heads, long upTo, boolean more) {
        throw new UnsupportedOperationException();
    }

    /**
     * Answer to {@link ServerEffect.ReadEntries}. A document that does not exist, or that the account
     * may not read, is an empty log.
     *
     * @param entries consecutive, from {@code afterSequence + 1} on
     * @param head server sequence of the newest entry of the document, 0 = none
     */
    public void entriesRead(int request, List<LoggedChange> entries, long head) {
        throw new UnsupportedOperationException();
    }

    /** Answer to {@link ServerEffect.Append}: one outcome for each change in order, ending with the first not taken. */
    public void appendDone(int request, List<AppendOutcome> outcomes) {
        throw new UnsupportedOperationException();
    }

    /** The store could not answer a request. The session ends with {@link CloseReason#OVERLOAD}; the client tries again. */
    public void requestFailed() {
        throw new UnsupportedOperationException();
    }

    /** Answer to {@link ServerEffect.IssueReplicaIds}. */
    public void replicaIdsIssued(List<ReplicaId> replicaIds) {
        throw new UnsupportedOperationException();
    }

    /** An append is durable. In ascending workspace sequence; a gap is noticed and read. */
    public void appended(Appended append) {
        throw new UnsupportedOperationException();
    }

    /** An append is durable that this account may not read. */
    public void appendedUnreadable(long workspaceSequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether the connection takes bytes slower than they come. While it does, appends are not sent;
     * afterwards the client is told what changed and fetches.
     */
    public void congested(boolean congested) {
        throw new UnsupportedOperationException();
    }

    /** Ends the session: signed out, revoked, the server stops, … */
    public void close(CloseReason reason) {
        throw new UnsupportedOperationException();
    }

    /** Time has passed: see {@link ServerEffect.WakeAt}. */
    public void tick(long nowMillis) {
        throw new UnsupportedOperationException();
    }

    /** Takes what is to be done since the last call, in order. Call after every input. */
    public List<ServerEffect> drain() {
        throw new UnsupportedOperationException();
    }
}
