package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A register into which several wrote at once, and not the same (MERGE-40).
 *
 * @param block whose, null = the document's own
 * @param key the name of the property, {@link Operation#TYPE} for the type of the block
 * @param shown the write that is shown
 * @param losers those that say something else, in time order
 */
public record Disagreement(BlockId block, String key, RegisterWrite<Value> shown, List<RegisterWrite<Value>> losers) {

    /** Those of the document and of all blocks that are shown, in document order. */
    static List<Disagreement> of(DocumentState state, Shown root) {
        List<Disagreement> found = new ArrayList<>();
        add(null, state.properties, state.log, found);
        for (Shown child : root.children) {
            addBelow(child, state.log, found);
        }
        return found;
    }

    private static void addBelow(Shown shown, ChangeLog log, List<Disagreement> found) {
        add(shown.block.id, shown.block.registers, log, found);
        for (Shown child : shown.children) {
            addBelow(child, log, found);
        }
    }

    private static void add(
            BlockId block, Map<String, Register<Value>> registers, ChangeLog log, List<Disagreement> found) {
        registers.forEach((key, register) -> {
            if (register.writes().size() > 1) {
                Register.Write<Value> winner = register.winner();
                List<RegisterWrite<Value>> others = new ArrayList<>(register.losers(log));
                others.removeIf(loser -> loser.value().equals(winner.value()));
                if (!others.isEmpty()) {
                    RegisterWrite<Value> shown = new RegisterWrite<>(
                            winner.value(), log.attribution(winner.origin().agent, winner.counter()));
                    found.add(new Disagreement(block, key, shown, others));
                }
            }
        });
    }
}
