package dev.offing.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The document as it is shown, kept up to date by need: hears what operations did, remembers what
 * that made stale, and brings it up to date when somebody looks. Typing makes one text stale; the
 * layout is run again only when the structure changed, or text under a deletion did.
 *
 * <p>Invariant: while the layout is fresh, {@code block.host} is where a block's text is shown.
 */
final class View {

    private final DocumentState state;
    private final Layout layout;
    private final Shown root;
    private final List<ShownText> changedTexts = new ArrayList<>();
    private final List<Block> changedRegisters = new ArrayList<>();

    /** Parents that got a new child since the last patch, in that order; what else changed is the whole structure. */
    private final Set<Shown> grown = new LinkedHashSet<>();

    /** From the start: a document that is filled before somebody looks is laid out once. */
    private boolean structureStale = true;

    /** Whether all that made the structure stale were own deletions, which hide what is below them and nothing else. */
    private boolean onlyDeleted;

    private boolean structurePublished = true;
    private SortedMap<String, Value> publishedProperties = new TreeMap<>();
    private List<PropertyView> publishedSchema = List.of();

    View(DocumentState state) {
        this.state = state;
        this.root = new Shown(state.tree.root);
        this.layout = new Layout(state.tree, this::note);
        state.tree.root.shown = root;
    }

    // ---- what happened ----

    void structureChanged() {
        structureStale = true;
        onlyDeleted = false;
        structurePublished = false;
    }

    /** Runs a deletion of this replica's, which has seen all there is: it hides what is below the block and nothing else. */
    void deleting(Runnable deletion) {
        boolean only = !structureStale || onlyDeleted;
        deletion.run();
        onlyDeleted = only;
    }

    /** A block was made. */
    void blockAdded(Block made) {
        if (structureStale || !layout.add(made)) {
            structureChanged();
        } else {
            grown.add(made.shown.parent);
        }
    }

    /** A boundary ends the text of the block before it earlier. */
    void textEndsEarlier(Block preceding) {
        if (preceding.host != null) {
            preceding.host.text.changedUnknown();
            note(preceding.host.text);
        }
    }

    /** Elements became visible or invisible, or visible ones came in. */
    void textChanged(TextStrand strand, int elementIndex, int elementCount, boolean visible) {
        boolean fresh = !structureStale;
        Block block = strand.blockBefore(elementIndex);
        heldChanged(strand);
        ShownText text = strand.shown;
        if (block != null) {
            if (block.host == null) {
                return;
            }
            if (block.host.tablePart) {
                structureChanged();
            }
            text = block.host.text;
        }
        if (fresh || block == null) {
            text.elementsChanged(block == null ? strand.segment : block.segment, elementIndex, elementCount, visible);
        } else {
            text.changedUnknown();
        }
        note(text);
    }

    /** A strand was filled by loading. */
    void textLoaded(TextStrand strand) {
        if (strand.shown != null) {
            strand.shown.changedUnknown();
            note(strand.shown);
        }
    }

    /** What a strand holds changed, visibly or not: it may decide what a deletion hides (MERGE-32). */
    void heldChanged(TextStrand strand) {
        if (strand.reached || isReached(strand.row) || isReached(strand.column)) {
            structureChanged();
        }
    }

    private static boolean isReached(Block block) {
        return block != null && block.reached;
    }

    void marksChanged(TextStrand strand, Mark mark) {
        if (strand.shown != null) {
            strand.shown.marksChanged();
            note(strand.shown);
            return;
        }
        mark.locate(strand);
        int count = strand.elements.elementCount();
        int first = strand.elements.boundariesBefore(Math.min(count, Math.max(0, mark.from >> 1)));
        int last = strand.elements.boundariesBefore(Math.min(count, (mark.to >> 1) + 1));
        for (int i = first; i <= last; i++) {
            Shown host = strand.blocks.get(i).host;
            if (host != null) {
                host.text.marksChanged();
                note(host.text);
            }
        }
    }

    void propertyChanged(Block block, String key) {
        if (block == null) {
            return;
        }
        boolean parts = block.shown != null && block.shown.tablePart != Layout.isTablePart(block.type());
        boolean inTable = block.shown != null && block.shown.tablePart;
        if (key.equals(Operation.TYPE) && (parts || inTable) || block.reached) {
            structureChanged();
        }
        noteRegisters(block);
    }

    /** Something was done to a cell: it may decide whether a deletion hides the row (MERGE-32). */
    void cellsChanged(Block row) {
        if (row.reached) {
            structureChanged();
        }
        noteRegisters(row);
    }

    private void noteRegisters(Block block) {
        if (!block.registersNoted) {
            block.registersNoted = true;
            changedRegisters.add(block);
        }
    }

    private void note(ShownText text) {
        if (!text.listed) {
            text.listed = true;
            changedTexts.add(text);
        }
    }

    // ---- what it is ----

    /** Brings the layout up to date. */
    void refresh() {
        if (structureStale) {
            state.coverage.recompute();
            layout.run(root);
            structureStale = false;
            onlyDeleted = false;
        }
    }

    Shown root() {
        refresh();
        return root;
    }

    /** How a block is shown, null if it is not shown as a block of its own or in a table. */
    Shown shown(Block block) {
        refresh();
        return block.shown;
    }

    /** Whether a block is shown, as a block of its own or in a table. Cost: its depth where only deletions came since. */
    boolean isShown(Block block) {
        if (!structureStale || !onlyDeleted) {
            return shown(block) != null;
        }
        for (Shown step = block.shown; step != null; step = step.parent) {
            if (step.isRoot()) {
                return true;
            }
            if (step.block.deleted()) {
                return false;
            }
        }
        return false;
    }

    DocumentView documentView() {
        List<BlockView> blocks = new ArrayList<>();
        forEachListed(shown -> blocks.add(blockView(shown)));
        return new DocumentView(
                state.title.shown.richText(), values(state.properties), state.database.schema(), blocks);
    }

    /** Tells the blocks of the view in document order. */
    void forEachListed(Consumer<Shown> visitor) {
        refresh();
        List<Shown> open = new ArrayList<>(root.children.reversed());
        while (!open.isEmpty()) {
            Shown shown = open.removeLast();
            if (shown.listed()) {
                visitor.accept(shown);
            }
            for (int i = shown.children.size() - 1; i >= 0; i--) {
                open.add(shown.children.get(i));
            }
        }
    }

    RichText title() {
        refresh();
        return state.title.shown.richText();
    }

    BlockView blockView(Shown shown) {
        Block block = shown.block;
        return new BlockView(
                block.id,
                shown.parent.block.id,
                block.type(),
                shown.text.richText(),
                values(block.registers),
                state.database.cells(block),
                block.survivor,
                tableView(shown));
    }

    private BlockView.TableView tableView(Shown shown) {
        return tableView(shown.tableParts(Layout.TABLE_COLUMN), shown.tableParts(Layout.TABLE_ROW));
    }

    private BlockView.TableView tableView(List<Shown> columns, List<Shown> rows) {
        if (columns.isEmpty() && rows.isEmpty()) {
            return null;
        }
        List<BlockId> columnIds = new ArrayList<>();
        for (Shown column : columns) {
            columnIds.add(column.block.id);
        }
        List<BlockView.Row> rowViews = new ArrayList<>();
        for (Shown row : rows) {
            List<RichText> cells = new ArrayList<>();
            for (BlockId column : columnIds) {
                TextStrand cell = state.strand(new StrandId.Cell(row.block.id, column));
                cells.add(cell == null ? RichText.EMPTY : cell.shown.richText());
            }
            rowViews.add(new BlockView.Row(row.block.id, cells));
        }
        return new BlockView.TableView(columnIds, rowViews);
    }

    static SortedMap<String, Value> values(SortedMap<String, Register<Value>> registers) {
        SortedMap<String, Value> values = new TreeMap<>();
        registers.forEach((key, register) -> {
            Value value = register.valueOr(Value.ABSENT);
            if (!key.equals(Operation.TYPE) && !(value instanceof Value.Absent)) {
                values.put(key, value);
            }
        });
        return values;
    }

    // ---- patches ----

    /** What changed since the last call. */
    Patch takePatch() {
        refresh();
        List<Patch.Edit> edits = new ArrayList<>();
        SortedMap<String, Value> properties = values(state.properties);
        addProperties(null, publishedProperties, properties, edits);
        publishedProperties = properties;
        takeSchema(edits);
        TreeDiff tree = new TreeDiff(this, edits);
        if (structurePublished) {
            tree.publishGrown(grown);
        } else {
            tree.publish(root);
            structurePublished = true;
        }
        grown.clear();
        takeRegisters(edits);
        takeTexts(edits);
        return edits.isEmpty() ? Patch.EMPTY : new Patch(edits);
    }

    /** Takes the present view for published: the next patch says what changes from now on. */
    void publish() {
        if (!root.publishedChildren.isEmpty()) {
            takePatch();
            return;
        }
        refresh();
        publishedProperties = values(state.properties);
        publishedSchema = state.database.schema();
        TreeDiff.publishAll(this, root);
        structurePublished = true;
        grown.clear();
        for (Block block : changedRegisters) {
            block.registersNoted = false;
        }
        changedRegisters.clear();
        for (ShownText text : changedTexts) {
            text.listed = false;
            text.publish();
        }
        changedTexts.clear();
    }

    /** Appends and publishes a changed schema; every row may show something else then. */
    private void takeSchema(List<Patch.Edit> edits) {
        List<PropertyView> schema = state.database.schema();
        if (!schema.equals(publishedSchema)) {
            edits.add(new Patch.Edit.Schema(schema));
            publishedSchema = schema;
            for (Block block : state.tree.blocks()) {
                if (block.cells != null) {
                    noteRegisters(block);
                }
            }
        }
    }

    private void takeRegisters(List<Patch.Edit> edits) {
        for (Block block : changedRegisters) {
            block.registersNoted = false;
            if (block.shown != null && block.shown.publishedParent != null) {
                takeRegisters(block.shown, edits);
            }
        }
        changedRegisters.clear();
    }

    /** Appends and publishes what changed in the type, properties, cells and badge of a block that stays. */
    void takeRegisters(Shown shown, List<Patch.Edit> edits) {
        BlockId id = shown.block.id;
        if (!shown.block.type().equals(shown.publishedType)) {
            edits.add(new Patch.Edit.Type(id, shown.block.type()));
        }
        addProperties(id, shown.publishedProperties, values(shown.block.registers), edits);
        addCells(id, shown.publishedCells, state.database.cells(shown.block), edits);
        Survivor survivor = shown.block.survivor;
        if (survivor == null ? shown.publishedSurvivor != null : !survivor.equals(shown.publishedSurvivor)) {
            edits.add(new Patch.Edit.Badge(id, survivor));
        }
        publishRegisters(shown);
    }

    void publishRegisters(Shown shown) {
        shown.publishedType = shown.block.type();
        shown.publishedProperties = values(shown.block.registers);
        shown.publishedCells = state.database.cells(shown.block);
        shown.publishedSurvivor = shown.block.survivor;
    }

    private static void addCells(
            BlockId row,
            SortedMap<String, CellView> before,
            SortedMap<String, CellView> after,
            List<Patch.Edit> edits) {
        for (String property : before.keySet()) {
            if (!after.containsKey(property)) {
                edits.add(new Patch.Edit.Cell(row, property, null));
            }
        }
        after.forEach((property, cell) -> {
            if (!cell.equals(before.get(property))) {
                edits.add(new Patch.Edit.Cell(row, property, cell));
            }
        });
    }

    private static void addProperties(
            BlockId id, SortedMap<String, Value> before, SortedMap<String, Value> after, List<Patch.Edit> edits) {
        for (String key : before.keySet()) {
            if (!after.containsKey(key)) {
                edits.add(new Patch.Edit.Property(id, key, Value.ABSENT));
            }
        }
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                edits.add(new Patch.Edit.Property(id, key, value));
            }
        });
    }

    /** Appends and publishes a changed set of columns or rows. */
    void takeTable(Shown shown, List<Patch.Edit> edits) {
        List<Shown> columns = shown.tableParts(Layout.TABLE_COLUMN);
        List<Shown> rows = shown.tableParts(Layout.TABLE_ROW);
        if (!columns.equals(shown.publishedColumns) || !rows.equals(shown.publishedRows)) {
            edits.add(new Patch.Edit.Table(shown.block.id, tableView(columns, rows)));
            publishTable(shown);
        }
    }

    void publishTable(Shown shown) {
        shown.publishedColumns = shown.tableParts(Layout.TABLE_COLUMN);
        shown.publishedRows = shown.tableParts(Layout.TABLE_ROW);
        for (Shown row : shown.publishedRows) {
            for (TextStrand cell : row.block.cellList) {
                cell.shown.publish();
            }
        }
    }

    private void takeTexts(List<Patch.Edit> edits) {
        for (ShownText text : changedTexts) {
            text.listed = false;
            TextTarget target = target(text);
            if (target == null) {
                text.publish();
            } else {
                text.takeEdits(target, edits);
            }
        }
        changedTexts.clear();
    }

    /** The target of a text in the published view, null if that does not show it. */
    private TextTarget target(ShownText text) {
        if (text.segments().isEmpty()) {
            return null;
        }
        Segment first = text.segments().get(0);
        if (first.block != null) {
            Shown host = first.block.host;
            return host == null || host.text != text || host.publishedParent == null
                    ? null
                    : new TextTarget.Block(host.block.id);
        }
        if (!(first.strand.id instanceof StrandId.Cell cell)) {
            return new TextTarget.Title();
        }
        Shown row = first.strand.row.shown;
        Block column = state.block(cell.column());
        boolean shown = row != null
                && row.tablePart
                && row.parent.publishedRows.contains(row)
                && column.shown != null
                && row.parent.publishedColumns.contains(column.shown);
        return shown ? new TextTarget.Cell(cell.row(), cell.column()) : null;
    }

    /** Checks what is remembered against the strands. */
    void checkInvariants() {
        refresh();
        state.title.shown.checkInvariants();
        for (Block block : state.tree.blocks()) {
            Invariant.check(block.hidden == (block.host == null), "a block is neither hidden nor shown");
            if (block.shown != null) {
                block.shown.text.checkInvariants();
            }
        }
    }
}
