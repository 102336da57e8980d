package dev.offing.server.live;

import dev.offing.engine.CodecException;
import dev.offing.engine.ReplicaId;
import dev.offing.server.store.ChangeLog;
import dev.offing.server.store.ChangeLog.Addition;
import dev.offing.server.store.ChangeLog.Entry;
import dev.offing.server.store.ChangeLog.Place;
import dev.offing.server.store.StoreException;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.AppendOutcome;
import dev.offing.sync.server.Appended;
import dev.offing.sync.server.DocumentGate;
import dev.offing.sync.server.DocumentGate.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One document's gate and the appends it allowed. Offers are made one at a time under the lock;
 * making them durable is not waited for there, so that pushes of several people share a commit.
 *
 * <p>Invariants: an append names the sequence it expects, so what was accepted after an append that
 * failed fails too; a failed append throws the gate away, and the next offer builds it from the log; a
 * snapshot is taken only when everything the gate has accepted is durable.
 */
final class LiveDocument {

    /** Changes after which opening from the last snapshot would take noticeably longer. */
    private static final int SNAPSHOT_EVERY = 256;

    private static final long REPLAY_BYTES = 4L << 20;

    /** Who appends, and what is taken from whom. */
    interface Author {
        /** Why changes with this key are not taken from this author; empty if they are. */
        Optional<AppendOutcome.NotTaken> objection(ChangeKey key);

        /** Whether the key's replica was seen with one id for two contents: only what the log has is taken. */
        boolean isFrozen(ChangeKey key);

        /** One id was seen with two contents. */
        void equivocated(DocumentId document, ChangeKey key);

        String account();

        /** {@link dev.offing.sync.server.ServerSession#id}. */
        int origin();
    }

    /** @param place completes when the change is durable */
    private record Offered(ChangeKey key, CompletableFuture<Place> place) {}

    private final DocumentId id;
    private final ChangeLog log;
    private final Consumer<Appended> fanOut;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * A gate and whether an append it allowed has failed: then it is ahead of the log for ever. Set on
     * the writer's thread, which must not wait for the lock.
     */
    private static final class OpenGate {
        final DocumentGate gate;
        volatile boolean failed;

        OpenGate(DocumentGate gate) {
            this.gate = gate;
        }
    }

    /** Null until needed. */
    private OpenGate open;

    /** Sequence of the newest change the gate has accepted. */
    private long head;

    /** What the stored snapshot, if any, contains. */
    private long snapshotSequence;

    /** Callers at work with this document, waiting ones included. */
    private final AtomicInteger users = new AtomicInteger();

    /** The append allowed last; those before it are durable when it is. */
    private CompletableFuture<Place> last = CompletableFuture.completedFuture(null);

    /** @param fanOut called with every append when it is durable, on the thread that writes the store */
    LiveDocument(DocumentId id, ChangeLog log, Consumer<Appended> fanOut) {
        this.id = id;
        this.log = log;
        this.fanOut = fanOut;
    }

    /** Keeps the document open until {@link #release}. */
    void retain() {
        users.incrementAndGet();
    }

    void release() {
        users.decrementAndGet();
    }

    /** Whether nobody works with it, so that it may be dropped. */
    boolean isIdle() {
        return users.get() == 0;
    }

    /**
     * Checks and appends, one after the other, until one is refused. Returns when what was appended is
     * durable.
     *
     * @throws StoreException if something was not made durable; what was before it in the list may be
     */
    List<AppendOutcome> append(List<byte[]> changes, Author author, long nowMillis) {
        List<Offered> offered = new ArrayList<>(changes.size());
        List<AppendOutcome> refused = new ArrayList<>(1);
        lock.lock();
        try {
            openGate();
            for (byte[] change : changes) {
                Optional<AppendOutcome> refusal = offer(change, author, nowMillis, offered);
                if (refusal.isPresent()) {
                    refused.add(refusal.get());
                    break;
                }
            }
        } catch (RuntimeException e) {
            if (open != null) {
                open.failed = true; // Whatever a gate was doing when it threw, it is built anew.
            }
            throw e;
        } finally {
            lock.unlock();
        }
        List<AppendOutcome> outcomes = new ArrayList<>(offered.size() + refused.size());
        for (Offered one : offered) {
            outcomes.add(new AppendOutcome.Logged(one.key(), await(one.place()).sequence()));
        }
        outcomes.addAll(refused);
        keepSnapshotNowAndThen();
        return outcomes;
    }

    /** @return why nothing more is taken, empty if the change was accepted or is in the log already */
    private Optional<AppendOutcome> offer(byte[] change, Author author, long nowMillis, List<Offered> offered) {
        Optional<ChangeKey> key = keyOf(change);
        Optional<AppendOutcome.NotTaken> objection = key.flatMap(author::objection);
        if (objection.isPresent()) {
            return Optional.of(objection.get());
        }
        if (key.isPresent() && author.isFrozen(key.get()) && !isLogged(key.get(), change)) {
            return Optional.of(new AppendOutcome.NotTaken(
                    key.get(), RefusalReason.EQUIVOCATION, "Nothing more is taken from this replica id."));
        }
        Verdict verdict = open.gate.offer(change);
        return switch (verdict) {
            case Verdict.Accept accept -> {
                offered.add(new Offered(accept.key(), submit(accept, change, author, nowMillis)));
                yield Optional.empty();
            }
            case Verdict.Duplicate duplicate -> {
                Place place = new Place(duplicate.sequence(), 0);
                offered.add(new Offered(duplicate.key(), CompletableFuture.completedFuture(place)));
                yield Optional.empty();
            }
            case Verdict.MissingCauses missing ->
                Optional.of(new AppendOutcome.NotTaken(
                        missing.key(),
                        RefusalReason.MISSING_CAUSES,
                        "The change builds on changes that are not here."));
            case Verdict.Refuse refuse -> {
                if (refuse.reason() == RefusalReason.EQUIVOCATION) {
                    log.addEvidence(addition(refuse.key(), change, author, nowMillis, Optional.empty(), 0));
                    author.equivocated(id, refuse.key());
                }
                yield Optional.of(new AppendOutcome.NotTaken(refuse.key(), refuse.reason(), refuse.text()));
            }
        };
    }

    private boolean isLogged(ChangeKey key, byte[] change) {
        return find(key.replica(), key.firstCounter())
                .filter(logged -> Arrays.equals(logged.change(), change))
                .isPresent();
    }

    private static Optional<ChangeKey> keyOf(byte[] change) {
        try {
            return Optional.of(ChangeKey.of(change));
        } catch (CodecException unreadable) {
            return Optional.empty(); // The gate says what is wrong with it.
        }
    }

    private CompletableFuture<Place> submit(Verdict.Accept accept, byte[] change, Author author, long nowMillis) {
        head++;
        Addition addition = addition(accept.key(), change, author, nowMillis, accept.title(), head);
        OpenGate allowedBy = open;
        CompletableFuture<Place> place = log.append(
                addition,
                durable -> fanOut.accept(new Appended(
                        durable.workspaceSequence(),
                        id,
                        durable.sequence(),
                        change,
                        author.origin(),
                        accept.title(),
                        nowMillis)));
        last = place;
        var _ = place.whenComplete((durable, failure) -> {
            if (failure != null) {
                allowedBy.failed = true;
            }
        });
        return place;
    }

    private Addition addition(
            ChangeKey key, byte[] change, Author author, long nowMillis, Optional<String> title, long sequence) {
        return new Addition(
                id.text(),
                sequence,
                key.replica().bits(),
                key.firstCounter(),
                key.idCount(),
                change,
                Optional.of(author.account()),
                nowMillis,
                title);
    }

    /** @throws StoreException if it was not made durable */
    static <T> T await(CompletableFuture<T> place) {
        try {
            return place.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void openGate() {
        if (open != null && !open.failed) {
            return;
        }
        Optional<ChangeLog.Snapshot> snapshot = log.snapshot(id.text());
        Optional<DocumentGate> loaded = snapshot.flatMap(this::loadSnapshot);
        DocumentGate gate = loaded.orElseGet(() -> DocumentGate.create(id, this::find));
        snapshotSequence = loaded.isPresent() ? snapshot.get().sequence() : 0;
        head = snapshotSequence;
        last = CompletableFuture.completedFuture(null);
        List<Entry> entries;
        do {
            entries = log.read(id.text(), head, Integer.MAX_VALUE, REPLAY_BYTES);
            for (Entry entry : entries) {
                gate.replay(entry.bytes());
                head = entry.sequence();
            }
        } while (!entries.isEmpty());
        open = new OpenGate(gate);
    }

    private Optional<DocumentGate> loadSnapshot(ChangeLog.Snapshot snapshot) {
        try {
            return Optional.of(DocumentGate.load(id, snapshot.bytes(), this::find));
        } catch (CodecException olderOrDamaged) {
            return Optional.empty(); // A snapshot is a cache: the log has everything.
        }
    }

    /** Asked by the gate under the lock; what is on its way into the log counts as being there. */
    private Optional<LoggedChange> find(ReplicaId replica, int firstCounter) {
        if (!last.isDone()) {
            await(last);
        }
        return log.find(id.text(), replica.bits(), firstCounter)
                .map(entry -> new LoggedChange(entry.sequence(), entry.bytes()));
    }

    private void keepSnapshotNowAndThen() {
        lock.lock();
        try {
            boolean settled = open != null && !open.failed && last.isDone();
            if (settled && head - snapshotSequence >= SNAPSHOT_EVERY) {
                snapshotSequence = head;
                log.putSnapshot(id.text(), new ChangeLog.Snapshot(head, open.gate.save()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads from the document as it is accepted so far. @param reader must not keep it */
    <T> T read(Function<DocumentGate, T> reader) {
        lock.lock();
        try {
            openGate();
            return reader.apply(open.gate);
        } finally {
            lock.unlock();
        }
    }
}
