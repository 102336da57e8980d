package dev.offing.simulator;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.PageRecordView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Random work of people: which document, and what is done to it. Pages of odd number are journals:
 * there words are only added, each found nowhere else, so that one which is missing or doubled at the
 * end was lost or applied twice.
 */
final class Edits {

    /** @param tokens words typed into a journal */
    record Edit(Change change, List<String> tokens) {}

    private final int documentsMax;
    private int pages;
    private int words;

    Edits(int documentsMax) {
        this.documentsMax = documentsMax;
    }

    static boolean isJournal(DocumentId id) {
        return !id.isRecord() && (Character.digit(id.text().charAt(33), 16) & 1) == 1;
    }

    /** A document the device knows, or a new one. */
    DocumentId choose(Collection<DocumentId> known, Chance chance) {
        if (known.isEmpty() || pages < documentsMax && chance.oneIn(6)) {
            pages++;
            return chance.oneIn(3) ? DocumentId.record(page(pages)) : DocumentId.page(page(pages));
        }
        int choice = chance.below(known.size());
        for (DocumentId id : known) {
            if (choice-- == 0) {
                return id;
            }
        }
        throw new IllegalStateException("a choice is beyond the end");
    }

    /** @return null if nothing came of it */
    Edit edit(DocumentId id, Document document, Chance chance, long wallMillis) {
        List<String> tokens = new ArrayList<>();
        if (id.isRecord()) {
            place(document, chance);
        } else if (isJournal(id)) {
            note(document, chance, tokens);
        } else {
            for (int i = chance.below(3); i >= 0; i--) {
                write(document, chance);
            }
        }
        Change change = document.commit(wallMillis);
        return change == null ? null : new Edit(change, tokens);
    }

    /** Something no server takes: a block in a page record. */
    static Edit poison(Document document, long wallMillis) {
        document.newBlock(null, null, "paragraph");
        return new Edit(document.commit(wallMillis), List.of());
    }

    private void place(Document document, Chance chance) {
        switch (chance.below(3)) {
            case 0 -> {
                document.setProperty(null, PageRecordView.PARENT, new Value.Text(page(1 + chance.below(documentsMax))));
                document.setProperty(null, PageRecordView.MOVED, new Value.Num(1 + chance.below(9)));
            }
            case 1 -> document.setProperty(null, PageRecordView.TRASHED, new Value.Bool(chance.oneIn(3)));
            default -> document.setProperty(null, PageRecordView.ICON, new Value.Text("i" + chance.below(1_000)));
        }
    }

    private void note(Document document, Chance chance, List<String> tokens) {
        List<BlockView> blocks = document.view().blocks();
        if (blocks.isEmpty() || blocks.size() < 6 && chance.oneIn(12)) {
            document.newBlock(null, blocks.isEmpty() ? null : blocks.getLast().id(), "paragraph");
            return;
        }
        BlockView block = blocks.get(chance.below(blocks.size()));
        String text = block.text().text();
        String token = word(chance);
        tokens.add(token);
        document.insert(new TextTarget.Block(block.id()), chance.oneIn(3) ? 0 : text.length(), token);
    }

    private String word(Chance chance) {
        words++;
        return "w" + words + (chance.oneIn(4) ? "😀;" : ";");
    }

    private void write(Document document, Chance chance) {
        DocumentView view = document.view();
        List<BlockView> blocks = view.blocks();
        if (blocks.isEmpty() || blocks.size() < 12 && chance.oneIn(6)) {
            document.newBlock(null, blocks.isEmpty() ? null : topLevel(blocks), "paragraph");
            return;
        }
        BlockView block = blocks.get(chance.below(blocks.size()));
        BlockView other = blocks.get(chance.below(blocks.size()));
        int length = block.text().text().length();
        switch (chance.below(10)) {
            case 0 -> document.insert(new TextTarget.Title(), 0, "t" + chance.below(100));
            case 1 -> document.split(block.id(), chance.below(length + 1), "paragraph");
            case 2 -> document.delete(block.id());
            case 3, 4 -> {
                if (length > 0) {
                    int start = chance.below(length);
                    document.delete(new TextTarget.Block(block.id()), start, start + 1 + chance.below(length - start));
                }
            }
            case 5 -> {
                if (block.parent() == null
                        && other.parent() == null
                        && !block.id().equals(other.id())) {
                    document.move(block.id(), null, other.id());
                }
            }
            case 6 -> document.setProperty(block.id(), "k", new Value.Num(chance.below(100)));
            default ->
                document.insert(
                        new TextTarget.Block(block.id()),
                        chance.below(length + 1),
                        "w" + chance.below(10_000) + (chance.oneIn(4) ? "😀" : ""));
        }
    }

    private static BlockId topLevel(List<BlockView> blocks) {
        for (BlockView block : blocks) {
            if (block.parent() == null) {
                return block.id();
            }
        }
        throw new IllegalStateException("the first block has a parent");
    }

    static String page(int number) {
        String digits = Integer.toHexString(number);
        return "0".repeat(32 - digits.length()) + digits;
    }
}
