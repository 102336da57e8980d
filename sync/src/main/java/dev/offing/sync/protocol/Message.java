package dev.offing.sync.protocol;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import java.util.List;

/** What client and server say to each other. Encoded changes within are shared, never modified. */
public sealed interface Message {

    /** What a client may say. */
    sealed interface FromClient extends Message {}

    /** What a server may say. */
    sealed interface FromServer extends Message {}

    /**
     * The first message of a connection. Its layout never changes, so that any two versions can tell
     * each other apart.
     *
     * @param protocolMin oldest protocol the client speaks
     * @param protocolMax newest protocol the client speaks
     * @param ticket single use, from the authenticated HTTP session
     * @param deviceId the device's id
     * @param epoch the server epoch the client's sequences belong to, empty if it has none
     * @param workspaceSequence up to where the client durably knows every head of that epoch, 0 = nothing
     * @param replicaIdsWanted how many fresh replica ids the device's pool lacks
     */
    record Hello(
            int protocolMin,
            int protocolMax,
            String ticket,
            String deviceId,
            String epoch,
            long workspaceSequence,
            int replicaIdsWanted)
            implements FromClient {}

    /**
     * Changes for one document's log, causes first. The answer is {@link Accepted}, {@link Refused} or
     * both; one push a document at a time.
     */
    record Push(DocumentId document, List<byte[]> changes) implements FromClient {
        public Push {
            changes = List.copyOf(changes);
        }
    }

    /** Asks for the log after a sequence. The answer is one {@link Entries}, as much as fits. */
    record Fetch(DocumentId document, long afterSequence) implements FromClient {}

    /**
     * As {@link Fetch}, of several documents, each named once; protocol 2. Each gets its answer, in any order.
     */
    record FetchMany(List<Fetch> documents) implements FromClient {
        public FetchMany {
            documents = List.copyOf(documents);
        }
    }

    /** Asks for fresh replica ids; the answer is {@link ReplicaIds}. */
    record WantReplicaIds(int count) implements FromClient {}

    /** Is somebody there? The answer is {@link Pong}. */
    record Ping() implements FromClient {}

    /**
     * The session is open. {@link Heads} follow unasked, up to the present.
     *
     * @param protocol the protocol spoken from here on
     * @param epoch changes when the server was restored to an earlier state
     * @param workspaceSequence the server's, now
     * @param replicaIds fresh, this device's alone
     * @param serverMillis the server's clock, epoch ms, a hint
     */
    record Welcome(int protocol, String epoch, long workspaceSequence, List<ReplicaId> replicaIds, long serverMillis)
            implements FromServer {
        public Welcome {
            replicaIds = List.copyOf(replicaIds);
        }
    }

    /**
     * Documents that changed.
     *
     * @param heads one for each document that changed since what the session was told before
     * @param upTo the workspace sequence the client knows everything up to, once it has this
     * @param more whether further Heads follow before the client is up to date
     */
    record Heads(List<Head> heads, long upTo, boolean more) implements FromServer {
        public Heads {
            heads = List.copyOf(heads);
        }
    }

    /**
     * Where one document's log ends.
     *
     * @param sequence server sequence of its newest entry
     * @param title plain copy of a page document's title, empty for records and untitled pages
     * @param changedAtMillis when the server took the newest entry, epoch ms
     * @param logBytes bytes of all entries up to it, what a device without any would fetch; 0 = not said
     */
    record Head(DocumentId document, long sequence, String title, long changedAtMillis, long logBytes) {}

    /** These changes of the client are durable in the log. */
    record Accepted(DocumentId document, List<Receipt> receipts) implements FromServer {
        public Accepted {
            receipts = List.copyOf(receipts);
        }
    }

    /** The server sequence a change got, now or when it came first. */
    record Receipt(ChangeKey key, long sequence) {}

    /**
     * Consecutive entries of a document's log: the answer to a fetch, or what just happened.
     *
     * @param firstSequence server sequence of the first change; after an empty answer the one that would come next
     * @param changes encoded changes
     * @param head server sequence of the newest entry
     * @param upTo as for {@link Heads}; 0 in the answer to a fetch
     */
    record Entries(DocumentId document, long firstSequence, List<byte[]> changes, long head, long upTo)
            implements FromServer {
        public Entries {
            changes = List.copyOf(changes);
        }

        /** Server sequence of the last change; {@code firstSequence - 1} if there is none. */
        public long lastSequence() {
            return firstSequence + changes.size() - 1;
        }
    }

    /**
     * The answer to a fetch as {@link Entries}, with the changes packed; protocol 2.
     *
     * @param firstSequence server sequence of the first change
     * @param head server sequence of the newest entry
     * @param pack {@link dev.offing.engine.ChangePack} of the changes, shared, never modified
     */
    record PackedEntries(DocumentId document, long firstSequence, long head, byte[] pack) implements FromServer {}

    /**
     * A change, and with it every later change of the same push, was not taken.
     *
     * @param key the first one refused; replica 0, counter 0, count 1 if it could not be read
     * @param text for people, constant for a reason, names no content
     */
    record Refused(DocumentId document, ChangeKey key, RefusalReason reason, String text) implements FromServer {}

    /** Fresh replica ids, this device's alone. */
    record ReplicaIds(List<ReplicaId> replicaIds) implements FromServer {
        public ReplicaIds {
            replicaIds = List.copyOf(replicaIds);
        }
    }

    /**
     * The last message of a session. Its layout never changes.
     *
     * @param retryAfterMillis the client waits at least so long, 0 = its usual wait
     */
    record Closing(CloseReason reason, int retryAfterMillis) implements FromServer {}

    /** Here. */
    record Pong() implements FromServer {}
}
