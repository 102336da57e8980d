package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes own deletions, restores and makings of blocks back (MERGE-50, MERGE-52). */
final class DeletionInversion {

    private final DocumentState state;
    private final Author author;
    private final DeletedBlocks deletedBlocks;

    DeletionInversion(DocumentState state, Author author, DeletedBlocks deletedBlocks) {
        this.state = state;
        this.author = author;
        this.deletedBlocks = deletedBlocks;
    }

    void deleteMade(BlockId made) {
        delete(state.block(made), made.op());
    }

    /** @param own id of the restore */
    void deleteAgain(Operation.RestoreBlock restore, OpId own) {
        Block block = state.block(restore.block());
        if (hasOwnWrite(block)) {
            delete(block, own);
        }
    }

    /**
     * Deletes a block unless that would hide what others wrote since an own operation: what a deletion
     * by somebody who knew no more of them than that operation could not hide.
     */
    private void delete(Block block, OpId since) {
        Set<Block> shown = DeletedBlocks.below(block);
        if (block.shown == null || isAnyDeleted(shown)) {
            // What earlier deletions of this undo hid is not told by the blocks above this one alone.
            state.view.refresh();
        }
        if (block.shown == null ? block.hidden : !state.view.isShown(block)) {
            return;
        }
        shown.removeIf(one -> one.hidden);
        Deletion earlier = new Deletion(author.originOf(since), author.nextCounter(), block, true);
        if (!state.coverage.wouldKeep(earlier, shown)) {
            state.view.deleting(() -> author.perform(new Operation.DeleteBlock(block.id, author.seen())));
        }
    }

    private static boolean isAnyDeleted(Set<Block> blocks) {
        for (Block block : blocks) {
            if (block.deleted()) {
                return true;
            }
        }
        return false;
    }

    /** @param deletions in the order in which they are taken back */
    void restore(List<Operation.DeleteBlock> deletions) {
        List<Block> blocks = new ArrayList<>();
        for (Operation.DeleteBlock delete : deletions) {
            Block block = state.block(delete.block());
            if (block.deleted() && hasOwnWrite(block)) {
                blocks.add(block);
            }
        }
        deletedBlocks.restoreAll(blocks);
    }

    /** Whether an own write of the deletion register is in force: nobody else decided since. */
    private boolean hasOwnWrite(Block block) {
        int agent = state.agents.find(author.replica());
        for (Deletion write : block.deletions) {
            if (write.origin().agent == agent) {
                return true;
            }
        }
        return false;
    }
}
