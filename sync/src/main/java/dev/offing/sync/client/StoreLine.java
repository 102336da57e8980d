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

    private final SyncClient.Environment environment;
    private final List<ClientEffect> effects;
    private final ArrayDeque<Writing> writing = new ArrayDeque<>();
    /** Given up; if they turn out to be durable, open documents are told all the same. */
    private final ArrayDeque<Writing> late = new ArrayDeque<>();
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

    /** When the store last answered, or the first of what is under way was asked. */
    private long answeredAt;

    StoreLine(SyncClient.Environment environment, List<ClientEffect> effects) {
        this.environment = environment;
        this.effects = effects;
    }

    /** Whether everything written is durable and nothing is being read or still to be read. */
    boolean isQuiet() {
        return writing.isEmpty() && awaited == 0 && !again;
    }

    /** Whether so much waits to be written that nothing is asked for that nobody waits for. */
    boolean isBehind() {
        return writing.size() >= SyncLimits.STORE_WRITES_MAX;
    }

    Optional<SyncStatus.Why> failure() {
        return Optional.ofNullable(failure);
    }

    void read() {
        noteAsked();
        again = false;
        awaited = ++reads;
        cameWhileReading.clear();
        effects.add(new ClientEffect.ReadStore(awaited));
    }

    private void noteAsked() {
        if (writing.isEmpty() && awaited == 0) {
            answeredAt = environment.nowMillis();
        }
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
            answeredAt = environment.nowMillis();
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
        noteAsked();
        writes++;
        writing.add(new Writing(writes, document, announce));
        effects.add(new ClientEffect.Persist(writes, write));
    }

    /** @return whether this was the oldest write under way, or given up */
    boolean written(int id) {
        ArrayDeque<Writing> queue = late.isEmpty() ? writing : late;
        Writing first = queue.peek();
        if (first == null || first.id() != id) {
            return false;
        }
        answeredAt = environment.nowMillis();
        queue.remove();
        if (!first.announce().isEmpty()) {
            effects.add(new ClientEffect.DocumentChanged(first.document(), first.announce()));
        }
        return true;
    }

    /** @return whether the write was under way */
    boolean failed(int id, boolean full, long now) {
        late.removeIf(write -> write.id() >= id);
        if (writing.stream().noneMatch(write -> write.id() == id)) {
            return false;
        }
        writing.clear();
        awaited = 0;
        failure = full ? SyncStatus.Why.STORAGE_FULL : SyncStatus.Why.STORAGE_FAILED;
        retryAt = now + SyncLimits.STORE_RETRY_MILLIS;
        return true;
    }

    /**
     * Gives up what the store has not answered within {@link SyncLimits#STORE_ANSWER_MILLIS_MAX}, as if it had
     * failed; a late answer is heard no more, and reading the store tells what it did.
     *
     * @return whether it has just been given up
     */
    boolean givenUp(long now) {
        if (!waits() || now < answeredAt + SyncLimits.STORE_ANSWER_MILLIS_MAX) {
            return false;
        }
        late.addAll(writing);
        writing.clear();
        awaited = 0;
        failure = SyncStatus.Why.STORAGE_SILENT;
        retryAt = now + SyncLimits.STORE_RETRY_MILLIS;
        return true;
    }

    private boolean waits() {
        return !writing.isEmpty() || awaited != 0;
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
        if (waits()) {
            return answeredAt + SyncLimits.STORE_ANSWER_MILLIS_MAX;
        }
        return failure != null ? retryAt : Long.MAX_VALUE;
    }
}
