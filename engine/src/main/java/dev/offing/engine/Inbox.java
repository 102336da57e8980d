package dev.offing.engine;

import dev.offing.engine.InvalidChangeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Takes foreign changes: duplicate, pending, refused or applied, and pending ones when their time comes. */
final class Inbox {

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
        applyReleased(change.replica());
        return new Document.Applied.Done();
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
        List<OpId> missing = new ArrayList<>(0);
        int end = state.log.end(change.replica());
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
        List<LogEntry> causes = new ArrayList<>(change.heads().size());
        for (OpId head : change.heads()) {
            causes.add(state.log.entry(state.agents.find(head.replica()), head.counter()));
        }
        boolean known = state.agents.find(change.replica()) != AgentTable.NONE;
        int agent = state.agents.intern(change.replica());
        Invariant.check(known || change.firstCounter() == 0, "a new replica does not start at 0");
        Origin origin = state.log.after(agent, causes);
        validator.check(change, origin, causes);
        for (Operation operation : change.operations()) {
            if (operation instanceof Operation.UndeleteText undelete) {
                state.requireText(undelete.deletion());
            }
        }
        int counter = change.firstCounter();
        for (Operation operation : change.operations()) {
            state.integrate(operation, origin, counter);
            counter += operation.idCount();
        }
        state.log.append(change, origin);
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
