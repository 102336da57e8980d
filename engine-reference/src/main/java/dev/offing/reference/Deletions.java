package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.Survivor;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** MERGE-30 to MERGE-34: the survivor rule, by its definition, deletion by deletion. */
final class Deletions {

    private final Strands strands;
    private final Places places;
    private final Registers registers;
    private final Cells cells;

    /** For each block, the deletions that cover it and who kept it from each: nobody = hidden. */
    private final Map<BlockId, Map<TimedOperation, Set<ReplicaId>>> keepersByDeletion = new HashMap<>();

    /** @param operations in time order */
    Deletions(List<TimedOperation> operations, Strands strands, Places places, Registers registers, Cells cells) {
        this.strands = strands;
        this.places = places;
        this.registers = registers;
        this.cells = cells;
        for (BlockId block : places.blocks()) {
            for (TimedOperation deletion : deletionsInForce(block, operations)) {
                cover(deletion, block);
            }
        }
    }

    /** MERGE-33. */
    boolean isHidden(BlockId block) {
        return covering(block).values().stream().anyMatch(Set::isEmpty);
    }

    /** Whether a deletion of one block that is in force covers another. */
    boolean isCoveredBy(BlockId block, BlockId deleted) {
        for (TimedOperation deletion : covering(block).keySet()) {
            if (((Operation.DeleteBlock) deletion.operation()).block().equals(deleted)) {
                return true;
            }
        }
        return false;
    }

    /** MERGE-34; null if nothing covers the block. */
    Survivor badge(BlockId block) {
        Map<TimedOperation, Set<ReplicaId>> covering = covering(block);
        if (covering.isEmpty()) {
            return null;
        }
        Set<OpId> deletions = new TreeSet<>();
        Set<ReplicaId> keepers = new TreeSet<>();
        covering.forEach((deletion, kept) -> {
            deletions.add(deletion.id());
            keepers.addAll(kept);
        });
        return new Survivor(List.copyOf(deletions), List.copyOf(keepers));
    }

    private Map<TimedOperation, Set<ReplicaId>> covering(BlockId block) {
        return keepersByDeletion.getOrDefault(block, Map.of());
    }

    /** MERGE-30: the deletions of a block that is deleted, none if it is not. */
    static List<TimedOperation> remainingDeletions(BlockId block, List<TimedOperation> operations) {
        List<TimedOperation> writes = new ArrayList<>();
        for (TimedOperation timed : operations) {
            boolean concerns = switch (timed.operation()) {
                case Operation.DeleteBlock delete -> delete.block().equals(block);
                case Operation.RestoreBlock restore -> restore.block().equals(block);
                default -> false;
            };
            if (concerns) {
                writes.removeIf(earlier -> timed.hasSeen(earlier.id()));
                writes.add(timed);
            }
        }
        boolean deleted = writes.stream().allMatch(write -> write.operation() instanceof Operation.DeleteBlock);
        return deleted ? writes : List.of();
    }

    /** MERGE-30: the deletions of a deleted block that are in force. */
    private static List<TimedOperation> deletionsInForce(BlockId block, List<TimedOperation> operations) {
        if (remainingDeletions(block, operations).isEmpty()) {
            return List.of();
        }
        List<TimedOperation> deletions = new ArrayList<>();
        List<TimedOperation> restores = new ArrayList<>();
        for (TimedOperation timed : operations) {
            switch (timed.operation()) {
                case Operation.DeleteBlock delete when delete.block().equals(block) -> deletions.add(timed);
                case Operation.RestoreBlock restore when restore.block().equals(block) -> restores.add(timed);
                default -> {}
            }
        }
        List<TimedOperation> inForce = new ArrayList<>(deletions);
        inForce.removeIf(deletion -> restores.stream()
                .anyMatch(restore -> !deletion.hasSeen(restore.id())
                        && deletions.stream()
                                .noneMatch(other -> other.hasSeen(restore.id()) && !other.hasSeen(deletion.id()))));
        return inForce;
    }

    /** MERGE-31 and MERGE-32 for one deletion. */
    private void cover(TimedOperation deletion, BlockId target) {
        Reach reach = new Reach(places, deletion, target);
        Map<BlockId, Set<ReplicaId>> keepers = new LinkedHashMap<>();
        reach.placers().forEach((block, unseenPlacers) -> {
            Set<ReplicaId> kept = unseenWriters(deletion, block);
            if (hasContent(deletion, block)) {
                kept.addAll(unseenPlacers);
            }
            keepers.put(block, kept);
        });
        keepTables(keepers, reach);
        keepers.forEach((block, kept) -> {
            if (reach.covers(block)) {
                keepersByDeletion.computeIfAbsent(block, b -> new HashMap<>()).put(deletion, kept);
            }
        });
    }

    /** MERGE-32, words and cells. */
    private Set<ReplicaId> unseenWriters(TimedOperation deletion, BlockId block) {
        Set<ReplicaId> writers = new HashSet<>();
        for (Element element : heldElements(deletion, block)) {
            if (!deletion.hasSeen(element.id())) {
                writers.add(element.id().replica());
            }
        }
        for (TimedOperation edit : cells.edits(block)) {
            if (!deletion.hasSeen(edit.id()) && !edit.hasSeen(deletion.id())) {
                writers.add(edit.id().replica());
            }
        }
        return writers;
    }

    /** MERGE-32, tables: a rescued row or column keeps the block it stood in, and so on upwards. */
    private void keepTables(Map<BlockId, Set<ReplicaId>> keepers, Reach reach) {
        boolean grew = true;
        while (grew) {
            grew = false;
            for (BlockId part : keepers.keySet()) {
                Set<ReplicaId> table = isTablePart(part) ? keepers.get(reach.parent(part)) : null;
                grew |= table != null && table.addAll(keepers.get(part));
            }
        }
    }

    private boolean isTablePart(BlockId block) {
        String type = registers.type(block);
        return type.equals(ReferenceView.ROW) || type.equals(ReferenceView.COLUMN);
    }

    private boolean hasContent(TimedOperation deletion, BlockId block) {
        boolean hasUrl = registers.properties(block).get("url") instanceof Value.Text url
                && !url.value().isEmpty();
        boolean editedKnowing = cells.edits(block).stream().anyMatch(edit -> edit.hasSeen(deletion.id()));
        return hasUrl
                || editedKnowing
                || cells.holdsAnything(block)
                || !heldElements(deletion, block).isEmpty();
    }

    /** Characters a block holds, as far as those who did not know the deletion are concerned. */
    private List<Element> heldElements(TimedOperation deletion, BlockId block) {
        List<Element> held = new ArrayList<>(places.ownElements(block));
        BlockId next = places.next(block);
        while (next != null && madeKnowing(next, deletion)) {
            for (Element element : places.ownElements(next)) {
                if (!strands.making(element).hasSeen(deletion.id())) {
                    held.add(element);
                }
            }
            next = places.next(next);
        }
        for (StrandId strand : strands.written()) {
            if (strand instanceof StrandId.Cell cell
                    && (cell.row().equals(block) || cell.column().equals(block))) {
                held.addAll(strands.elements(strand));
            }
        }
        held.removeIf(element -> !strands.isVisibleWithout(deletion, element));
        return held;
    }

    private boolean madeKnowing(BlockId block, TimedOperation deletion) {
        return places.making(block).hasSeen(deletion.id());
    }
}
