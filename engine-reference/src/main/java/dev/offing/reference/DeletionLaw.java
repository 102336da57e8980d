package dev.offing.reference;

import dev.offing.engine.IdRange;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.StrandId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A delete hides only what its author had seen: a character that nobody deleted, in a block's text, and
 * that no deletion of any block had seen, is shown. Judged by the operations alone, not by the rules on
 * what a deletion covers.
 */
final class DeletionLaw {

    private DeletionLaw() {}

    /**
     * @param operations all there are, in time order
     * @param shown what a reader sees
     * @throws IllegalStateException if the law is broken
     */
    static void check(List<TimedOperation> operations, Set<OpId> shown) {
        Set<OpId> deleted = deletedCharacters(operations);
        List<TimedOperation> blockDeletions = operations.stream()
                .filter(timed -> timed.operation() instanceof Operation.DeleteBlock)
                .toList();
        for (TimedOperation timed : operations) {
            if (timed.operation() instanceof Operation.InsertText insert
                    && !(insert.strand() instanceof StrandId.Cell)
                    && blockDeletions.stream().noneMatch(deletion -> deletion.hasSeen(timed.id()))) {
                for (int i = 0; i < insert.idCount(); i++) {
                    OpId character = timed.element(i);
                    if (!deleted.contains(character) && !shown.contains(character)) {
                        throw new IllegalStateException("a delete hides what its author had not seen: " + character);
                    }
                }
            }
        }
    }

    private static Set<OpId> deletedCharacters(List<TimedOperation> operations) {
        Map<OpId, Operation.DeleteText> deletions = new HashMap<>();
        for (TimedOperation timed : operations) {
            switch (timed.operation()) {
                case Operation.DeleteText delete -> deletions.put(timed.id(), delete);
                case Operation.UndeleteText undelete -> deletions.remove(undelete.deletion());
                default -> {}
            }
        }
        Set<OpId> deleted = new HashSet<>();
        for (Operation.DeleteText deletion : deletions.values()) {
            for (IdRange range : deletion.targets()) {
                for (int counter = range.first(); counter < range.end(); counter++) {
                    deleted.add(new OpId(range.replica(), counter));
                }
            }
        }
        return deleted;
    }
}
