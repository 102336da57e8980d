package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Probe;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One replica of the fuzz: the engine, the oracle, and a view kept up to date by patches alone. */
final class FuzzReplica {

    private final FuzzCensus census;
    private final Consumer<OpId> journal;
    private final Probe probe;
    private Document document;
    private ReplicaId id;
    private final ReferenceDocument reference = new ReferenceDocument();
    private PatchedView patched;

    /** Null when a change came since. */
    private ReferenceView shown;

    /** Changes it was handed or made, applied or pending. */
    final Set<OpId> delivered = new LinkedHashSet<>();

    final List<Document.Caret> carets = new ArrayList<>();

    /** Where it inserted last, null = nowhere yet. */
    TextTarget typedIn;

    /** Offsets of the start and the end of that. */
    int typedFrom;

    int typedTo;

    /** The next command stays in the open change. */
    boolean hold;

    /** The next commit continues the undo group. */
    boolean keepGroup;

    /** Whether a change is open. */
    boolean open;

    /** Whether the open change takes something back. */
    boolean undoing;

    /** Whether the open change is one of undo or redo. */
    boolean takingBack;

    private final Set<ReplicaId> ids = new TreeSet<>();

    /** View that undo or redo must give back as long as nothing else happens, null if unknown. */
    DocumentView undoGivesBack;

    DocumentView redoGivesBack;

    /** View that the undo or redo in the open change must have given back, null if unknown. */
    DocumentView owed;

    /** Whether the next commit goes on with a group that has commits already. */
    boolean groupContinues;

    /** Whether changes of others came in between the commits of the open group. */
    boolean groupMixed;

    /** View when the open undo group began, null = no group is open. */
    DocumentView groupStart;

    /**
     * @param probe makes its documents
     * @param journal hears of each change it makes or gets, null for a reload
     */
    FuzzReplica(ReplicaId id, Probe probe, FuzzCensus census, Consumer<OpId> journal) {
        this.journal = journal;
        this.id = id;
        this.census = census;
        this.probe = probe;
        ids.add(id);
        document = probe.create(id);
        patched = new PatchedView(document.view());
    }

    Document document() {
        return document;
    }

    ReplicaId id() {
        return id;
    }

    DocumentView view() {
        return document.view();
    }

    /** Hands it a change of another replica. */
    Document.Applied receive(Change change) {
        note(change);
        return document.apply(change);
    }

    /** Takes note of a change it made or got. */
    void note(Change change) {
        OpId id = new OpId(change.replica(), change.firstCounter());
        if (delivered.add(id)) {
            journal.accept(id);
        }
        reference.apply(change);
        shown = null;
    }

    /** What an undo of this replica may touch. @param all every change there is */
    UndoLaw undoLaw(Map<OpId, Change> all) {
        return new UndoLaw(ids, delivered.stream().map(all::get).toList());
    }

    /** The oracle's answer to the changes it has; computed once for them. */
    private ReferenceView shown() {
        if (shown == null) {
            shown = reference.shown();
        }
        return shown;
    }

    /** The oracle's view; as of the last commit. */
    DocumentView shownView() {
        return shown().view();
    }

    /** What the oracle shows. */
    Set<OpId> shownCharacters() {
        return shown().shownCharacters();
    }

    /** See {@link ReferenceView#winningMarks}; as of the last commit. */
    List<Map<String, TimedOperation>> winningMarks(TextTarget target) {
        return shown().winningMarks(target);
    }

    /** See {@link ReferenceView#survivors}; as of the last commit. */
    Set<BlockId> survivors() {
        return shown().survivors();
    }

    /** Whether an option outlived a deletion; as of the last commit. */
    boolean hasKeptOption() {
        return shown().hasKeptOption();
    }

    /** See {@link ReferenceView#hasUnlistedSurvivor}; as of the last commit. */
    boolean hasUnlistedSurvivor() {
        return shown().hasUnlistedSurvivor();
    }

    /**
     * Whether a change it is about to take note of does what cannot be taken back as it was (MERGE-52):
     * takes a block out from under a deletion, deletes a survivor again, or restores what a survivor is
     * still shown of.
     */
    boolean hasLastingEffect(Change change) {
        if (takesOutFromUnderDeletion(change)) {
            return true;
        }
        for (Operation operation : change.operations()) {
            boolean lasting = switch (operation) {
                case Operation.DeleteBlock delete -> shown().isCovered(delete.block());
                case Operation.RestoreBlock restore -> shown().hasSurvivorOf(restore.block());
                default -> false;
            };
            if (lasting) {
                return true;
            }
        }
        return false;
    }

    /** Whether a change it is about to take note of moves what a deletion covers, if only by pinning it. */
    boolean takesOutFromUnderDeletion(Change change) {
        return change.operations().stream()
                .anyMatch(operation ->
                        operation instanceof Operation.PlaceBlock place && shown().isCovered(place.block()));
    }

    void reload() {
        journal.accept(null);
        byte[] snapshot = document.save();
        byte[] stacks = document.saveUndo();
        document = probe.load(snapshot, id);
        if (!Arrays.equals(snapshot, document.save())) {
            throw new IllegalStateException("a loaded snapshot is saved as other bytes");
        }
        requireEqual("view after load", patched.view(), document.view());
        requireEqual("page of a snapshot", patched.view(), Document.readPage(snapshot));
        if (!Document.verify(snapshot)) {
            throw new IllegalStateException("a snapshot is not what its changes amount to");
        }
        byte[] light = document.saveWithoutHistory();
        Document withoutHistory = probe.load(light, id);
        requireEqual("view after load without history", patched.view(), withoutHistory.view());
        if (!Arrays.equals(light, withoutHistory.saveWithoutHistory())) {
            throw new IllegalStateException("a snapshot loaded without history is saved as other bytes");
        }
        census.held(FuzzCensus.Check.SNAPSHOT_IS_STATE);
        requireEqual("undo stacks", new Document.UndoLoaded.Done(), document.loadUndo(stacks));
        if (!Arrays.equals(stacks, document.saveUndo())) {
            throw new IllegalStateException("loaded undo stacks are saved as other bytes");
        }
        census.held(FuzzCensus.Check.UNDO_SURVIVES_RELOAD);
        if (groupContinues) {
            // An open group ends with the session.
            undoGivesBack = null;
            endGroup();
        }
    }

    void adopt(ReplicaId other) {
        id = other;
        ids.add(id);
        document.adoptReplica(other);
        forgetUndoViews();
    }

    /** Somebody else's work came in between: what undo must show is not known any more. */
    void forgetUndoViews() {
        undoGivesBack = null;
        redoGivesBack = null;
        groupMixed = groupContinues;
    }

    void endGroup() {
        groupStart = null;
        groupContinues = false;
        groupMixed = false;
    }

    /** The laws that hold after every step: engine = oracle = patched view. */
    void check() {
        patched.apply(document.takePatch());
        DocumentView fast = document.view();
        requireEqual("patched view", fast, patched.view());
        census.held(FuzzCensus.Check.PATCHES_GIVE_THE_VIEW);
        Probe.checkInvariants(document);
        census.held(FuzzCensus.Check.RECOUNT);
        if (!open) {
            ReferenceView shown = shown();
            requireEqual("reference view", shown.view(), fast);
            census.held(FuzzCensus.Check.ENGINE_IS_ORACLE);
            if (!reference.version().equals(document.version())) {
                throw new IllegalStateException(
                        "version is " + document.version() + ", must be " + reference.version());
            }
            List<OpId> astray = shown.charactersAstray();
            if (!astray.isEmpty()) {
                throw new IllegalStateException("render law (MERGE-35) is broken for " + astray);
            }
            census.held(FuzzCensus.Check.RENDER_LAW);
        }
    }

    static void requireEqual(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(
                    what + "\n  expected " + describe(expected) + "\n  actual   " + describe(actual));
        }
    }

    /** Who kept a survivor changes with what is typed into it. */
    static DocumentView withoutBadges(DocumentView view) {
        List<BlockView> blocks = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            blocks.add(new BlockView(
                    block.id(),
                    block.parent(),
                    block.type(),
                    block.text(),
                    block.properties(),
                    block.cells(),
                    null,
                    block.table()));
        }
        return new DocumentView(view.title(), view.properties(), view.schema(), blocks);
    }

    static String describe(Object value) {
        if (!(value instanceof DocumentView view)) {
            return value.toString();
        }
        StringBuilder out = new StringBuilder();
        out.append("title ").append(view.title()).append(' ').append(view.properties());
        out.append("\n    schema ").append(view.schema());
        for (BlockView block : view.blocks()) {
            out.append("\n    ").append(block);
        }
        return out.toString();
    }

    // ---- what a step can act on ----

    /** A text: mostly that of a block, a cell in a third of the cases if there are cells, the title now and then. */
    static TextTarget target(DocumentView view, int choice) {
        List<TextTarget> blocks = new ArrayList<>();
        List<TextTarget> cells = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            blocks.add(new TextTarget.Block(block.id()));
            if (block.table() != null) {
                for (BlockView.Row row : block.table().rows()) {
                    block.table().columns().forEach(column -> cells.add(new TextTarget.Cell(row.id(), column)));
                }
            }
        }
        if (blocks.isEmpty() || choice % 20 == 19) {
            return new TextTarget.Title();
        }
        boolean inCell = !cells.isEmpty() && choice % 3 == 2;
        return inCell ? cells.get(choice / 3 % cells.size()) : blocks.get(choice % blocks.size());
    }

    /** Rows and columns that are not listed as blocks. */
    static List<BlockId> parts(DocumentView view) {
        List<BlockId> parts = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            if (block.table() != null) {
                parts.addAll(block.table().columns());
                block.table().rows().forEach(row -> parts.add(row.id()));
            }
        }
        view.blocks().forEach(block -> parts.remove(block.id()));
        return parts;
    }
}
