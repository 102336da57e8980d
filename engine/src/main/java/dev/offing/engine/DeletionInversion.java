package dev.offing.engine;

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
        state.view.refresh();
        if (block.hidden) {
            return;
        }
        Set<Block> shown = DeletedBlocks.below(block);
        shown.removeIf(one -> one.hidden);
        Deletion earlier = new Deletion(author.originOf(since), author.nextCounter(), block, true);
        if (!state.coverage.wouldKeep(earlier, shown)) {
            author.perform(new Operation.DeleteBlock(block.id, author.seen()));
        }
    }

    void restore(Operation.DeleteBlock delete) {
        Block block = state.block(delete.block());
        if (!block.deleted() || !hasOwnWrite(block)) {
            return;
        }
        deletedBlocks.restore(block);
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
