package dev.offing.engine;

import java.util.List;

/**
 * Operations committed together: applied wholly or not at all, and one entry of the log.
 *
 * @param replica who made it
 * @param firstCounter counter of its first operation; equals the number of ids its replica had used
 * @param stamp exact Lamport stamp, shared by all its operations: 1 + the greatest stamp among its
 *     causes (the heads and its replica's previous change), 1 without causes
 * @param heads the newest changes its author had seen that are not its own replica's and not causes
 *     of each other: the id of the last operation of each, sorted
 * @param wallMillis when the author's clock said it was made, for people only; no rule reads it
 * @param operations at least one
 */
public record Change(
        ReplicaId replica,
        int firstCounter,
        long stamp,
        List<OpId> heads,
        long wallMillis,
        List<Operation> operations) {

    /** Copies its lists; refuses what is out of bounds with an {@link IllegalArgumentException}. */
    public Change {
        heads = copyOf(heads);
        operations = copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("change has no operations");
        }
        if (firstCounter < 0 || stamp < 1 || stamp > Limits.STAMP_MAX) {
            throw new IllegalArgumentException("change header is out of bounds");
        }
    }

    /** Most changes have no heads and one operation; what is made for them is made often. */
    private static <T> List<T> copyOf(List<T> list) {
        return switch (list.size()) {
            case 0 -> List.of();
            case 1 -> List.of(list.get(0));
            default -> List.copyOf(list);
        };
    }

    /**
     * Counters it takes.
     *
     * @return of all operations together. Cost: the length of the operations
     */
    public int idCount() {
        int count = 0;
        for (Operation operation : operations) {
            count += operation.idCount();
        }
        return count;
    }
}
