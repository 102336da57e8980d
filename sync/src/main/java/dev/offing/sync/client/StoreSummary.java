package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import java.util.List;

/**
 * What the device's store holds, read in one transaction: the state a client machine starts from when
 * its tab becomes the leader, and again after a write failed.
 *
 * @param epoch the server epoch all sequences belong to, empty before the first contact
 * @param workspaceSequence up to where every head is stored, 0 = nothing
 * @param complete whether the heads were once received to the end (in this epoch)
 * @param freeReplicaIds how many unused replica ids the pool holds
 * @param documents every document the store knows, held or only heard of
 */
public record StoreSummary(
        String epoch, long workspaceSequence, boolean complete, int freeReplicaIds, List<StoredDocument> documents) {

    /** A store that has never met a server. */
    public static final StoreSummary EMPTY = new StoreSummary("", 0, false, 0, List.of());

    public StoreSummary {
        documents = List.copyOf(documents);
    }

    /**
     * One document in the store.
     *
     * @param known server sequence up to which the local log holds every entry, 0 = none
     * @param head newest server sequence heard of, at least {@code known}
     * @param changedAtMillis when the server took that entry, epoch ms, 0 = unknown
     * @param held whether the local log holds any change of it
     * @param wanted whether a person asked for it and it has not arrived
     * @param reoffer whether it still has to be compared with the server's log ({@link StoreWrite.Forget}), also
     *     because a record of it was dropped (SYNC-37)
     * @param outbox encoded changes not acknowledged, in the order they were stored (over all tabs)
     */
    public record StoredDocument(
            DocumentId id,
            long known,
            long head,
            long changedAtMillis,
            boolean held,
            boolean wanted,
            boolean reoffer,
            List<byte[]> outbox) {
        public StoredDocument {
            outbox = List.copyOf(outbox);
        }
    }
}
