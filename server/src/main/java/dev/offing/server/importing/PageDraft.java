package dev.offing.server.importing;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.Limits;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;

/** A page, read and ready to be written. */
public final class PageDraft {

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
        writer.text(new TextTarget.Title(), title);
        writer.blocks(null, blocks);
        writer.commit();
        return writer.changes;
    }

    private static final class Writer {
        private final Document document;
        private final long wallMillis;
        private final List<Change> changes = new ArrayList<>();

        Writer(Document document, long wallMillis) {
            this.document = document;
            this.wallMillis = wallMillis;
        }

        void blocks(BlockId parent, List<ImportedBlock> blocks) {
            BlockId after = null;
            for (ImportedBlock block : blocks) {
                BlockId id = open(0).newBlock(parent, after, block.type());
                write(new TextTarget.Block(id), block.text());
                block.properties().forEach((key, value) -> open(length(value)).setProperty(id, key, value));
                if (!block.rows().isEmpty()) {
                    table(id, block.rows());
                }
                blocks(id, block.children());
                after = id;
            }
        }

        private void table(BlockId table, List<List<ImportedText>> rows) {
            List<BlockId> columns = new ArrayList<>();
            int width = rows.stream().mapToInt(List::size).max().orElse(0);
            BlockId after = null;
            for (int i = 0; i < width; i++) {
                after = open(0).newBlock(table, after, "tableColumn");
                columns.add(after);
            }
            for (List<ImportedText> cells : rows) {
                after = open(0).newBlock(table, after, "tableRow");
                for (int i = 0; i < cells.size(); i++) {
                    write(new TextTarget.Cell(after, columns.get(i)), cells.get(i));
                }
            }
        }

        private void write(TextTarget target, ImportedText text) {
            text(target, text.text());
            for (ImportedText.Mark mark : text.marks()) {
                open(length(mark.value())).mark(target, mark.start(), mark.end(), mark.type(), mark.value());
            }
        }

        /** A long text goes in parts of whole characters, as no change holds more than so much. */
        void text(TextTarget target, String text) {
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + Limits.RUN_UTF16_MAX);
                if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                    end--;
                }
                open(end - at).insert(target, at, text.substring(at, end));
                at = end;
            }
        }

        private static int length(Value value) {
            return value instanceof Value.Text text ? text.value().length() : 0;
        }

        /** The document for a command that brings a text so long: the change before ends if it has no room. */
        private Document open(int utf16Length) {
            if (!document.hasRoom(utf16Length)) {
                commit();
            }
            return document;
        }

        private void commit() {
            Change change = document.commit(wallMillis);
            if (change != null) {
                changes.add(change);
            }
        }
    }
}
