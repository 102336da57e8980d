package dev.offing.sync.client;

import dev.offing.engine.ChangePack;
import dev.offing.engine.CodecException;
import dev.offing.engine.Limits;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a message of the server alters, and whether it is allowed when it comes. */
final class ServerMessages {

    private final ClientState state;
    private final Link link;
    private final SyncClient.Environment environment;

    ServerMessages(ClientState state, Link link, SyncClient.Environment environment) {
        this.state = state;
        this.link = link;
        this.environment = environment;
    }

    private long now() {
        return environment.nowMillis();
    }

    /** @return whether the message is allowed now; if not, the connection ends */
    boolean receive(Message message) {
        boolean welcomed = state.session != null;
        return switch (message) {
            case Message.FromClient m -> false;
            case Message.Closing m -> closing(m);
            case Message.Welcome m -> !welcomed && welcome(m);
            case Message.Pong m -> welcomed;
            case Message.Heads m -> welcomed && heads(m);
            case Message.Entries m -> welcomed && entries(m);
            case Message.PackedEntries m -> welcomed && entries(unpacked(m));
            case Message.Accepted m -> welcomed && accepted(m);
            case Message.Refused m -> welcomed && refused(m);
            case Message.ReplicaIds m -> welcomed && replicaIds(m.replicaIds());
        };
    }

    private boolean welcome(Message.Welcome m) {
        if (m.protocol() < SyncLimits.PROTOCOL_MIN
                || m.protocol() > SyncLimits.PROTOCOL
                || m.epoch().isEmpty()) {
            return false;
        }
        link.welcomed(now());
        state.session = new ClientState.Session(m.protocol());
        state.session.answeredAt = now();
        if (state.epoch.isEmpty()) {
            state.epoch = m.epoch();
            state.persist(new StoreWrite.FirstEpoch(state.epoch));
        } else if (!state.epoch.equals(m.epoch()) || m.workspaceSequence() < state.appendsHeardOf()) {
            boolean serverKnows = !state.epoch.equals(m.epoch()) || m.workspaceSequence() < state.workspaceSequence;
            state.beginEpoch(m.epoch());
            if (!serverKnows) {
                return false; // It goes on telling what follows the Hello; the next one says that nothing is known.
            }
        }
        for (ClientDocument document : state.documents.all()) {
            document.compared = false;
            if (document.refused == null || ClientState.mayHavePassed(document.refused)) {
                document.tryAgain();
                state.documents.update(document);
            }
        }
        return replicaIds(m.replicaIds());
    }

    private boolean closing(Message.Closing m) {
        link.drop(now(), m.retryAfterMillis());
        switch (m.reason().answer()) {
            case RETRY -> {}
            case SIGN_IN ->
                state.blocked = m.reason() == CloseReason.REVOKED ? SyncStatus.Why.REVOKED : SyncStatus.Why.EXPIRED;
            case UPDATE -> state.blocked = SyncStatus.Why.TOO_OLD;
        }
        return true;
    }

    private boolean heads(Message.Heads m) {
        for (Message.Head head : m.heads()) {
            ClientDocument document = state.documents.findOrAdd(head.document());
            document.head = Math.max(document.head, head.sequence());
            document.changedAt = Math.max(document.changedAt, head.changedAtMillis());
            state.documents.update(document);
        }
        state.workspaceSequence = Math.max(state.workspaceSequence, m.upTo());
        state.session.caughtUp = state.session.caughtUp || !m.more();
        state.complete = state.complete || !m.more();
        state.persist(new StoreWrite.SetHeads(m.heads(), m.upTo(), !m.more()));
        return true;
    }

    private boolean accepted(Message.Accepted m) {
        Optional<ClientDocument> found = state.documents.find(m.document());
        if (found.isEmpty() || found.get().pushing < m.receipts().size()) {
            return false;
        }
        ClientDocument document = found.get();
        List<ChangeKey> keys = new ArrayList<>(m.receipts().size());
        for (Message.Receipt receipt : m.receipts()) {
            document.acknowledged(receipt.key(), receipt.sequence());
            keys.add(receipt.key());
        }
        answered(document, m.receipts().size());
        if (document.pushing == 0 && document.allAside()) {
            document.refused = RefusalReason.FOREIGN_REPLICA;
        }
        state.documents.update(document);
        state.persist(new StoreWrite.Acknowledge(document.id, keys, document.storedKnown(), document.head));
        lookForDamageAgain(document);
        return true;
    }

    private boolean refused(Message.Refused m) {
        Optional<ClientDocument> found = state.documents.find(m.document());
        if (found.isEmpty() || found.get().pushing == 0) {
            return false;
        }
        ClientDocument document = found.get();
        answered(document, document.pushing);
        boolean otherHistory =
                m.reason() == RefusalReason.MISSING_CAUSES || m.reason() == RefusalReason.FOREIGN_REPLICA;
        if (otherHistory && document.overtaken) {
            document.tryAgain();
        } else if (otherHistory && !document.compared) {
            state.beginComparison(document);
        } else if (otherHistory && document.outbox.containsKey(ClientDocument.idOf(m.key()))) {
            document.aside.add(m.key().replica());
            document.refused = document.allAside() ? m.reason() : null;
        } else {
            document.refused = m.reason();
        }
        state.documents.update(document);
        return true;
    }

    /** The record that could not be read may be of what has just left the outbox: this machine had read it before. */
    private void lookForDamageAgain(ClientDocument document) {
        if (document.damaged > 0) {
            state.store.readAgain();
        }
    }

    /** Counts answers to a push; the last one ends it. */
    private void answered(ClientDocument document, int changes) {
        state.session.answeredAt = now();
        document.pushing -= changes;
        if (document.pushing == 0) {
            state.session.pushes--;
            state.session.pushBytes -= document.pushingBytes;
            document.pushingBytes = 0;
        }
    }

    private boolean entries(Message.Entries m) {
        ClientDocument document = state.documents.findOrAdd(m.document());
        boolean answer = m.upTo() == 0;
        if (answer) {
            if (!document.fetching) {
                return false;
            }
            document.fetching = false;
            state.session.fetches--;
            state.session.answeredAt = now();
        }
        boolean gap = m.firstSequence() > document.known + 1;
        if (m.firstSequence() < 1 || m.head() < m.lastSequence() && !m.changes().isEmpty()) {
            return false;
        }
        if (answer && gap && !document.comparing) {
            return false;
        }
        if (answer && m.head() < document.known && !document.compared) {
            document.head = m.head();
            state.beginComparison(document);
        } else if (answer && m.changes().isEmpty() && m.firstSequence() == document.known + 1) {
            document.head = document.known;
        } else {
            take(document, m);
        }
        if (document.wanted && document.here() && !document.behind()) {
            document.wanted = false;
            state.persist(new StoreWrite.SetWanted(document.id, false));
        }
        state.documents.update(document);
        return true;
    }

    /** @throws CodecException if its changes are no pack, or more than a server may send */
    private static Message.Entries unpacked(Message.PackedEntries m) {
        // A single change may be as long as changes may be.
        List<byte[]> changes = ChangePack.unpack(m.pack(), SyncLimits.PACKED_CHANGES_MAX, Limits.CHANGE_BYTES_MAX);
        return new Message.Entries(m.document(), m.firstSequence(), changes, m.head(), 0);
    }

    /** Brings entries that continue what is here into the store; beyond a gap only the head is noted. */
    private void take(ClientDocument document, Message.Entries m) {
        Optional<List<ChangeKey>> keys = keysOf(m.changes());
        document.unreadableEntry |= keys.isEmpty();
        List<LoggedChange> fresh = new ArrayList<>();
        List<ChangeKey> acknowledged = new ArrayList<>();
        boolean ownCame = false;
        long knownBefore = document.known;
        long growth = 0;
        for (int i = 0; i < m.changes().size(); i++) {
            growth += m.firstSequence() + i > document.head ? m.changes().get(i).length : 0;
        }
        boolean moreKnown = m.head() > document.head || m.upTo() > state.workspaceSequence;
        document.head = Math.max(document.head, m.head());
        state.workspaceSequence = Math.max(state.workspaceSequence, m.upTo());
        boolean continues = m.firstSequence() <= document.known + 1;
        if (continues && state.wantsContent(document) && !document.awaitsLocalLog()) {
            for (int i = 0; i < m.changes().size() && !document.takesNothing(); i++) {
                long sequence = m.firstSequence() + i;
                if (sequence > document.known) {
                    LoggedChange entry = new LoggedChange(sequence, m.changes().get(i));
                    document.take(entry, keys.get().get(i), fresh, acknowledged);
                    if (fresh.size() == SyncLimits.BATCH_CHANGES_MAX) {
                        // Own changes of other tabs wait for a write: none takes long.
                        persist(document, fresh, acknowledged, 0, 0);
                        ownCame |= !acknowledged.isEmpty();
                        fresh.clear();
                        acknowledged.clear();
                    }
                }
            }
        }
        ownCame |= !acknowledged.isEmpty();
        if (ownCame && (document.refused == null || ClientState.mayHavePassed(document.refused))) {
            document.tryAgain(); // somebody else brought what was not taken from this device
        }
        if (!acknowledged.isEmpty()) {
            lookForDamageAgain(document);
        }
        if (moreKnown || document.known > knownBefore) {
            persist(document, fresh, acknowledged, m.upTo(), growth);
        }
    }

    private void persist(
            ClientDocument document,
            List<LoggedChange> fresh,
            List<ChangeKey> acknowledged,
            long workspaceSequence,
            long growth) {
        state.persist(
                new StoreWrite.AppendEntries(
                        document.id,
                        fresh,
                        acknowledged,
                        document.storedKnown(),
                        document.head,
                        workspaceSequence,
                        growth),
                document.id,
                fresh.stream().map(LoggedChange::change).toList());
    }

    /**
     * Empty if one of them is damaged.
     *
     * @throws CodecException if one is of a newer engine
     */
    private static Optional<List<ChangeKey>> keysOf(List<byte[]> changes) {
        List<ChangeKey> keys = new ArrayList<>(changes.size());
        for (byte[] change : changes) {
            try {
                keys.add(ChangeKey.of(change));
            } catch (CodecException e) {
                if (e.kind() == CodecException.Kind.TOO_NEW) {
                    throw e;
                }
                return Optional.empty();
            }
        }
        return Optional.of(keys);
    }

    private boolean replicaIds(List<ReplicaId> ids) {
        if (!ids.isEmpty()) {
            state.session.replicaIdsAsked = false;
            state.freeReplicaIds += ids.size();
            state.persist(new StoreWrite.AddReplicaIds(ids));
        }
        return true;
    }
}
