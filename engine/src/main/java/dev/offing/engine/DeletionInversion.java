package dev.offing.engine;

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
        state.view.refresh();
        if (!state.block(made).hidden) {
            author.perform(new Operation.DeleteBlock(made, author.seen()));
        }
    }

    void deleteAgain(Operation.RestoreBlock restore) {
        Block block = state.block(restore.block());
        state.view.refresh();
        if (!block.hidden && hasOwnWrite(block)) {
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
