package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is deleted and can be restored: every deleted block that still holds text, cells or blocks, and below
 * it what its deletion hides. Cost: the deleted part of the document.
 */
final class Trash {

    private final DocumentState state;

    Trash(DocumentState state) {
        this.state = state;
    }

    /** Deleted blocks, the latest deletion first, each followed by what went with it, parents first. */
    List<BlockView> list() {
        state.view.refresh();
        List<Block> deleted = state.coverage.deletedBlocks();
        deleted.removeIf(block -> !block.hidden);
        deleted.sort((a, b) -> {
            Deletion ofA = latest(a);
            Deletion ofB = latest(b);
            return Origin.compare(state.agents, ofB.origin(), ofB.counter(), ofA.origin(), ofA.counter());
        });
        List<BlockView> views = new ArrayList<>();
        for (Block top : deleted) {
            List<BlockView> tree = new ArrayList<>();
            boolean text = add(top, null, tree);
            text |= addLeftBehind(top, tree);
            if (text || tree.size() > 1) {
                views.addAll(tree);
            }
        }
        return views;
    }

    /** Adds what the deletion of a block hides elsewhere: what it stood in was moved since, in knowledge of it. */
    private boolean addLeftBehind(Block top, List<BlockView> views) {
        boolean text = false;
        Set<BlockId> listed = new HashSet<>();
        views.forEach(view -> listed.add(view.id()));
        for (Block block : state.coverage.covered()) {
            if (block.hidden
                    && !block.deleted()
                    && !listed.contains(block.id)
                    && DeletedBlocks.isCoveredBy(block, top)) {
                int from = views.size();
                text |= add(block, top.id, views);
                views.subList(from, views.size()).forEach(view -> listed.add(view.id()));
            }
        }
        return text;
    }

    private Deletion latest(Block block) {
        Deletion latest = block.deletions.getFirst();
        for (Deletion deletion : block.deletions) {
            if (Origin.compare(state.agents, deletion.origin(), deletion.counter(), latest.origin(), latest.counter())
                    > 0) {
                latest = deletion;
            }
        }
        return latest;
    }

    /** Adds a hidden block and what is hidden with it. @return whether any of it holds text */
    private boolean add(Block top, BlockId topParent, List<BlockView> views) {
        boolean text = false;
        List<Block> open = new ArrayList<>();
        List<BlockId> parents = new ArrayList<>();
        open.add(top);
        parents.add(topParent);
        while (!open.isEmpty()) {
            Block block = open.removeLast();
            BlockId parent = parents.removeLast();
            boolean own = block == top || !block.deleted();
            if (!block.hidden || !own) {
                continue;
            }
            List<Segment> segments = new ArrayList<>();
            List<Block> joined = Layout.joined(block);
            for (Block part : joined) {
                if (part.hidden && (part == top || !part.deleted())) {
                    segments.add(part.segment);
                }
            }
            ShownText shown = new ShownText(segments);
            text |= shown.lengthUtf16() > 0 || !block.cellList.isEmpty() || block.hasCellContent();
            views.add(new BlockView(
                    block.id,
                    parent,
                    block.type(),
                    shown.richText(),
                    View.values(block.registers),
                    state.database.cells(block),
                    null,
                    null));
            pushFollowers(joined, block == top, parent, open, parents);
            pushChildren(joined, block.id, open, parents);
        }
        return text;
    }

    private static void pushFollowers(
            List<Block> joined, boolean ofTop, BlockId parent, List<Block> open, List<BlockId> parents) {
        for (Block part : joined.reversed()) {
            Block follower = part.autoFollower();
            if (follower != null && (!ofTop || !follower.deleted())) {
                open.add(follower);
                parents.add(parent);
            }
        }
    }

    private static void pushChildren(List<Block> joined, BlockId parent, List<Block> open, List<BlockId> parents) {
        for (Block part : joined.reversed()) {
            for (Block child : part.children.reversed()) {
                open.add(child);
                parents.add(parent);
            }
        }
    }
}
