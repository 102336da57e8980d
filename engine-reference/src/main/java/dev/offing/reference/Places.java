package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.StrandId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MERGE-20 to MERGE-23 without deletions: the blocks, what each owns of its strand, and where each
 * stands by its places.
 */
final class Places {

    /**
     * @param place null = Auto
     * @param by the operation that won: the block's NewBlock or SplitBlock, or a PlaceBlock
     */
    record Standing(Place place, TimedOperation by) {
        boolean isAuto() {
            return place == null;
        }
    }

    private final Map<BlockId, StrandId.OfBlock> strands = new LinkedHashMap<>();
    private final Map<BlockId, TimedOperation> makings = new HashMap<>();
    private final Map<BlockId, List<Element>> ownElements = new HashMap<>();
    private final Map<BlockId, BlockId> preceding = new HashMap<>();
    private final Map<BlockId, BlockId> following = new HashMap<>();
    private final Map<BlockId, Standing> standings = new HashMap<>();

    /** Every place a block had, in time order; without those that were skipped. */
    private final Map<BlockId, List<Standing>> taken = new HashMap<>();

    private final List<TimedOperation> skipped = new ArrayList<>();

    /** @param operations in time order */
    Places(List<TimedOperation> operations, Strands texts) {
        for (TimedOperation timed : operations) {
            BlockId block = new BlockId(timed.id());
            switch (timed.operation()) {
                case Operation.NewBlock made -> {
                    strands.put(block, new StrandId.OfBlock(block));
                    standings.put(block, new Standing(made.place(), timed));
                }
                case Operation.SplitBlock split -> {
                    strands.put(block, (StrandId.OfBlock) split.strand());
                    standings.put(block, new Standing(null, timed));
                }
                default -> {}
            }
        }
        standings.forEach((block, standing) -> {
            makings.put(block, standing.by());
            taken.put(block, new ArrayList<>(List.of(standing)));
        });
        for (StrandId.OfBlock strand : List.copyOf(strands.values())) {
            if (!ownElements.containsKey(strand.head())) {
                cutAtBoundaries(strand, texts.elements(strand));
            }
        }
        replay(operations);
    }

    private void cutAtBoundaries(StrandId.OfBlock strand, List<Element> elements) {
        BlockId current = strand.head();
        ownElements.put(current, new ArrayList<>());
        for (Element element : elements) {
            if (element.isBoundary()) {
                BlockId next = new BlockId(element.id());
                preceding.put(next, current);
                following.put(current, next);
                ownElements.put(next, new ArrayList<>());
                current = next;
            } else {
                ownElements.get(current).add(element);
            }
        }
    }

    /** MERGE-21. */
    private void replay(List<TimedOperation> operations) {
        for (TimedOperation timed : operations) {
            if (timed.operation() instanceof Operation.PlaceBlock move) {
                Standing wanted = new Standing(move.place(), timed);
                if (isOnPathFrom(anchorOf(move.block(), wanted), move.block())) {
                    skipped.add(timed);
                } else {
                    standings.put(move.block(), wanted);
                    taken.get(move.block()).add(wanted);
                }
            }
        }
    }

    private boolean isOnPathFrom(BlockId start, BlockId wanted) {
        for (BlockId at = start; at != null; at = anchor(at)) {
            if (at.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private BlockId anchorOf(BlockId block, Standing standing) {
        return switch (standing.place()) {
            case null -> preceding.get(block);
            case Place.Child child -> child.parent();
            case Place.Continuation continuation -> continuation.host();
        };
    }

    /** What a block hangs on: its parent, its host or its preceding block; null = the top level. */
    BlockId anchor(BlockId block) {
        return anchorOf(block, standings.get(block));
    }

    /** Place operations that would have made a block its own ancestor. */
    List<TimedOperation> skipped() {
        return skipped;
    }

    /** All blocks ever made, in time order. */
    Iterable<BlockId> blocks() {
        return strands.keySet();
    }

    /** The block's NewBlock or SplitBlock. */
    TimedOperation making(BlockId block) {
        return makings.get(block);
    }

    Standing standing(BlockId block) {
        return standings.get(block);
    }

    /**
     * MERGE-31: the place from which people who knew of a deletion took a block: from its place back, each
     * time to the latest one its author had seen, to the first that had not seen the deletion. Null if the
     * block was made in knowledge of it.
     */
    Standing standingBefore(BlockId block, TimedOperation deletion) {
        List<Standing> places = taken.get(block);
        Standing at = places.getLast();
        for (Standing earlier : places.reversed()) {
            if (at.by().hasSeen(deletion.id()) && at.by().hasSeen(earlier.by().id())) {
                at = earlier;
            }
        }
        return at.by().hasSeen(deletion.id()) ? null : at;
    }

    StrandId strand(BlockId block) {
        return strands.get(block);
    }

    /** Elements between its boundary and the next one, deleted ones included. */
    List<Element> ownElements(BlockId block) {
        return ownElements.get(block);
    }

    /** The block of the next boundary in the strand, wherever it stands; null after the last. */
    BlockId next(BlockId block) {
        return following.get(block);
    }

    /** Blocks with an explicit place under a parent, in order. @param parent null = top level */
    List<BlockId> children(BlockId parent) {
        Map<BlockId, PositionKey> keys = new HashMap<>();
        standings.forEach((block, standing) -> {
            if (standing.place() instanceof Place.Child child && equal(child.parent(), parent)) {
                keys.put(block, child.key());
            }
        });
        return byKey(keys);
    }

    /** Blocks joined directly into a host, in order. */
    List<BlockId> continuations(BlockId host) {
        Map<BlockId, PositionKey> keys = new HashMap<>();
        standings.forEach((block, standing) -> {
            if (standing.place() instanceof Place.Continuation continuation
                    && continuation.host().equals(host)) {
                keys.put(block, continuation.key());
            }
        });
        return byKey(keys);
    }

    /** Continuations at any depth, depth first. */
    List<BlockId> allContinuations(BlockId host) {
        List<BlockId> all = new ArrayList<>();
        for (BlockId continuation : continuations(host)) {
            all.add(continuation);
            all.addAll(allContinuations(continuation));
        }
        return all;
    }

    /** The Auto block right after the block in its strand, null if there is none. */
    BlockId ownFollower(BlockId block) {
        BlockId next = following.get(block);
        return next != null && standings.get(next).isAuto() ? next : null;
    }

    /** MERGE-22: its own Auto follower, then those of its continuations. */
    List<BlockId> followers(BlockId block) {
        List<BlockId> followers = new ArrayList<>();
        List<BlockId> group = new ArrayList<>(List.of(block));
        group.addAll(allContinuations(block));
        for (BlockId member : group) {
            if (ownFollower(member) != null) {
                followers.add(ownFollower(member));
            }
        }
        return followers;
    }

    private static List<BlockId> byKey(Map<BlockId, PositionKey> keys) {
        List<BlockId> order = new ArrayList<>(keys.keySet());
        order.sort(Comparator.comparing((BlockId block) -> keys.get(block)).thenComparing(block -> block));
        return order;
    }

    private static boolean equal(BlockId a, BlockId b) {
        return a == null ? b == null : a.equals(b);
    }
}
