package dev.offing.engine;

import java.util.List;

/**
 * One replica of one document: the place where local edits and remote changes meet. Not thread-safe;
 * one owner at a time.
 *
 * <p>Local commands act on the view as it is now and collect in an open change until {@link
 * #commit}. Remote changes are refused while a change is open. Positions are UTF-16 offsets into the
 * shown text; an offset inside a surrogate pair is moved outward.
 */
public final class Document {

    private Document() {}

    /** An empty document: no title, no blocks. */
    public static Document create(ReplicaId local) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a snapshot.
     *
     * @throws CodecException if the bytes are corrupt, too old or too new; nothing is built then
     */
    public static Document load(byte[] snapshot, ReplicaId local) {
        throw new UnsupportedOperationException();
    }

    /** Snapshot. Replicas that have seen the same changes write the same bytes. No change may be open. */
    public byte[] save() {
        throw new UnsupportedOperationException();
    }

    public ReplicaId local() {
        throw new UnsupportedOperationException();
    }

    /** From the next change on writes as another replica; undo of earlier groups is forgotten. No change may be open. */
    public void adoptReplica(ReplicaId replica) {
        throw new UnsupportedOperationException();
    }

    // ---- changes ----

    /** Result of {@link #apply}. */
    public sealed interface Applied {
        /** The change, and pending ones that waited for it, took effect. */
        record Done() implements Applied {}

        /** Already seen; nothing happened. */
        record Duplicate() implements Applied {}

        /** Kept, invisible, until its causes arrive. @param missing the first missing operation of each */
        record Pending(List<OpId> missing) implements Applied {}
    }

    /**
     * Merges a change of another replica, or of this one (after a reload).
     *
     * @throws InvalidChangeException if the change breaks a rule (stamp not exact, unknown target,
     *     boundary deleted, …); the document is untouched
     * @throws IllegalStateException if a local change is open
     */
    public Applied apply(Change change) {
        throw new UnsupportedOperationException();
    }

    /** Everything applied; pending changes excluded. */
    public VersionVector version() {
        throw new UnsupportedOperationException();
    }

    /** Applied changes the vector has not seen, causes first. Cost: the size of the log. */
    public List<Change> changesSince(VersionVector seen) {
        throw new UnsupportedOperationException();
    }

    /** Changes that wait for their causes. */
    public List<Change> pending() {
        throw new UnsupportedOperationException();
    }

    /**
     * Closes the open change.
     *
     * @param wallMillis the author's clock, for people only
     * @return the change, null if no command had an effect
     */
    public Change commit(long wallMillis) {
        throw new UnsupportedOperationException();
    }

    /** What the view gained since the last call (or since create or load), local and remote alike. */
    public Patch takePatch() {
        throw new UnsupportedOperationException();
    }

    /** The whole view. Cost: the size of the document. */
    public DocumentView view() {
        throw new UnsupportedOperationException();
    }

    /** Everything deleted that still holds text or children, as it was, newest deletion first. */
    public List<BlockView> trash() {
        throw new UnsupportedOperationException();
    }

    // ---- local commands; each throws IllegalArgumentException for an unknown or invisible target or an offset outside
    // the text ----

    /** Types text; it gets the marks a caret there shows (MERGE-13). */
    public void insert(TextTarget target, int offset, String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * Types text with exactly these marks (typist-sees with the toolbar's toggles, MERGE-13).
     *
     * @param marks type to value; growing and non-growing types alike
     */
    public void insert(TextTarget target, int offset, String text, java.util.Map<String, Value> marks) {
        throw new UnsupportedOperationException();
    }

    public void delete(TextTarget target, int start, int end) {
        throw new UnsupportedOperationException();
    }

    /** @param value for comments the comment's id as {@link Value.Text} */
    public void mark(TextTarget target, int start, int end, String type, Value value) {
        throw new UnsupportedOperationException();
    }

    /** @param value for types with instances the instance to remove, otherwise ignored */
    public void unmark(TextTarget target, int start, int end, String type, Value value) {
        throw new UnsupportedOperationException();
    }

    /** Enter inside a text. @param type type of the new block @return the new block, which holds what followed the offset */
    public BlockId split(BlockId block, int offset, String type) {
        throw new UnsupportedOperationException();
    }

    /** Backspace at the start: the block's text goes to the end of {@code into}, its children follow. */
    public void join(BlockId block, BlockId into) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param parent null = top level
     * @param after the visible sibling it shall follow, null = first
     */
    public BlockId newBlock(BlockId parent, BlockId after, String type) {
        throw new UnsupportedOperationException();
    }

    /** Parameters as for {@link #newBlock}. A move under itself is refused with IllegalArgumentException. */
    public void move(BlockId block, BlockId parent, BlockId after) {
        throw new UnsupportedOperationException();
    }

    /** Hides the block and its whole visible subtree. */
    public void delete(BlockId block) {
        throw new UnsupportedOperationException();
    }

    /** Brings a deleted block back, where it was. */
    public void restore(BlockId block) {
        throw new UnsupportedOperationException();
    }

    public void setType(BlockId block, String type) {
        throw new UnsupportedOperationException();
    }

    /** @param block null = the document's own property @param value {@link Value#ABSENT} to unset */
    public void setProperty(BlockId block, String key, Value value) {
        throw new UnsupportedOperationException();
    }

    // ---- undo: groups of this replica's own changes, in this session or reloaded ----

    /** Following commits extend the last undo group instead of opening one, until {@link #endUndoGroup}. */
    public void endUndoGroup() {
        throw new UnsupportedOperationException();
    }

    /** Takes back the newest own group that still has an effect, into the open change. @return false if there is none */
    public boolean undo() {
        throw new UnsupportedOperationException();
    }

    public boolean redo() {
        throw new UnsupportedOperationException();
    }

    public boolean canUndo() {
        throw new UnsupportedOperationException();
    }

    public boolean canRedo() {
        throw new UnsupportedOperationException();
    }

    // ---- carets ----

    /** A caret that follows the text. @param afterLeft sticks to the character on its left */
    public Caret caret(TextTarget target, int offset, boolean afterLeft) {
        throw new UnsupportedOperationException();
    }

    /** Where the caret is now, null if nothing near it is shown any more. */
    public CaretPosition resolve(Caret caret) {
        throw new UnsupportedOperationException();
    }

    public record Caret(StrandId strand, Anchor anchor) {}

    public record CaretPosition(TextTarget target, int offset) {}
}
