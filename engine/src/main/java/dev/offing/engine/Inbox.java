package dev.offing.engine;

import dev.offing.engine.InvalidChangeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Takes foreign changes: duplicate, pending, refused or applied, and pending ones when their time comes. */
final class Inbox {

    private static final Document.Applied DONE = new Document.Applied.Done();

    private final DocumentState state;
    private final ChangeValidator validator;
    private final PendingChanges pending = new PendingChanges();

    Inbox(DocumentState state) {
        this.state = state;
        this.validator = new ChangeValidator(state);
    }

    List<Change> pending() {
        return pending.all();
    }

    Document.Applied apply(Change change) {
        int end = state.log.end(change.replica());
        if (change.firstCounter() < end) {
            return knownBefore(change);
        }
        ChangeValidator.checkForm(change);
        List<OpId> missing = missing(change);
        if (!missing.isEmpty()) {
            if (!pending.contains(change)) {
                if (pending.size() >= Limits.PENDING_CHANGES_MAX) {
                    throw new InvalidChangeException(Reason.LIMIT_EXCEEDED, "too many changes wait", -1);
                }
                file(change, missing.getFirst());
            }
            return new Document.Applied.Pending(missing);
        }
        applyNow(change);
        if (!pending.isEmpty()) {
            applyReleased(change.replica());
        }
        return DONE;
    }

    private Document.Applied knownBefore(Change change) {
        LogEntry entry = state.log.entry(state.agents.find(change.replica()), change.firstCounter());
        if (entry.first() != change.firstCounter() || entry.end() != change.firstCounter() + change.idCount()) {
            throw new InvalidChangeException(Reason.COUNTER_REUSED, "counters belong to another change", -1);
        }
        return new Document.Applied.Duplicate();
    }

    /** The first missing operation of each cause; a gap of its own replica first. */
    private List<OpId> missing(Change change) {
        int end = state.log.end(change.replica());
        if (change.heads().isEmpty() && end >= change.firstCounter()) {
            return List.of();
        }
        List<OpId> missing = new ArrayList<>();
        if (end < change.firstCounter()) {
            missing.add(new OpId(change.replica(), end));
        }
        for (OpId head : change.heads()) {
            int headEnd = state.log.end(head.replica());
            if (headEnd <= head.counter()) {
                missing.add(new OpId(head.replica(), headEnd));
            }
        }
        return missing;
    }

    private void file(Change change, OpId missing) {
        int neededEnd = change.firstCounter();
        for (OpId head : change.heads()) {
            if (head.replica().equals(missing.replica())) {
                neededEnd = head.counter() + 1;
            }
        }
        pending.add(change, missing, neededEnd);
    }

    /** Validates and applies a change whose causes are here. */
    private void applyNow(Change change) {
        List<LogEntry> causes = causes(change);
        boolean known = state.agents.find(change.replica()) != AgentTable.NONE;
        int agent = state.agents.intern(change.replica());
        Invariant.check(known || change.firstCounter() == 0, "a new replica does not start at 0");
        Origin origin = state.log.after(agent, causes);
        validator.check(change, origin, causes);
        List<Operation> operations = change.operations();
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i) instanceof Operation.UndeleteText undelete) {
                state.requireText(undelete.deletion());
            }
        }
        int counter = change.firstCounter();
        for (int i = 0; i < operations.size(); i++) {
            state.integrate(operations.get(i), origin, counter);
            counter += operations.get(i).idCount();
        }
        state.log.append(change, origin);
    }

    /** The changes that the heads name. */
    private List<LogEntry> causes(Change change) {
        if (change.heads().isEmpty()) {
            return List.of();
        }
        List<LogEntry> causes = new ArrayList<>(change.heads().size());
        for (OpId head : change.heads()) {
            causes.add(state.log.entry(state.agents.find(head.replica()), head.counter()));
        }
        return causes;
    }

    private void applyReleased(ReplicaId first) {
        Deque<ReplicaId> grown = new ArrayDeque<>();
        grown.add(first);
        while (!grown.isEmpty()) {
            ReplicaId replica = grown.poll();
            for (Change change : pending.release(replica, state.log.end(replica))) {
                if (applyWaiting(change)) {
                    grown.add(change.replica());
                }
            }
        }
    }

    /** @return whether it took effect; one that turns out to be invalid is dropped */
    private boolean applyWaiting(Change change) {
        List<OpId> missing = missing(change);
        if (!missing.isEmpty()) {
            file(change, missing.getFirst());
            return false;
        }
        pending.remove(change);
        if (change.firstCounter() < state.log.end(change.replica())) {
            return false;
        }
        try {
            applyNow(change);
            return true;
        } catch (InvalidChangeException invalid) {
            return false;
        }
    }
}
