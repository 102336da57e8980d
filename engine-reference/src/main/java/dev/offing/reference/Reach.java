package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Place;
import dev.offing.engine.ReplicaId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** MERGE-31: what one deletion reaches, by the places from which people who knew of it took the blocks. */
final class Reach {

    private final Places places;
    private final TimedOperation deletion;
    private final BlockId target;

    /** Without the blocks that were made in knowledge of the deletion. */
    private final Map<BlockId, Places.Standing> standings = new LinkedHashMap<>();

    /** Each reached block with who brought it, or something it stands in, there unseen by the deletion (MERGE-32). */
    private final Map<BlockId, Set<ReplicaId>> placers = new LinkedHashMap<>();

    Reach(Places places, TimedOperation deletion, BlockId target) {
        this.places = places;
        this.deletion = deletion;
        this.target = target;
        for (BlockId block : places.blocks()) {
            Places.Standing standing = places.standingBefore(block, deletion);
            if (standing != null && !block.equals(target)) {
                standings.put(block, standing);
            }
        }
        placers.put(target, Set.of());
        addBelow(target, Set.of(), true);
        for (BlockId member : group(target)) {
            addFollowers(member);
        }
    }

    Map<BlockId, Set<ReplicaId>> placers() {
        return placers;
    }

    /** Whether the deletion covers a block it reaches: not if that was placed in knowledge of it. */
    boolean covers(BlockId block) {
        return block.equals(target) || !places.standing(block).by().hasSeen(deletion.id());
    }

    /** The block it stands in as a child, as far as the deletion goes; null if it is none, or of the top level. */
    BlockId parent(BlockId block) {
        Places.Standing standing = standings.get(block);
        return standing != null && standing.place() instanceof Place.Child child ? child.parent() : null;
    }

    private BlockId host(BlockId block) {
        return standings.get(block).place() instanceof Place.Continuation continuation ? continuation.host() : null;
    }

    /** @param joined whether the block is the target or joined into it, whose followers stand beside the target */
    private void addBelow(BlockId block, Set<ReplicaId> placersAbove, boolean joined) {
        for (BlockId other : standings.keySet()) {
            if (block.equals(parent(other))) {
                addPlaced(other, placersAbove, false);
            } else if (block.equals(host(other))) {
                addPlaced(other, placersAbove, joined);
            }
        }
        BlockId follower = joined ? null : follower(block);
        if (follower != null) {
            placers.put(follower, placersAbove);
            addBelow(follower, placersAbove, false);
        }
    }

    private void addPlaced(BlockId block, Set<ReplicaId> placersAbove, boolean joined) {
        TimedOperation by = standings.get(block).by();
        Set<ReplicaId> all = new TreeSet<>(placersAbove);
        if (!deletion.hasSeen(by.id())) {
            all.add(by.id().replica());
        }
        placers.put(block, all);
        addBelow(block, all, joined);
    }

    private List<BlockId> group(BlockId host) {
        List<BlockId> group = new ArrayList<>(List.of(host));
        for (BlockId other : standings.keySet()) {
            if (host.equals(host(other))) {
                group.addAll(group(other));
            }
        }
        return group;
    }

    /** MERGE-31 c. */
    private void addFollowers(BlockId member) {
        BlockId follower = follower(member);
        while (follower != null && !deletion.hasSeen(follower.op())) {
            placers.put(follower, Set.of());
            follower = follower(follower);
        }
    }

    /** The Auto follower of a block, those passed over that were split off in knowledge of the deletion; null if none. */
    private BlockId follower(BlockId block) {
        BlockId next = places.next(block);
        while (next != null && places.making(next).hasSeen(deletion.id())) {
            next = places.next(next);
        }
        return next != null
                        && standings.containsKey(next)
                        && standings.get(next).isAuto()
                ? next
                : null;
    }
}
