package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The local writer: collects operations in the open change, each of which takes effect at once, and
 * closes it. Nothing foreign is applied while a change is open, so all its operations have the same
 * origin.
 */
final class Author {

    private final DocumentState state;
    private final UndoHistory history = new UndoHistory();
    private ReplicaId replica;
    private Origin origin;
    private int first;
    private int next;
    private int bytesEstimate;
    private final List<Operation> operations = new ArrayList<>();

    Author(DocumentState state, ReplicaId replica) {
        this.state = state;
        this.replica = replica;
        this.next = state.log.end(replica);
    }

    ReplicaId replica() {
        return replica;
    }

    UndoHistory history() {
        return history;
    }

    boolean isOpen() {
        return origin != null;
    }

    /** Whether it belongs to the open change. */
    boolean isOpen(Origin one) {
        return one == origin;
    }

    void adopt(ReplicaId adopted) {
        replica = adopted;
        next = state.log.end(adopted);
        history.clear();
        state.adoptReplica(adopted);
    }

    /** Counter the next operation will have. */
    int nextCounter() {
        return origin == null ? state.log.end(replica) : next;
    }

    OpId nextId() {
        return new OpId(replica, nextCounter());
    }

    /** What a {@link Operation.DeleteBlock} of the open change has seen. */
    VersionVector seen() {
        open();
        return state.log.seen(origin, first);
    }

    private void open() {
        if (origin == null) {
            origin = state.log.next(state.agents.intern(replica));
            first = state.log.end(replica);
            next = first;
            bytesEstimate = 0;
        }
    }

    /**
     * To be asked at the start of a command.
     *
     * @param utf16Length of the text it brings
     * @throws IllegalStateException if the open change cannot take it: commit first
     */
    void reserve(int utf16Length) {
        if (!hasRoom(utf16Length)) {
            throw new IllegalStateException("open change is full");
        }
    }

    /** Whether the open change can take some more operations. */
    boolean hasRoom() {
        return hasRoom(0);
    }

    /** Whether it can take some more, and a text so long. */
    boolean hasRoom(int utf16Length) {
        int bytes = (origin == null ? 0 : bytesEstimate) + 3 * utf16Length;
        int count = origin == null ? 0 : operations.size();
        return bytes <= Limits.CHANGE_BYTES_MAX / 2 && count <= Limits.CHANGE_OPERATIONS_MAX / 2;
    }

    /** Performs an operation whose way back is its inverse. @return the counter of its id */
    int perform(Operation operation) {
        return perform(operation, true);
    }

    /** Performs an operation that undo leaves alone: a pin. @return the counter of its id */
    int performUnrecorded(Operation operation) {
        return perform(operation, false);
    }

    private int perform(Operation operation, boolean recorded) {
        open();
        int counter = next;
        if (recorded) {
            history.record(operation, counter, placeBefore(operation));
        }
        state.integrate(operation, origin, counter);
        operations.add(operation);
        next += operation.idCount();
        bytesEstimate += OperationSize.estimate(operation);
        return counter;
    }

    private OpId placeBefore(Operation operation) {
        if (!(operation instanceof Operation.PlaceBlock place)) {
            return null;
        }
        PlaceWrite before = state.block(place.block()).place;
        return state.agents.id(before.origin.agent, before.counter);
    }

    /** When the operation with this id was made, by the open change or one of the log. */
    Origin originOf(OpId id) {
        if (origin != null && id.replica().equals(replica) && id.counter() >= first) {
            return origin;
        }
        return state.log.entry(state.agents.find(id.replica()), id.counter()).origin();
    }

    /** An operation of the open change or of the log, null if there is none with this id. */
    Operation operation(OpId id) {
        int agent = state.agents.find(id.replica());
        return agent == AgentTable.NONE ? null : state.log.operation(agent, id.counter());
    }

    /** The latest of these writes in time order, null if there are none. */
    OpId latest(List<OpId> writes) {
        OpId latest = null;
        for (OpId id : writes) {
            if (latest == null
                    || Origin.compare(state.agents, originOf(id), id.counter(), originOf(latest), latest.counter())
                            > 0) {
                latest = id;
            }
        }
        return latest;
    }

    /** How many operations the open change has. */
    int written() {
        return operations.size();
    }

    /** Closes the open change if nothing was written into it. */
    void closeEmpty() {
        if (operations.isEmpty()) {
            origin = null;
        }
    }

    /** Closes the open change. @return the change, null if none is open */
    Change commit(long wallMillis) {
        if (origin == null) {
            return null;
        }
        Change change =
                new Change(replica, first, origin.stamp, state.log.headsFor(origin.agent), wallMillis, operations);
        state.log.append(change, origin);
        origin = null;
        operations.clear();
        return change;
    }
}
