package dev.offing.sync.server;

import dev.offing.engine.ChangePack;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.FrameException;
import dev.offing.sync.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's side of one connection. It does nothing itself: inputs change its fields, {@link
 * #drain} gives what is to be done. Not thread-safe; one owner.
 *
 * <p>Whether an account may read or write a document is decided by the workspace that answers the
 * requests, each time; a session remembers no right.
 *
 * <p>What the client is told of other people's work follows one number, {@code told}: the workspace
 * sequence up to which it knows every head. A session is <em>catching up</em> while it reads heads
 * after {@code told}, and <em>live</em> afterwards, when each append that follows {@code told} by one
 * is sent at once. An append that does not follow by one, a client that takes bytes too slowly, or
 * more appends during one read than {@link #BACKLOG_MAX} lead back to catching up. So a notification
 * may be lost, late or doubled without harm, and a slow client costs no memory.
 *
 * <p>Invariants: nothing but a Hello is answered before the Welcome (SYNC-11); {@code told} never
 * passes what was sent (SYNC-24); an Accepted is sent only for what the workspace said is durable
 * (SYNC-25).
 */
public final class ServerSession {

    /** Appends kept while heads are read; beyond it they are read again. */
    static final int BACKLOG_MAX = 256;

    private enum State {
        GREETING,
        ADMITTING,
        OPEN,
        CLOSED
    }

    private record Pushed(DocumentId document, int changes) {}

    /** @param rights how often rights had changed when it was asked */
    private record Asked(DocumentId document, long afterSequence, int rights) {}

    private final int id;
    private final List<ServerEffect> effects = new ArrayList<>();

    private State state = State.GREETING;
    private Message.Hello hello;
    private int protocol;

    private long told;
    /** Newest workspace sequence heard of. */
    private long newest;

    private boolean readingHeads;
    /** Rights changed since the heads under way were asked for. */
    private boolean headsOutOfDate;
    /** How often the account's rights have changed. */
    private int rights;

    private boolean congested;
    private final ArrayDeque<Appended> backlog = new ArrayDeque<>();

    private int requests;
    private final Map<Integer, Pushed> pushes = new HashMap<>();
    /** Being read. */
    private final Map<Integer, Asked> fetches = new HashMap<>();
    /** Asked for, and read when others have been. */
    private final ArrayDeque<Message.Fetch> waiting = new ArrayDeque<>();

    private boolean issuing;

    private long now;
    private long heardAt;
    private long wakeAt = Long.MAX_VALUE;

    /**
     * @param id positive, not used by another open session of this server process
     * @param nowMillis the time of the connection, on any clock that never goes back
     */
    public ServerSession(int id, long nowMillis) {
        if (id < 1) {
            throw new IllegalArgumentException("session id is not positive");
        }
        this.id = id;
        this.now = nowMillis;
        this.heardAt = nowMillis;
        wake();
    }

    public int id() {
        return id;
    }

    /** Whether nothing more will be done. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- inputs: the client ----

    /** One binary message arrived. Longer ones than {@link SyncLimits#FRAME_BYTES_MAX} may be cut there. */
    public void frame(byte[] frame, long nowMillis) {
        if (state == State.CLOSED) {
            return;
        }
        now = nowMillis;
        heardAt = nowMillis;
        Message message;
        try {
            message = FrameCodec.decode(frame);
        } catch (FrameException e) {
            close(CloseReason.BAD_FRAME);
            return;
        }
        boolean allowed = switch (message) {
            case Message.FromServer m -> false;
            case Message.Hello m -> state == State.GREETING && hello(m);
            case Message.Push m -> state == State.OPEN && push(m);
            case Message.Fetch m -> state == State.OPEN && fetch(List.of(m));
            case Message.FetchMany m -> state == State.OPEN && isPacked() && fetch(m.documents());
            case Message.WantReplicaIds m -> state == State.OPEN && wantReplicaIds(m);
            case Message.Ping m -> state == State.OPEN && send(new Message.Pong());
        };
        if (!allowed) {
            close(CloseReason.OUT_OF_ORDER);
        }
        wake();
    }

    /** Time has passed: see {@link ServerEffect.WakeAt}. */
    public void tick(long nowMillis) {
        now = nowMillis;
        if (state != State.CLOSED && nowMillis >= deadline()) {
            close(CloseReason.SILENT);
        }
        wake();
    }

    /**
     * Whether the connection takes bytes slower than they come. While it does, appends are not sent;
     * afterwards the client is told what changed and fetches.
     */
    public void congested(boolean isCongested) {
        congested = isCongested;
        if (state == State.OPEN && !congested && told < newest) {
            readHeads();
        }
        readWaiting();
    }

    // ---- inputs: answers of the workspace ----

    /**
     * The ticket is good.
     *
     * @param epoch the server's epoch, 1 to 256 UTF-16 units
     * @param workspaceSequence the workspace's, read after appends to this session began to be told
     * @param replicaIds the fresh ids asked for
     * @param serverMillis the server's wall clock, epoch ms
     */
    public void admitted(String epoch, long workspaceSequence, List<ReplicaId> replicaIds, long serverMillis) {
        if (state != State.ADMITTING) {
            return;
        }
        state = State.OPEN;
        boolean sameHistory = epoch.equals(hello.epoch()) && hello.workspaceSequence() <= workspaceSequence;
        told = sameHistory ? hello.workspaceSequence() : 0;
        newest = Math.max(newest, workspaceSequence);
        send(new Message.Welcome(protocol, epoch, workspaceSequence, replicaIds, serverMillis));
        readHeads();
        wake();
    }

    /** The ticket is not good. @param reason {@code TICKET_REFUSED}, {@code EXPIRED} or {@code REVOKED} */
    public void refused(CloseReason reason) {
        close(reason);
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
        if (state != State.OPEN || !readingHeads) {
            return;
        }
        readingHeads = false;
        if (headsOutOfDate) {
            headsOutOfDate = false;
            readHeads();
            return;
        }
        told = Math.max(told, upTo);
        backlog.removeIf(append -> append.workspaceSequence() <= told);
        boolean again = more || !backlogReaches(newest);
        send(new Message.Heads(isPacked() ? heads : ofProtocol1(heads), told, again));
        if (congested) {
            backlog.clear();
        } else if (again) {
            readHeads();
        } else {
            backlog.forEach(this::deliver);
            backlog.clear();
        }
    }

    /**
     * Answer to {@link ServerEffect.ReadEntries}. A document that does not exist, or that the account
     * may not read, is an empty log.
     *
     * @param entries consecutive, from {@code afterSequence + 1} on
     * @param head server sequence of the newest entry of the document, 0 = none
     */
    public void entriesRead(int request, List<LoggedChange> entries, long head) {
        Asked asked = fetches.remove(request);
        if (asked == null || state != State.OPEN) {
            return;
        }
        if (asked.rights() != rights) {
            readEntries(asked.document(), asked.afterSequence());
            return;
        }
        List<byte[]> changes = new ArrayList<>(entries.size());
        for (LoggedChange entry : entries) {
            if (entry.sequence() != asked.afterSequence() + 1 + changes.size()) {
                throw new IllegalStateException("entries are not consecutive");
            }
            changes.add(entry.change());
        }
        sendEntries(asked, changes, head);
        readWaiting();
    }

    private void sendEntries(Asked asked, List<byte[]> changes, long head) {
        long first = asked.afterSequence() + 1;
        int bytes = changes.stream().mapToInt(change -> change.length).sum();
        if (isPacked() && bytes >= SyncLimits.PACKED_BYTES_MIN) {
            byte[] pack = ChangePack.pack(changes);
            if (pack.length < bytes || changes.size() > SyncLimits.BATCH_CHANGES_MAX) {
                send(new Message.PackedEntries(asked.document(), first, head, pack));
                return;
            }
        }
        send(new Message.Entries(asked.document(), first, changes, head, 0));
    }

    /** Answer to {@link ServerEffect.Append}: one outcome for each change in order, ending with the first not taken. */
    public void appendDone(int request, List<AppendOutcome> outcomes) {
        Pushed pushed = pushes.remove(request);
        if (pushed == null || state != State.OPEN) {
            return;
        }
        List<Message.Receipt> receipts = new ArrayList<>();
        Optional<Message.Refused> refused = Optional.empty();
        for (AppendOutcome outcome : outcomes) {
            if (refused.isPresent()) {
                throw new IllegalStateException("an outcome follows a refused change");
            }
            switch (outcome) {
                case AppendOutcome.Logged logged -> receipts.add(new Message.Receipt(logged.key(), logged.sequence()));
                case AppendOutcome.NotTaken not ->
                    refused = Optional.of(new Message.Refused(pushed.document(), not.key(), not.reason(), not.text()));
            }
        }
        if (receipts.size() > pushed.changes() || refused.isEmpty() && receipts.size() < pushed.changes()) {
            throw new IllegalStateException("outcomes do not match the push");
        }
        if (!receipts.isEmpty()) {
            send(new Message.Accepted(pushed.document(), receipts));
        }
        refused.ifPresent(this::send);
    }

    /** The store could not answer a request. The session ends with {@link CloseReason#OVERLOAD}; the client tries again. */
    public void requestFailed() {
        close(CloseReason.OVERLOAD);
    }

    /** Answer to {@link ServerEffect.IssueReplicaIds}. */
    public void replicaIdsIssued(List<ReplicaId> replicaIds) {
        if (state == State.OPEN && issuing) {
            issuing = false;
            send(new Message.ReplicaIds(replicaIds));
        }
    }

    // ---- inputs: what happens in the workspace ----

    /** An append is durable. Lost, late and repeated calls do no harm. */
    public void appended(Appended append) {
        newest = Math.max(newest, append.workspaceSequence());
        if (state != State.OPEN || append.workspaceSequence() <= told) {
            return;
        }
        if (readingHeads) {
            if (backlog.size() < BACKLOG_MAX) {
                backlog.add(append);
            }
        } else if (!congested) {
            if (append.workspaceSequence() == told + 1) {
                deliver(append);
            } else {
                readHeads();
            }
        }
    }

    /** An append is durable that this account may not read. */
    public void appendedUnreadable(long workspaceSequence) {
        newest = Math.max(newest, workspaceSequence);
        if (state == State.OPEN && !readingHeads && !congested) {
            if (workspaceSequence == told + 1) {
                told++;
            } else if (workspaceSequence > told) {
                readHeads();
            }
        }
    }

    /**
     * The account may not read any more what it could, or may read more. What was heard of or asked for
     * before is not sent; it is asked for again (SYNC-38). To be called before the change of rights is
     * confirmed to anybody.
     */
    public void rightsChanged() {
        rights++;
        headsOutOfDate = readingHeads;
        backlog.clear();
    }

    /** Ends the session: signed out, revoked, the server stops, … */
    public void close(CloseReason reason) {
        close(reason, 0);
    }

    /** As {@link #close(CloseReason)}. @param retryAfterMillis the client stays away at least so long */
    public void close(CloseReason reason, int retryAfterMillis) {
        if (state == State.CLOSED) {
            return;
        }
        send(new Message.Closing(reason, retryAfterMillis));
        effects.add(new ServerEffect.Close(reason));
        state = State.CLOSED;
        backlog.clear();
        pushes.clear();
        fetches.clear();
        waiting.clear();
        wake();
    }

    /** The connection is gone. */
    public void disconnected() {
        state = State.CLOSED;
        wake();
    }

    /** Takes what is to be done since the last call, in order. Call after every input. */
    public List<ServerEffect> drain() {
        List<ServerEffect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    // ---- messages; false = not allowed now, the session ends ----

    private boolean hello(Message.Hello m) {
        if (m.protocolMax() < SyncLimits.PROTOCOL_MIN) {
            close(CloseReason.TOO_OLD_CLIENT);
        } else if (m.protocolMin() > SyncLimits.PROTOCOL) {
            close(CloseReason.TOO_NEW_CLIENT);
        } else {
            hello = m;
            protocol = Math.min(m.protocolMax(), SyncLimits.PROTOCOL);
            state = State.ADMITTING;
            effects.add(new ServerEffect.Admit(m.ticket(), m.deviceId(), m.replicaIdsWanted()));
        }
        return true;
    }

    private boolean push(Message.Push m) {
        if (pushes.size() == SyncLimits.PUSHES_IN_FLIGHT_MAX) {
            return false;
        }
        for (Pushed pushed : pushes.values()) {
            if (pushed.document().equals(m.document())) {
                return false;
            }
        }
        requests++;
        pushes.put(requests, new Pushed(m.document(), m.changes().size()));
        effects.add(new ServerEffect.Append(requests, m.document(), m.changes()));
        return true;
    }

    private boolean fetch(List<Message.Fetch> documents) {
        int most = isPacked() ? SyncLimits.FETCHES_IN_FLIGHT_MAX : SyncLimits.FETCHES_IN_FLIGHT_PROTOCOL_1;
        if (fetches.size() + waiting.size() + documents.size() > most) {
            return false;
        }
        for (Message.Fetch m : documents) {
            if (m.afterSequence() == SyncLimits.SEQUENCE_MAX) {
                return false;
            }
        }
        if (documents.size() == 1) {
            waiting.addFirst(documents.getFirst()); // Somebody may be waiting for it.
        } else {
            waiting.addAll(documents);
        }
        readWaiting();
        return true;
    }

    /** What is read may wait for a slow client: only so much at once, and nothing while it is behind. */
    private void readWaiting() {
        while (state == State.OPEN
                && !waiting.isEmpty()
                && fetches.size() < SyncLimits.READS_AT_ONCE_MAX
                && !congested) {
            Message.Fetch next = waiting.remove();
            readEntries(next.document(), next.afterSequence());
        }
    }

    /** Protocol 1 knows pages and their records, and no sizes. */
    private static List<Message.Head> ofProtocol1(List<Message.Head> heads) {
        return heads.stream()
                .filter(head -> isOfProtocol1(head.document()))
                .map(head ->
                        new Message.Head(head.document(), head.sequence(), head.title(), head.changedAtMillis(), 0))
                .toList();
    }

    private static boolean isOfProtocol1(DocumentId document) {
        return document.isPage() || document.isRecord();
    }

    private boolean isPacked() {
        return protocol >= SyncLimits.PROTOCOL_PACKED;
    }

    private boolean wantReplicaIds(Message.WantReplicaIds m) {
        if (issuing) {
            return false;
        }
        issuing = true;
        effects.add(new ServerEffect.IssueReplicaIds(m.count()));
        return true;
    }

    // ---- parts ----

    private void readEntries(DocumentId document, long afterSequence) {
        requests++;
        fetches.put(requests, new Asked(document, afterSequence, rights));
        int changes = isPacked() ? SyncLimits.PACKED_CHANGES_MAX : SyncLimits.BATCH_CHANGES_MAX;
        int bytes = isPacked() ? SyncLimits.PACKED_BYTES_MAX : SyncLimits.BATCH_BYTES_MAX;
        effects.add(new ServerEffect.ReadEntries(requests, document, afterSequence, changes, bytes));
    }

    private void readHeads() {
        if (!readingHeads) {
            readingHeads = true;
            effects.add(new ServerEffect.ReadHeads(told, SyncLimits.HEADS_MAX));
        }
    }

    /** Whether the backlog continues {@link #told} without a gap up to a workspace sequence. */
    private boolean backlogReaches(long workspaceSequence) {
        long next = told + 1;
        for (Appended append : backlog) {
            if (append.workspaceSequence() != next) {
                return false;
            }
            next++;
        }
        return next > workspaceSequence;
    }

    /** An own append is told by its Accepted. */
    private void deliver(Appended append) {
        told = append.workspaceSequence();
        if (append.origin() == id || !isPacked() && !isOfProtocol1(append.document())) {
            return;
        }
        send(new Message.Entries(
                append.document(), append.sequence(), List.of(append.change()), append.sequence(), told));
        if (append.title().isPresent()) {
            Message.Head head = new Message.Head(
                    append.document(), append.sequence(), append.title().get(), append.changedAtMillis(), 0);
            send(new Message.Heads(List.of(head), told, false));
        }
    }

    private boolean send(Message message) {
        effects.add(new ServerEffect.Send(FrameCodec.encode(message)));
        return true;
    }

    private long deadline() {
        return heardAt
                + (state == State.GREETING ? SyncLimits.HELLO_MILLIS_MAX : SyncLimits.SESSION_SILENCE_MILLIS_MAX);
    }

    private void wake() {
        long next = state == State.CLOSED ? Long.MAX_VALUE : deadline();
        if (next != wakeAt) {
            wakeAt = next;
            effects.add(new ServerEffect.WakeAt(next));
        }
    }
}
