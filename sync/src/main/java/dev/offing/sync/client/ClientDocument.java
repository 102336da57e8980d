package dev.offing.sync.client;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.Limits;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the client machine knows of one document. {@link ClientDocuments} owns it and derives queues from it. */
final class ClientDocument {

    final DocumentId id;

    /** Server sequence up to which the local log holds everything. */
    long known;

    /** Newest server sequence heard of. */
    long head;

    long changedAt;

    /** The local log holds some change. */
    boolean held;

    boolean wanted;

    /** Not acknowledged, in the order they were stored, by the id of their first operation. */
    final LinkedHashMap<OpId, byte[]> outbox = new LinkedHashMap<>();

    /** Outbox entries that cannot be read. While there is one nothing is sent: what follows may build on it. */
    int damaged;

    /** Sequences beyond {@link #known} + 1 whose entries are own changes, in the local log already. */
    final TreeSet<Long> acceptedAhead = new TreeSet<>();

    /** Changes of the push under way that have no answer yet; 0 = no push. */
    int pushing;

    int pushingBytes;

    boolean fetching;

    /** Why nothing is sent until a person acts; null = it is. */
    RefusalReason refused;

    /** The server's log has an entry that cannot be read here: what follows it is not fetched (SYNC-39). */
    boolean unreadableEntry;

    /** The local log is compared with the server's. Nothing is pushed meanwhile. */
    boolean comparing;

    /**
     * While it is compared, what the local log had when that began and the server's has not shown yet, by the
     * id of the first operation, causes first; null until the local log is read. Nothing is taken or fetched
     * before: what contradicts the local log, and what builds on that, must not get into it (SYNC-32).
     */
    private LinkedHashMap<OpId, byte[]> unmatched;

    /** Where the comparison found the server's log to contradict the local one: nothing from there on is stored; 0 = nowhere. */
    private long contradictedAt;

    /**
     * Replicas whose changes the server does not take now: issued to somebody else, or building on such
     * changes. They are passed over until the server's log brings what they wait for (SYNC-34).
     */
    final Set<ReplicaId> aside = new HashSet<>();

    /** Since the push under way was sent, the log brought a change of this outbox: its refusal may be out of date. */
    boolean overtaken;

    /** It was to leave and was found unsent or open; asked again after the next choice. */
    boolean stays;

    /** A {@link ClientEffect.ReadChanges} is under way. */
    boolean reading;

    /** Compared since the last contact began or a person asked: a second time would change nothing. */
    boolean compared;

    ClientDocument(DocumentId id) {
        this.id = id;
    }

    boolean here() {
        return held || !outbox.isEmpty() || damaged > 0;
    }

    boolean behind() {
        return head > known;
    }

    int pending() {
        return outbox.size() + damaged;
    }

    boolean pushable() {
        return !outbox.isEmpty() && pushing == 0 && refused == null && damaged == 0 && !comparing;
    }

    boolean isAside(OpId change) {
        return aside.contains(change.replica());
    }

    /** Whether nothing of it is under way, so that it may leave the device (OFF-12). */
    boolean mayLeave() {
        boolean idle = pushing == 0 && !fetching && !reading && !comparing;
        return id.isPage() && held && idle && pending() == 0 && !wanted && !stays && refused == null;
    }

    /** It has left the device. */
    void leave() {
        held = false;
        known = 0;
        acceptedAhead.clear();
        unreadableEntry = false;
    }

    /** Whether nothing in the outbox can be sent, because all of it is set aside. */
    boolean allAside() {
        for (OpId change : outbox.keySet()) {
            if (!isAside(change)) {
                return false;
            }
        }
        return !outbox.isEmpty();
    }

    /** What was refused may be taken now. */
    void tryAgain() {
        refused = null;
        unreadableEntry = false;
        aside.clear();
        overtaken = true;
    }

    Optional<RefusalReason> refusal() {
        boolean unreadable = damaged > 0 || unreadableEntry;
        return unreadable ? Optional.of(RefusalReason.UNREADABLE) : Optional.ofNullable(refused);
    }

    /** Whether nothing more of the server's log is taken until a person acts, or another connection. */
    boolean takesNothing() {
        return refused == RefusalReason.EQUIVOCATION || unreadableEntry;
    }

    /** A change of this device, stored in log and outbox. Known ones are passed over. */
    void addLocal(byte[] change) {
        held = true;
        Optional<ChangeKey> key = keyOf(change);
        if (key.isEmpty()) {
            damaged++;
        } else {
            outbox.putIfAbsent(idOf(key.get()), change);
        }
        if (change.length > Limits.CHANGE_BYTES_MAX) {
            refused = RefusalReason.LIMIT_EXCEEDED;
        }
    }

    /**
     * Takes the entry after {@link #known}.
     *
     * @param fresh gets the entry if the local log may not have it
     * @param acknowledged gets the key if it is an own change
     */
    void take(LoggedChange entry, ChangeKey key, List<LoggedChange> fresh, List<ChangeKey> acknowledged) {
        OpId id = idOf(key);
        byte[] own = outbox.get(id);
        boolean contradicts = own != null && !Arrays.equals(own, entry.change());
        if (contradicts && !comparing) {
            refused = RefusalReason.EQUIVOCATION;
            return;
        }
        byte[] here = comparing ? unmatched.get(id) : null;
        contradicts |= here != null && !isSame(here, entry.change());
        if (contradicts && contradictedAt == 0) {
            contradictedAt = entry.sequence();
        }
        if (!contradicts && own != null) {
            outbox.remove(id);
            acknowledged.add(key);
        }
        if (!contradicts && here != null) {
            unmatched.remove(id);
        }
        // While it is compared: the log may have lost any of its records, those of own changes too (SYNC-37).
        if (contradictedAt == 0 && (comparing || own == null && !acceptedAhead.contains(entry.sequence()))) {
            fresh.add(entry);
        }
        held = true;
        advanceTo(entry.sequence());
    }

    /** Whether two encodings say the same; a log that was compacted may be encoded anew. */
    private static boolean isSame(byte[] one, byte[] other) {
        return Arrays.equals(one, other) || ChangeCodec.decode(one).equals(ChangeCodec.decode(other));
    }

    void startComparison() {
        known = 0;
        acceptedAhead.clear();
        comparing = true;
        unmatched = null;
        contradictedAt = 0;
        reading = false;
    }

    /** It is compared, and what the local log has is not known yet: nothing is taken meanwhile. */
    boolean awaitsLocalLog() {
        return comparing && unmatched == null;
    }

    /** @param local all changes of the local log, causes first; empty bytes for one that cannot be read */
    void readLocalLog(List<byte[]> local) {
        reading = false;
        unmatched = new LinkedHashMap<>();
        for (byte[] change : local) {
            Optional<ChangeKey> key = keyOf(change);
            if (key.isEmpty()) {
                damaged++;
            } else {
                unmatched.put(idOf(key.get()), change);
            }
        }
    }

    /** Whether the server's log has been held against the local one to its end. */
    boolean isCompared() {
        return comparing && unmatched != null && !behind();
    }

    /**
     * Puts what the server lacks in front of the outbox. A change under whose identity the server has
     * another one is among it, and stops the document (SYNC-32).
     *
     * @return those the server lacks, causes first
     */
    List<byte[]> endComparison() {
        List<byte[]> missing = List.copyOf(unmatched.values());
        List<byte[]> later = new ArrayList<>(outbox.values());
        outbox.clear();
        outbox.putAll(unmatched);
        later.forEach(change -> outbox.putIfAbsent(idOf(ChangeKey.of(change)), change));
        if (contradictedAt > 0) {
            refused = RefusalReason.EQUIVOCATION;
            known = 0;
            acceptedAhead.clear();
        }
        comparing = false;
        unmatched = null;
        contradictedAt = 0;
        return missing;
    }

    /** Up to where the store may say that the local log has the server's. */
    long storedKnown() {
        return contradictedAt > 0 ? Math.min(known, contradictedAt - 1) : known;
    }

    /** The id a change of the outbox is known by. */
    static OpId idOf(ChangeKey key) {
        return new OpId(key.replica(), key.firstCounter());
    }

    /** Empty if the bytes are not a change: local damage, reported by the document's status. */
    private static Optional<ChangeKey> keyOf(byte[] change) {
        try {
            return Optional.of(ChangeKey.of(change));
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    /** An own change has this sequence in the server's log. */
    void acknowledged(ChangeKey key, long sequence) {
        outbox.remove(idOf(key));
        held = true;
        if (unmatched != null) {
            unmatched.remove(idOf(key));
        }
        head = Math.max(head, sequence);
        if (sequence > known) {
            acceptedAhead.add(sequence);
        }
        skipAccepted();
    }

    /** Everything up to this sequence is in the local log. */
    void advanceTo(long sequence) {
        known = sequence;
        head = Math.max(head, sequence);
        acceptedAhead.headSet(sequence, true).clear();
        skipAccepted();
    }

    DocumentStatus status() {
        return new DocumentStatus(id, pending(), here(), !behind(), refusal());
    }

    private void skipAccepted() {
        while (acceptedAhead.remove(known + 1)) {
            known++;
        }
    }
}
