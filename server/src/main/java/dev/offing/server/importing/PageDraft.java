package dev.offing.server.importing;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.Limits;
import dev.offing.engine.TextTarget;
import java.util.ArrayList;
import java.util.List;

/** A page, read and ready to be written. */
public final class PageDraft {

    /** Blocks and cells a change holds at most; each costs up to a handful of operations. */
    private static final int STEPS_PER_CHANGE = Limits.CHANGE_OPERATIONS_MAX / 10;

    private final String id;
    private final String parent;
    private final String title;
    private final List<ImportedBlock> blocks;

    PageDraft(String id, String parent, String title, List<ImportedBlock> blocks) {
        this.id = id;
        this.parent = parent;
        this.title = title;
        this.blocks = blocks;
    }

    /** The same page with more blocks at its end. */
    PageDraft with(List<ImportedBlock> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<ImportedBlock> all = new ArrayList<>(blocks);
        all.addAll(more);
        return new PageDraft(id, parent, title, all);
    }

    public String id() {
        return id;
    }

    /** Id of the page it hangs under, null for the top of the import. */
    public String parent() {
        return parent;
    }

    public String title() {
        return title;
    }

    /**
     * Writes title and blocks into an empty document.
     *
     * @param wallMillis for people only
     * @return the changes, in order; each within the limits of a change
     */
    public List<Change> changes(Document document, long wallMillis) {
        Writer writer = new Writer(document, wallMillis);
        document.insert(new TextTarget.Title(), 0, title);
        writer.blocks(null, blocks);
        writer.commit();
        return writer.changes;
    }

    private static final class Writer {
        private final Document document;
        private final long wallMillis;
        private final List<Change> changes = new ArrayList<>();
        private int steps;

        Writer(Document document, long wallMillis) {
            this.document = document;
            this.wallMillis = wallMillis;
        }

        void blocks(BlockId parent, List<ImportedBlock> blocks) {
            BlockId after = null;
            for (ImportedBlock block : blocks) {
                BlockId id = document.newBlock(parent, after, block.type());
                write(new TextTarget.Block(id), block.text());
                block.properties().forEach((key, value) -> document.setProperty(id, key, value));
                if (!block.rows().isEmpty()) {
                    table(id, block.rows());
                }
                blocks(id, block.children());
                after = id;
                step();
            }
        }

        private void table(BlockId table, List<List<ImportedText>> rows) {
            List<BlockId> columns = new ArrayList<>();
            int width = rows.stream().mapToInt(List::size).max().orElse(0);
            BlockId after = null;
            for (int i = 0; i < width; i++) {
                after = document.newBlock(table, after, "tableColumn");
                columns.add(after);
            }
            for (List<ImportedText> cells : rows) {
                after = document.newBlock(table, after, "tableRow");
                for (int i = 0; i < cells.size(); i++) {
                    write(new TextTarget.Cell(after, columns.get(i)), cells.get(i));
                    step();
                }
            }
        }

        private void write(TextTarget target, ImportedText text) {
            if (text.text().isEmpty()) {
                return;
            }
            document.insert(target, 0, text.text());
            for (ImportedText.Mark mark : text.marks()) {
                document.mark(target, mark.start(), mark.end(), mark.type(), mark.value());
            }
        }

        private void step() {
            if (++steps >= STEPS_PER_CHANGE) {
                commit();
            }
        }

        private void commit() {
            steps = 0;
            Change change = document.commit(wallMillis);
            if (change != null) {
                changes.add(change);
            }
        }
    }
}
