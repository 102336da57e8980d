package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.RichText;
import dev.offing.engine.StrandId;
import dev.offing.engine.TextTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * MERGE-22, MERGE-23, MERGE-26 and MERGE-33: what is shown, and where. First the tree of shown
 * blocks is built, then it is listed.
 */
final class ReferenceView {

    static final String ROW = "tableRow";
    static final String COLUMN = "tableColumn";

    /** A shown block. */
    private static final class Shown {
        final BlockId id;
        final List<Shown> children = new ArrayList<>();

        Shown(BlockId id) {
            this.id = id;
        }
    }

    private final Strands strands;
    private final Places places;
    private final Registers registers;
    private final Cells cells;
    private final Deletions deletions;
    private final List<BlockView> listed = new ArrayList<>();
    private final List<OpId> shownCharacters = new ArrayList<>();
    private final Map<TextTarget, ShownText> texts = new HashMap<>();
    private final RichText title;

    ReferenceView(Strands strands, Places places, Registers registers, Cells cells, Deletions deletions) {
        this.strands = strands;
        this.places = places;
        this.registers = registers;
        this.cells = cells;
        this.deletions = deletions;
        title = text(new TextTarget.Title(), new StrandId.Title());
        Shown top = new Shown(null);
        places.children(null).forEach(child -> showWithFollowers(child, top));
        top.children.forEach(block -> list(block, null));
    }

    DocumentView view() {
        return new DocumentView(title, registers.properties(null), cells.schema(), listed);
    }

    /**
     * MERGE-35: characters of a title or of a block that is not hidden that are not shown exactly
     * once, and whatever else is shown twice. Empty if the law holds.
     */
    List<OpId> charactersAstray() {
        List<OpId> due = new ArrayList<>();
        addVisible(strands.elements(new StrandId.Title()), due);
        for (BlockId block : places.blocks()) {
            if (!deletions.isHidden(block)) {
                addVisible(places.ownElements(block), due);
            }
        }
        List<OpId> astray = new ArrayList<>(due);
        List<OpId> surplus = new ArrayList<>(shownCharacters);
        for (OpId character : shownCharacters) {
            astray.remove(character);
        }
        for (OpId character : new HashSet<>(shownCharacters)) {
            surplus.remove(character);
        }
        astray.addAll(surplus);
        return astray;
    }

    /** Every character that is shown somewhere. */
    Set<OpId> shownCharacters() {
        return Set.copyOf(shownCharacters);
    }

    /**
     * Whether a deletion covers a joined text, a row or a column that is shown all the same. Nothing in
     * the view says so, and moving it brings back what the deletion hides below it.
     */
    boolean hasUnlistedSurvivor() {
        for (BlockId block : places.blocks()) {
            boolean unlisted = places.standing(block).place() instanceof Place.Continuation
                    || registers.type(block).equals(ROW)
                    || registers.type(block).equals(COLUMN);
            if (unlisted && !deletions.isHidden(block) && deletions.badge(block) != null) {
                return true;
            }
        }
        return false;
    }

    boolean hasKeptOption() {
        return cells.hasKeptOption();
    }

    /** Whether a deletion in force reaches the block, hidden or not. */
    boolean isCovered(BlockId block) {
        return deletions.badge(block) != null;
    }

    /** Blocks that outlived a deletion. */
    Set<BlockId> survivors() {
        Set<BlockId> survivors = new HashSet<>();
        for (BlockId block : places.blocks()) {
            if (isCovered(block) && !deletions.isHidden(block)) {
                survivors.add(block);
            }
        }
        return survivors;
    }

    /** Whether something in what a deletion of this block covers is shown all the same. */
    boolean hasSurvivorOf(BlockId deleted) {
        for (BlockId block : places.blocks()) {
            if (deletions.isCoveredBy(block, deleted) && (!deletions.isHidden(block) || letsThrough(block))) {
                return true;
            }
        }
        return false;
    }

    private boolean letsThrough(BlockId hidden) {
        List<BlockId> parts = new ArrayList<>(places.children(hidden));
        parts.addAll(places.continuations(hidden));
        return parts.stream().anyMatch(part -> !deletions.isHidden(part));
    }

    private void addVisible(List<Element> elements, List<OpId> out) {
        for (Element element : elements) {
            if (strands.isVisible(element)) {
                out.add(element.id());
            }
        }
    }

    // ---- the tree ----

    private void showWithFollowers(BlockId block, Shown under) {
        if (deletions.isHidden(block)) {
            showRemainsOfHidden(block, under);
        } else {
            showAlone(block, under);
        }
        places.followers(block).forEach(follower -> showWithFollowers(follower, under));
    }

    /** A visible block with its children and those of its continuations. */
    private void showAlone(BlockId block, Shown under) {
        Shown shown = new Shown(block);
        under.children.add(shown);
        places.children(block).forEach(child -> showWithFollowers(child, shown));
        for (BlockId continuation : places.allContinuations(block)) {
            places.children(continuation).forEach(child -> showWithFollowers(child, shown));
        }
    }

    /** What a hidden block leaves at its place: its continuations as blocks of their own, its children. */
    private void showRemainsOfHidden(BlockId block, Shown under) {
        for (BlockId continuation : places.continuations(block)) {
            if (deletions.isHidden(continuation)) {
                showRemainsOfHidden(continuation, under);
            } else {
                showAlone(continuation, under);
            }
        }
        places.children(block).forEach(child -> showWithFollowers(child, under));
    }

    // ---- the list ----

    private void list(Shown shown, BlockId parent) {
        listed.add(new BlockView(
                shown.id,
                parent,
                registers.type(shown.id),
                noted(new TextTarget.Block(shown.id), shownText(shown.id, shownCharacters)),
                registers.properties(shown.id),
                registers.type(shown.id).equals(Operation.ROW) ? cells.shown(shown.id) : new TreeMap<>(),
                deletions.badge(shown.id),
                table(shown)));
        for (Shown child : shown.children) {
            if (!isTablePart(child) || hasSomethingToShow(child)) {
                list(child, shown.id);
            }
        }
    }

    private boolean isTablePart(Shown shown) {
        return is(ROW, shown) || is(COLUMN, shown);
    }

    private boolean is(String type, Shown shown) {
        return registers.type(shown.id).equals(type);
    }

    private boolean hasSomethingToShow(Shown part) {
        return !part.children.isEmpty()
                || !shownText(part.id, new ArrayList<>()).richText().text().isEmpty();
    }

    private BlockView.TableView table(Shown shown) {
        List<BlockId> columns = new ArrayList<>();
        for (Shown child : shown.children) {
            if (is(COLUMN, child)) {
                columns.add(child.id);
            }
        }
        List<BlockView.Row> rows = new ArrayList<>();
        for (Shown child : shown.children) {
            if (is(ROW, child)) {
                List<RichText> cells = new ArrayList<>();
                columns.forEach(column ->
                        cells.add(text(new TextTarget.Cell(child.id, column), new StrandId.Cell(child.id, column))));
                rows.add(new BlockView.Row(child.id, cells));
            }
        }
        return columns.isEmpty() && rows.isEmpty() ? null : new BlockView.TableView(columns, rows);
    }

    // ---- texts ----

    /** For each character of a shown text the operations whose marks it shows, by mark key. */
    List<Map<String, TimedOperation>> winningMarks(TextTarget target) {
        ShownText text = switch (target) {
            case TextTarget.Title title -> shownText(new StrandId.Title(), new ArrayList<>());
            case TextTarget.Cell cell -> shownText(new StrandId.Cell(cell.row(), cell.column()), new ArrayList<>());
            case TextTarget.Block block -> shownText(block.block(), new ArrayList<>());
        };
        return text.winners();
    }

    /** Every text that is shown. */
    Map<TextTarget, ShownText> texts() {
        return texts;
    }

    private RichText text(TextTarget target, StrandId strand) {
        return noted(target, shownText(strand, shownCharacters));
    }

    private RichText noted(TextTarget target, ShownText text) {
        texts.put(target, text);
        return text.richText();
    }

    private ShownText shownText(StrandId strand, List<OpId> census) {
        ShownText text = new ShownText(strands, census);
        text.add(strand, strands.elements(strand));
        return text;
    }

    /** MERGE-23. */
    private ShownText shownText(BlockId block, List<OpId> census) {
        ShownText text = new ShownText(strands, census);
        text.add(places.strand(block), places.ownElements(block));
        for (BlockId continuation : places.allContinuations(block)) {
            if (!deletions.isHidden(continuation)) {
                text.add(places.strand(continuation), places.ownElements(continuation));
            }
        }
        return text;
    }
}
