package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
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
            for (TimedOperation deletion : remainingDeletions(block, operations)) {
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

    /** MERGE-31 and MERGE-32 for one deletion. */
    private void cover(TimedOperation deletion, BlockId target) {
        Map<BlockId, Set<ReplicaId>> keepers = new LinkedHashMap<>();
        keepers.put(target, unseenWriters(deletion, target));
        below(deletion, target).forEach((block, unseenPlacers) -> {
            Set<ReplicaId> kept = unseenWriters(deletion, block);
            if (hasContent(deletion, block)) {
                kept.addAll(unseenPlacers);
            }
            keepers.put(block, kept);
        });
        for (BlockId block : inheritors(deletion, target)) {
            keepers.put(block, unseenWriters(deletion, block));
        }
        keepTables(keepers);
        keepers.forEach((block, kept) ->
                keepersByDeletion.computeIfAbsent(block, b -> new HashMap<>()).put(deletion, kept));
    }

    /**
     * MERGE-31 b.
     *
     * @return what is covered below the target, with who brought it, or something it stands in, there
     *     unseen by the deletion (MERGE-32)
     */
    private Map<BlockId, Set<ReplicaId>> below(TimedOperation deletion, BlockId target) {
        Map<BlockId, Set<ReplicaId>> below = new LinkedHashMap<>();
        addChildrenAndContinuations(deletion, target, Set.of(), true, below);
        return below;
    }

    /** @param joined whether the host is the target or joined into it, whose followers stand beside the target */
    private void addChildrenAndContinuations(
            TimedOperation deletion,
            BlockId host,
            Set<ReplicaId> placers,
            boolean joined,
            Map<BlockId, Set<ReplicaId>> below) {
        places.children(host).forEach(child -> addPlaced(deletion, child, placers, false, below));
        places.continuations(host).forEach(part -> addPlaced(deletion, part, placers, joined, below));
        BlockId follower = joined ? null : follower(host, deletion);
        if (follower != null) {
            below.put(follower, placers);
            addChildrenAndContinuations(deletion, follower, placers, false, below);
        }
    }

    private void addPlaced(
            TimedOperation deletion,
            BlockId block,
            Set<ReplicaId> placersAbove,
            boolean joined,
            Map<BlockId, Set<ReplicaId>> below) {
        TimedOperation by = places.standing(block).by();
        if (by.hasSeen(deletion.id())) {
            return;
        }
        Set<ReplicaId> placers = new TreeSet<>(placersAbove);
        if (!deletion.hasSeen(by.id())) {
            placers.add(by.id().replica());
        }
        below.put(block, placers);
        addChildrenAndContinuations(deletion, block, placers, joined, below);
    }

    /** The target and its continuations, as far as they were joined without knowledge of the deletion. */
    private List<BlockId> group(TimedOperation deletion, BlockId host) {
        List<BlockId> group = new ArrayList<>(List.of(host));
        for (BlockId continuation : places.continuations(host)) {
            if (!places.standing(continuation).by().hasSeen(deletion.id())) {
                group.addAll(group(deletion, continuation));
            }
        }
        return group;
    }

    /** The Auto follower of a block as if nothing had been split off in knowledge of the deletion; null if none. */
    private BlockId follower(BlockId block, TimedOperation deletion) {
        BlockId next = places.next(block);
        while (next != null && madeKnowing(next, deletion)) {
            next = places.next(next);
        }
        return next != null && places.standing(next).isAuto() ? next : null;
    }

    /** MERGE-31 c. */
    private List<BlockId> inheritors(TimedOperation deletion, BlockId target) {
        List<BlockId> inheritors = new ArrayList<>();
        for (BlockId member : group(deletion, target)) {
            BlockId follower = follower(member, deletion);
            while (follower != null && !deletion.hasSeen(follower.op())) {
                inheritors.add(follower);
                follower = follower(follower, deletion);
            }
        }
        return inheritors;
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

    /** MERGE-32, tables: a rescued row or column keeps the block it is placed in, and so on upwards. */
    private void keepTables(Map<BlockId, Set<ReplicaId>> keepers) {
        boolean grew = true;
        while (grew) {
            grew = false;
            for (BlockId part : keepers.keySet()) {
                Set<ReplicaId> kept = keepers.get(part);
                if (isTablePart(part) && places.standing(part).place() instanceof Place.Child child) {
                    Set<ReplicaId> table = child.parent() == null ? null : keepers.get(child.parent());
                    grew |= table != null && table.addAll(kept);
                }
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
