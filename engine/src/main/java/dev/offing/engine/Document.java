package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One replica of one document: the place where local edits and remote changes meet. Not thread-safe;
 * one owner at a time.
 *
 * <p>Local commands act on the view as it is now and collect in an open change until {@link
 * #commit}. Remote changes are refused while a change is open. Positions are UTF-16 offsets into the
 * shown text; an offset inside a surrogate pair is moved outward.
 */
public final class Document {

    private final DocumentState state;
    private final Inbox inbox;
    private final Author author;
    private final TextLocator locator;
    private final TextCommands texts;
    private final BlockCommands blocks;
    private final DatabaseCommands cells;
    private final Database database;
    private final Inversion inversion;
    private final Slots slots;
    private final Carets carets;

    private Document(ReplicaId local, int leafSpans, int fanout) {
        state = new DocumentState(local, leafSpans, fanout);
        inbox = new Inbox(state);
        author = new Author(state, local);
        locator = new TextLocator(state);
        slots = new Slots(state, author, false);
        texts = new TextCommands(state, author, locator);
        blocks = new BlockCommands(state, author, locator, slots);
        cells = new DatabaseCommands(state, author, locator);
        database = new Database(cells);
        inversion = new Inversion(state, author, texts, blocks, cells, new Slots(state, author, true));
        carets = new Carets(state, locator);
    }

    private void checkClosed() {
        if (author.isOpen()) {
            throw new IllegalStateException("a local change is open");
        }
    }

    /**
     * An empty document: no title, no blocks.
     *
     * @param local who writes here; no other writer, in no other copy, has this id
     * @return the document
     */
    public static Document create(ReplicaId local) {
        return create(local, Strand.LEAF_SPANS, Strand.FANOUT);
    }

    /** For tests: strands with small nodes reach every split with few elements; each at least 2. */
    static Document create(ReplicaId local, int leafSpans, int fanout) {
        return new Document(local, leafSpans, fanout);
    }

    /**
     * Opens a snapshot.
     *
     * @param snapshot as {@link #save} wrote it; not kept
     * @param local who writes here, as for {@link #create}
     * @return the document, its view already published: the first patch has what came after
     * @throws CodecException if the bytes are corrupt, too old or too new; nothing is built then
     */
    public static Document load(byte[] snapshot, ReplicaId local) {
        return load(snapshot, local, Strand.LEAF_SPANS, Strand.FANOUT);
    }

    /** For tests, see {@link #create(ReplicaId, int, int)}. */
    static Document load(byte[] snapshot, ReplicaId local, int leafSpans, int fanout) {
        Document document = new Document(local, leafSpans, fanout);
        SnapshotCodec.read(snapshot, document.state, document.inbox);
        document.state.view.publish();
        return document;
    }

    /**
     * Everything applied and everything pending as bytes. Replicas that have seen the same changes write
     * the same bytes, if the text of deleted characters is here; else as {@link #saveWithoutHistory}. Cost: linear in
     * the text and in the runs of operations; most of it goes into compressing.
     *
     * @return a snapshot; format: docs/spec/bytes.md
     * @throws IllegalStateException if a local change is open
     */
    public byte[] save() {
        checkClosed();
        return SnapshotCodec.write(state, inbox.pending(), true);
    }

    /**
     * {@link #save} without the text of deleted characters. A document loaded from it shows the same, takes changes
     * of any time and merges them alike; what needs the deleted text ends in a {@link HistoryNotHereException}: {@link
     * #changesSince} where a change typed it, and taking back a deletion made before.
     *
     * @return a snapshot; replicas that have seen the same changes write the same bytes
     * @throws IllegalStateException if a local change is open
     */
    public byte[] saveWithoutHistory() {
        checkClosed();
        return SnapshotCodec.write(state, inbox.pending(), false);
    }

    /**
     * What a snapshot shows, without building the document: for showing a page at once, or only. It says what its
     * writer saw, see {@link #verify}. Cost: linear in the shown text; about a tenth of {@link #load}.
     *
     * @param snapshot as {@link #save} or {@link #saveWithoutHistory} wrote it; not kept
     * @return what {@link #view} would say
     * @throws CodecException if the bytes are corrupt or too new, or so old that they hold no page: then {@link #load}
     *     opens them
     */
    public static DocumentView readPage(byte[] snapshot) {
        return SnapshotCodec.readPage(snapshot);
    }

    /**
     * Whether a document is what its changes amount to. {@link #load} checks that a snapshot is whole and consistent,
     * but believes two things that only a replay of all changes can tell: in which order elements stand that were
     * written without knowledge of each other, and what the page shows. So a snapshot from somebody who lies can
     * show, and merge, differently from other replicas; where that matters it is verified.
     *
     * @param snapshot with history
     * @return whether applying its changes one by one leads to the same bytes
     * @throws CodecException if the bytes are corrupt, too old or too new
     * @throws HistoryNotHereException if the snapshot has no history
     */
    public static boolean verify(byte[] snapshot) {
        Document loaded = load(snapshot, new ReplicaId(0));
        Document replayed = create(new ReplicaId(0));
        for (Change change : loaded.changesSince(VersionVector.EMPTY)) {
            try {
                replayed.apply(change);
            } catch (InvalidChangeException invalid) {
                return false;
            }
        }
        loaded.pending().forEach(replayed::apply);
        byte[] bytes = replayed.save();
        // Earlier versions hold changes alone, which loading replays.
        return Arrays.equals(bytes, loaded.save())
                && (SnapshotCodec.holdsHistories(snapshot) || Arrays.equals(bytes, snapshot));
    }

    /**
     * Who writes here.
     *
     * @return the author of the next change
     */
    public ReplicaId local() {
        return author.replica();
    }

    /**
     * Writes as another replica from the next change on; undo of earlier groups is forgotten.
     *
     * @param replica the new author, as for {@link #create}
     * @throws IllegalStateException if a local change is open
     */
    public void adoptReplica(ReplicaId replica) {
        checkClosed();
        author.adopt(replica);
    }

    // ---- changes ----

    /** Result of {@link #apply}. */
    public sealed interface Applied {
        /** The change, and pending ones that waited for it, took effect. */
        record Done() implements Applied {}

        /** Already seen; nothing happened. */
        record Duplicate() implements Applied {}

        /**
         * Kept, invisible, until its causes arrive.
         *
         * @param missing the first missing operation of each replica that is behind
         */
        record Pending(List<OpId> missing) implements Applied {}
    }

    /**
     * Merges a change of another replica, or of this one (after a reload). Cost: for text, a few look-ups
     * an operation; a change of structure costs the layout of the document, once a patch or command.
     *
     * @param change of this document, in any order, any number of times
     * @return what became of it
     * @throws InvalidChangeException if the change breaks a rule (stamp not exact, unknown target,
     *     boundary deleted, …); the document is untouched
     * @throws IllegalStateException if a local change is open
     */
    public Applied apply(Change change) {
        checkClosed();
        return inbox.apply(change);
    }

    /**
     * What was seen.
     *
     * @return everything applied; pending changes excluded. Cost: the number of replicas
     */
    public VersionVector version() {
        return state.log.version();
    }

    /**
     * What somebody lacks.
     *
     * @param seen what he has
     * @return applied changes the vector has not seen, causes first. Cost: the size of the log
     */
    public List<Change> changesSince(VersionVector seen) {
        return state.log.changesSince(seen);
    }

    /**
     * Changes that wait for their causes.
     *
     * @return by replica, then counter
     */
    public List<Change> pending() {
        return inbox.pending();
    }

    /**
     * Whether the open change can take one more command. Commands throw {@link IllegalStateException} where it
     * cannot: commit first.
     *
     * @param utf16Length of the text or value the command brings, 0 to {@link Limits#RUN_UTF16_MAX}
     * @return whether it has room; an empty change always has
     */
    public boolean hasRoom(int utf16Length) {
        return author.hasRoom(utf16Length);
    }

    /**
     * Closes the open change: the commands since the last commit.
     *
     * @param wallMillis the author's clock in epoch milliseconds, for people only
     * @return the change, null if no command had an effect
     */
    public Change commit(long wallMillis) {
        return author.commit(wallMillis);
    }

    /**
     * What the view gained since the last call (or since create or load), local and remote alike.
     *
     * @return applied to the earlier view, it gives the present one
     */
    public Patch takePatch() {
        return state.view.takePatch();
    }

    /**
     * Lets patches start from the present view, as {@link #takePatch} does, without making one. Cost: the size of
     * the document.
     */
    public void startPatches() {
        state.view.publish();
    }

    /**
     * The whole view. Cost: the size of the document.
     *
     * @return as of now, open change included
     */
    public DocumentView view() {
        return state.view.documentView();
    }

    /**
     * The title alone, as {@link #view} shows it.
     *
     * @return the title. Cost: its length
     */
    public RichText title() {
        return state.view.title();
    }

    /**
     * Everything deleted that still holds text or children.
     *
     * @return the deleted blocks as they were, newest deletion first
     */
    public List<BlockView> trash() {
        return new Trash(state).list();
    }

    // ---- local commands; each throws IllegalArgumentException for an unknown or invisible target or an offset outside
    // the text ----

    /**
     * Types text; it gets the marks a caret there shows (MERGE-13).
     *
     * @param target which text
     * @param offset UTF-16 units from its start
     * @param text what is typed; lone surrogates become U+FFFD; nothing happens if it is empty
     */
    public void insert(TextTarget target, int offset, String text) {
        texts.insert(target, offset, text, null);
    }

    /**
     * Types text with exactly these marks (typist-sees with the toolbar's toggles, MERGE-13).
     *
     * @param target which text
     * @param offset UTF-16 units from its start
     * @param text what is typed, as for the other insert
     * @param marks type to value; growing and non-growing types alike
     */
    public void insert(TextTarget target, int offset, String text, Map<String, Value> marks) {
        Map<MarkKey, Value> chosen = new TreeMap<>();
        marks.forEach((type, value) -> {
            BlockCommands.checkValue(value);
            if (!(value instanceof Value.Absent)) {
                chosen.put(markKey(type, value), value);
            }
        });
        texts.insert(target, offset, text, chosen);
    }

    private static MarkKey markKey(String type, Value value) {
        String instance = MarkTypes.instance(type, value);
        if (MarkTypes.hasInstances(type) && instance.isEmpty()) {
            throw new IllegalArgumentException("a mark of this type names its instance");
        }
        return new MarkKey(BlockCommands.name(type), instance);
    }

    /**
     * Deletes a range of a text.
     *
     * @param target which text
     * @param start UTF-16 offset, inclusive
     * @param end UTF-16 offset, exclusive
     */
    public void delete(TextTarget target, int start, int end) {
        texts.delete(target, start, end);
    }

    /**
     * Marks a range of a text (MERGE-12).
     *
     * @param target which text
     * @param start UTF-16 offset, inclusive
     * @param end UTF-16 offset, exclusive
     * @param type for example {@code bold}; whether it grows depends on it (MERGE-11)
     * @param value for comments the comment's id as {@link Value.Text}, for switches {@link Value#TRUE}
     */
    public void mark(TextTarget target, int start, int end, String type, Value value) {
        BlockCommands.checkValue(value);
        if (value instanceof Value.Absent) {
            throw new IllegalArgumentException("a mark has a value");
        }
        texts.mark(target, start, end, markKey(type, value), value);
    }

    /**
     * Takes a mark from a range of a text (MERGE-12).
     *
     * @param target which text
     * @param start UTF-16 offset, inclusive
     * @param end UTF-16 offset, exclusive
     * @param type of the mark
     * @param value for types with instances the instance to remove, otherwise ignored
     */
    public void unmark(TextTarget target, int start, int end, String type, Value value) {
        texts.mark(target, start, end, markKey(type, value), Value.ABSENT);
    }

    /**
     * Enter inside a text.
     *
     * @param block whose text
     * @param offset UTF-16 units from its start
     * @param type type of the new block
     * @return the new block, which holds what followed the offset
     */
    public BlockId split(BlockId block, int offset, String type) {
        return blocks.split(block, offset, type);
    }

    /**
     * Backspace at the start: the block's text goes to the end of another one's, its children follow
     * (MERGE-25).
     *
     * @param block what is joined
     * @param into to whom; not the block itself nor one below it
     */
    public void join(BlockId block, BlockId into) {
        blocks.join(block, into);
    }

    /**
     * Makes an empty block.
     *
     * @param parent null = top level
     * @param after the visible sibling it shall follow, null = first
     * @param type of the new block
     * @return its identity
     */
    public BlockId newBlock(BlockId parent, BlockId after, String type) {
        return blocks.newBlock(parent, after, type);
    }

    /**
     * Moves a block with all that stands below it.
     *
     * @param block which
     * @param parent null = top level; not the block itself nor one below it
     * @param after the visible sibling it shall follow, null = first
     */
    public void move(BlockId block, BlockId parent, BlockId after) {
        blocks.move(block, parent, after);
    }

    /**
     * Hides a block and its whole visible subtree (MERGE-30); {@link #trash} keeps it.
     *
     * @param block which
     */
    public void delete(BlockId block) {
        blocks.delete(block);
    }

    /**
     * Brings a deleted block back, where it was; for one that is hidden with the blocks above it, brings
     * those back.
     *
     * @param block which
     */
    public void restore(BlockId block) {
        blocks.restore(block);
    }

    /**
     * Gives a block another type.
     *
     * @param block which
     * @param type any name of at most {@link Limits#NAME_UTF16_MAX} UTF-16 units
     */
    public void setType(BlockId block, String type) {
        blocks.setType(block, type);
    }

    /**
     * Sets a property.
     *
     * @param block whose, null = the document's own
     * @param key which, at most {@link Limits#NAME_UTF16_MAX} UTF-16 units
     * @param value {@link Value#ABSENT} to unset
     */
    public void setProperty(BlockId block, String key, Value value) {
        blocks.setProperty(block, key, value);
    }

    /**
     * The document as a database: its schema and the cells of its rows, which are its blocks of type
     * {@link Operation#ROW}.
     *
     * @return the commands on them, the same every time
     */
    public Database database() {
        return database;
    }

    /**
     * Writes of a register that lost against a concurrent one and that no later write has seen
     * (MERGE-40), with who made them and when.
     *
     * @param block null = the document's own property; a block that is not shown keeps its losers too
     * @param key the name, {@link Operation#TYPE} for the type of the block
     * @return in time order; the shown value is not among them; empty if nobody disagreed
     * @throws IllegalArgumentException if there is no such block
     */
    public List<RegisterWrite<Value>> losers(BlockId block, String key) {
        Register<Value> register = blocks.register(block, key);
        return register == null ? List.of() : register.losers(state.log);
    }

    /**
     * Every register on whose value concurrent writes disagree. Cost: what is shown.
     *
     * @return those of the document, then those of the blocks that are shown, in document order
     * @throws IllegalStateException if a local change is open
     */
    public List<Disagreement> disagreements() {
        checkClosed();
        return Disagreement.of(state, state.view.root());
    }

    /**
     * Who wrote the value that a register shows, and when.
     *
     * @param block as for {@link #losers}
     * @param key as for {@link #losers}
     * @return null if it was never written, or what it shows was just written and is not committed yet
     * @throws IllegalArgumentException if there is no such block
     */
    public Attribution writer(BlockId block, String key) {
        Register<Value> register = blocks.register(block, key);
        Register.Write<Value> shown = register == null ? null : register.winner();
        return shown == null || author.isOpen(shown.origin())
                ? null
                : state.log.attribution(shown.origin().agent, shown.counter());
    }

    /**
     * Settles a register on the value it shows: the losers are superseded (MERGE-42). To settle on one of
     * them, write it with {@link #setProperty} or {@link #setType}. Nothing happens if there are none.
     *
     * @param block null = the document's own property; else a block that is shown
     * @param key as for {@link #losers}
     * @throws IllegalArgumentException for a block that is not shown
     * @throws IllegalStateException if the open change is full
     */
    public void dismissLosers(BlockId block, String key) {
        blocks.dismissLosers(block, key);
    }

    // ---- undo: groups of this replica's own changes, in this session or reloaded ----

    /** Following commits extend the last undo group instead of opening one, until {@link #endUndoGroup}. */
    public void endUndoGroup() {
        author.history().endGroup();
    }

    /**
     * Takes back the newest own group that still has an effect, into the open change (MERGE-50).
     *
     * @return whether anything was written: if not, no change is open that was not before. Nothing of it shows
     *     where all that was left to take back was a deletion of text that somebody else deleted too
     */
    public boolean undo() {
        return takeBack(false);
    }

    private boolean takeBack(boolean redoing) {
        author.reserve(0);
        int written = author.written();
        author.history().takeBack(redoing, inversion::takeBack);
        author.closeEmpty();
        return author.written() > written;
    }

    /**
     * Takes back the newest undo that still has an effect, into the open change.
     *
     * @return as for {@link #undo}
     */
    public boolean redo() {
        return takeBack(true);
    }

    /**
     * Whether {@link #undo} has something to try.
     *
     * @return false if it would certainly return false
     */
    public boolean canUndo() {
        return author.history().canUndo();
    }

    /**
     * Whether {@link #redo} has something to try.
     *
     * @return false if it would certainly return false
     */
    public boolean canRedo() {
        return author.history().canRedo();
    }

    /** Result of {@link #loadUndo}. */
    public sealed interface UndoLoaded {
        /** Undo and redo go on where they ended. */
        record Done() implements UndoLoaded {}

        /**
         * Nothing of it fits this document: both stacks are empty.
         *
         * @param why the first thing that did not fit
         */
        record Dropped(Misfit why) implements UndoLoaded {}

        /** Why an undo state does not fit. */
        enum Misfit {
            /** Another replica wrote it: undo takes back what this one did. */
            OTHER_REPLICA,
            /** It names operations that are not in the document, or are others there. */
            UNKNOWN_OPERATION
        }
    }

    /**
     * Both stacks as bytes, to be kept with the document's own changes and given to {@link #loadUndo}
     * when the same replica opens it again (MERGE-51). A few bytes a group. No change may be open.
     *
     * @return the bytes; docs/spec/bytes.md, "Undo state"
     */
    public byte[] saveUndo() {
        checkClosed();
        return UndoCodec.write(author.history(), author.replica());
    }

    /**
     * Takes the stacks up again; what was on them is replaced. To be called when all own changes of
     * before are applied. No change may be open.
     *
     * @param bytes what {@link #saveUndo} gave
     * @return whether they fit
     * @throws CodecException if the bytes are corrupt or too new; the stacks are as before
     */
    public UndoLoaded loadUndo(byte[] bytes) {
        checkClosed();
        return UndoCodec.read(bytes, author);
    }

    // ---- history ----

    /**
     * The version that the author of an operation had when it was made, and the rest of its change: what
     * he saw right after it. Versions of changes are what a list of versions is made of.
     *
     * @param operation any of the change
     * @return the version
     * @throws IllegalArgumentException if no change with this operation is applied
     */
    public VersionVector versionAfter(OpId operation) {
        int agent = state.agents.find(operation.replica());
        LogEntry entry = agent == AgentTable.NONE ? null : state.log.entry(agent, operation.counter());
        if (entry == null) {
            throw new IllegalArgumentException("operation is not applied here");
        }
        return state.log.seen(entry.origin(), entry.end());
    }

    /**
     * What the document showed at a version (MERGE-70). Cost: applying all changes of it anew.
     *
     * @param version one some replica had: {@link #version} of any time or place, or {@link
     *     #versionAfter}
     * @return the view, of which nothing follows later changes
     * @throws IllegalArgumentException if the document has not all of it, or if it ends inside a change
     *     or leaves out a cause of one
     */
    public DocumentView viewAt(VersionVector version) {
        return new EarlierVersion(state, version).state.view.documentView();
    }

    /**
     * What a later version shows otherwise than an earlier one, and who did it (MERGE-72): blocks, then
     * registers, then texts, then marks, each in the order of the view. Cost: applying all changes of both
     * anew, the characters that were deleted in between, and the runs of both texts times the marks on them.
     *
     * @param from as for {@link #viewAt}
     * @param to a version that has seen all of {@code from}; {@link #version} for the present one
     * @return the differences; empty if both show the same
     * @throws IllegalArgumentException as for {@link #viewAt}, or if {@code to} has not seen {@code from}
     */
    public List<Difference> differences(VersionVector from, VersionVector to) {
        if (!to.includesAll(from)) {
            throw new IllegalArgumentException("the later version has not seen the earlier one");
        }
        DocumentState before = new EarlierVersion(state, from).state;
        DocumentState after = new EarlierVersion(state, to).state;
        return new VersionDifference(before, after, from, after.log.changesSince(from)).find();
    }

    /**
     * Makes the document show what it showed at a version, in the open change (MERGE-71); undo takes it
     * back like any command. Concurrent changes of others merge with it as with any edit. No change may be
     * open. Cost: applying all changes of the version anew, and the size of the document a moved block.
     *
     * @param version as for {@link #viewAt}
     * @return false if a change cannot hold all of it: commit and call it again until it is true
     * @throws IllegalArgumentException as for {@link #viewAt}
     */
    public boolean restoreVersion(VersionVector version) {
        checkClosed();
        EarlierVersion earlier = new EarlierVersion(state, version);
        return new VersionRestore(state, earlier, author, blocks, texts, cells).run(changesSince(version));
    }

    // ---- carets ----

    /**
     * A caret that follows the text.
     *
     * @param target in which text
     * @param offset UTF-16 units from its start
     * @param afterLeft whether it sticks to the character on its left, else to the one on its right
     * @return the caret, good in every replica that has seen the text
     */
    public Caret caret(TextTarget target, int offset, boolean afterLeft) {
        return carets.caret(target, offset, afterLeft);
    }

    /**
     * Where a caret is now.
     *
     * @param caret from any replica
     * @return its place, null if nothing near it is shown any more or the text has not arrived
     */
    public CaretPosition resolve(Caret caret) {
        return carets.resolve(caret);
    }

    /** For tests: what is behind the calls. */
    DocumentState state() {
        return state;
    }

    /** For tests: recomputes what is remembered, and throws where it differs. */
    void checkInvariants() {
        state.checkInvariants();
    }

    /**
     * A caret as it can be kept, sent and resolved elsewhere.
     *
     * @param strand whose text it is in
     * @param anchor where in the strand
     */
    public record Caret(StrandId strand, Anchor anchor) {}

    /**
     * Where a caret is shown.
     *
     * @param target in which text
     * @param offset UTF-16 units of that text
     */
    public record CaretPosition(TextTarget target, int offset) {}
}
