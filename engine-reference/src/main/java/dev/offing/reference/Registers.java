package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Operation;
import dev.offing.engine.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** MERGE-40 and MERGE-41, as far as they show: the latest write of each register wins. */
final class Registers {

    private final Map<BlockId, SortedMap<String, Value>> winners = new HashMap<>();
    private final Map<BlockId, String> firstTypes = new HashMap<>();

    /** @param operations in time order */
    Registers(List<TimedOperation> operations) {
        for (TimedOperation timed : operations) {
            switch (timed.operation()) {
                case Operation.SetProperty write ->
                    winners.computeIfAbsent(write.block(), b -> new TreeMap<>()).put(write.key(), write.value());
                case Operation.NewBlock made -> firstTypes.put(new BlockId(timed.id()), made.type());
                case Operation.SplitBlock split -> firstTypes.put(new BlockId(timed.id()), split.type());
                default -> {}
            }
        }
    }

    String type(BlockId block) {
        Value written = winners.getOrDefault(block, new TreeMap<>()).get(Operation.TYPE);
        return written instanceof Value.Text text ? text.value() : firstTypes.get(block);
    }

    /** @param block null for the document's own */
    SortedMap<String, Value> properties(BlockId block) {
        SortedMap<String, Value> shown = new TreeMap<>(winners.getOrDefault(block, new TreeMap<>()));
        shown.values().removeIf(Value.ABSENT::equals);
        if (block != null) {
            shown.remove(Operation.TYPE);
        }
        return shown;
    }
}
