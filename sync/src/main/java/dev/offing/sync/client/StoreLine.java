package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is under way between the client machine and the device's store: writes that are not durable
 * yet, in order, and the read whose answer counts. After a failed write nothing that was under way
 * counts any more, until the store has been read again (SYNC-33).
 */
final class StoreLine {

    /** A change that came from a tab of this device. */
    record LocalChange(DocumentId document, byte[] change) {}

    /** A write that is under way, and what open documents learn when it is durable. */
    private record Writing(int id, DocumentId document, List<byte[]> announce) {}

    private final List<ClientEffect> effects;
    private final ArrayDeque<Writing> writing = new ArrayDeque<>();
    /** Local changes that came while the store was read: the answer may be older than they are. */
    private final List<LocalChange> cameWhileReading = new ArrayList<>();

    private int writes;
    private int reads;
    /** The read whose answer is awaited, 0 = none. */
    private int awaited;

    /** The store may hold what no read that was asked for has seen. */
    private boolean again;

    /** Why the store could not be written; null = it could. */
    private SyncStatus.Why failure;

    private long retryAt;

    StoreLine(List<ClientEffect> effects) {
        this.effects = effects;
    }

    /** Whether everything written is durable and nothing is being read or still to be read. */
    boolean isQuiet() {
        return writing.isEmpty() && awaited == 0 && !again;
    }

    Optional<SyncStatus.Why> failure() {
        return Optional.ofNullable(failure);
    }

    void read() {
        again = false;
        awaited = ++reads;
        cameWhileReading.clear();
        effects.add(new ClientEffect.ReadStore(awaited));
    }

    /** Something may have been stored that no answer tells of, also of a read that is under way. */
    void readAgain() {
        again = true;
    }

    /** What was asked for is not wanted any more. Writes under way go on. */
    void forgetRead() {
        again = false;
        awaited = 0;
        failure = null;
    }

    /** Whether this is the answer to the latest read. It ends the read and an earlier failure. */
    boolean answers(int read) {
        boolean answers = awaited != 0 && read == awaited;
        if (answers) {
            awaited = 0;
            failure = null;
        }
        return answers;
    }

    void cameLocally(DocumentId document, byte[] change) {
        if (awaited != 0) {
            cameWhileReading.add(new LocalChange(document, change));
        }
    }

    /** What came since the last read was asked for. */
    List<LocalChange> takeCameWhileReading() {
        List<LocalChange> taken = List.copyOf(cameWhileReading);
        cameWhileReading.clear();
        return taken;
    }

    /** @param announce what open instances of the document learn once it is durable */
    void write(StoreWrite write, DocumentId document, List<byte[]> announce) {
        writes++;
        writing.add(new Writing(writes, document, announce));
        effects.add(new ClientEffect.Persist(writes, write));
    }

    /** @return whether this was the oldest write under way */
    boolean written(int id) {
        Writing first = writing.peek();
        if (first == null || first.id() != id) {
            return false;
        }
        writing.remove();
        if (!first.announce().isEmpty()) {
            effects.add(new ClientEffect.DocumentChanged(first.document(), first.announce()));
        }
        return true;
    }

    /** @return whether the write was under way */
    boolean failed(int id, boolean full, long now) {
        if (writing.stream().noneMatch(write -> write.id() == id)) {
            return false;
        }
        writing.clear();
        awaited = 0;
        failure = full ? SyncStatus.Why.STORAGE_FULL : SyncStatus.Why.STORAGE_FAILED;
        retryAt = now + SyncLimits.STORE_RETRY_MILLIS;
        return true;
    }

    /** A person asks: a failed store is tried now. */
    void encourage() {
        retryAt = 0;
    }

    /**
     * Reads a failed store again when it is time, and one that was written by others when no write is
     * under way. A read ends what a failed write began (SYNC-33): asked for before the failure is known,
     * it would let the writes behind it through.
     */
    void evaluate(long now) {
        if (failure != null && awaited == 0 && now >= retryAt) {
            retryAt = now + SyncLimits.STORE_RETRY_MILLIS;
            read();
        }
        if (again && failure == null && awaited == 0 && writing.isEmpty()) {
            read();
        }
    }

    long wakeAt() {
        return failure != null && awaited == 0 ? retryAt : Long.MAX_VALUE;
    }
}
