package dev.offing.sync.server;

import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.CloseReason;
import java.util.List;

/** What a server session wants done. Executed in the order it is drained; requests are answered in any order. */
public sealed interface ServerEffect {

    /** Send one binary message. Losing it is allowed only together with the connection. */
    record Send(byte[] frame) implements ServerEffect {}

    /** Close the connection once everything sent before is out. Nothing follows. @param reason for the server's log */
    record Close(CloseReason reason) implements ServerEffect {}

    /** What a session asks of the workspace. {@code request} names the question in its answer. */
    sealed interface Request extends ServerEffect {}

    /**
     * Whose ticket is it? Uses the ticket up. The answer is {@link ServerSession#admitted} or {@link
     * ServerSession#refused}. From the answer on the session has to be told every append ({@link
     * ServerSession#appended}), none between the two may be missed: subscribe first, then read the
     * workspace sequence.
     *
     * @param replicaIds how many fresh replica ids to issue to the device
     */
    record Admit(String ticket, String deviceId, int replicaIds) implements Request {}

    /**
     * Read the heads of the documents the account may read whose newest entry came after a workspace
     * sequence, by ascending workspace sequence. The answer is {@link ServerSession#headsRead}.
     *
     * @param limit at most so many, 1 or more
     */
    record ReadHeads(long afterWorkspaceSequence, int limit) implements Request {}

    /**
     * Read the log of a document. The answer is {@link ServerSession#entriesRead}.
     *
     * @param limit at most so many entries
     * @param bytesMax stop before the entry that would exceed this; the first one always comes
     */
    record ReadEntries(int request, DocumentId document, long afterSequence, int limit, int bytesMax)
            implements Request {}

    /**
     * Check with the document's {@link DocumentGate} and append, one after the other, until one is
     * refused; make what was appended durable. The answer is {@link ServerSession#appendDone}.
     */
    record Append(int request, DocumentId document, List<byte[]> changes) implements Request {
        public Append {
            changes = List.copyOf(changes);
        }
    }

    /** Issue fresh replica ids to the session's device. The answer is {@link ServerSession#replicaIdsIssued}. */
    record IssueReplicaIds(int count) implements Request {}

    /** Call {@link ServerSession#tick} then, or a little later. Replaces the wish before it. */
    record WakeAt(long millis) implements ServerEffect {}
}
