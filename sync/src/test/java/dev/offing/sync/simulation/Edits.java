package dev.offing.sync.simulation;

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

/** Random work of people: which document, and what is done to it. */
final class Edits {

    private final World world;
    private final int documentsMax;
    private int pages;

    Edits(World world, int documentsMax) {
        this.world = world;
        this.documentsMax = documentsMax;
    }

    /** A document the device knows, or a new one. */
    DocumentId choose(Collection<DocumentId> known) {
        if (known.isEmpty() || pages < documentsMax && world.chance(6)) {
            pages++;
            return world.chance(2) ? DocumentId.page(page(pages)) : DocumentId.record(page(pages));
        }
        List<DocumentId> choices = new ArrayList<>(known);
        return choices.get(world.below(choices.size()));
    }

    /** @return the change, null if nothing came of it */
    Change edit(DocumentId id, Document document, long now) {
        if (id.isRecord()) {
            place(document);
        } else {
            for (int i = world.below(3); i >= 0; i--) {
                write(document);
            }
        }
        return document.commit(now);
    }

    private void place(Document document) {
        switch (world.below(3)) {
            case 0 -> {
                document.setProperty(null, PageRecordView.PARENT, new Value.Text(page(1 + world.below(documentsMax))));
                document.setProperty(null, PageRecordView.MOVED, new Value.Num(1 + world.below(9)));
            }
            case 1 -> document.setProperty(null, PageRecordView.TRASHED, new Value.Bool(world.chance(3)));
            default -> document.setProperty(null, PageRecordView.ICON, new Value.Text("i" + world.below(1_000)));
        }
    }

    private void write(Document document) {
        DocumentView view = document.view();
        List<BlockView> blocks = view.blocks();
        if (blocks.isEmpty() || world.chance(6)) {
            BlockId after = blocks.isEmpty() ? null : topLevel(blocks);
            document.newBlock(null, after, "paragraph");
            return;
        }
        BlockView block = blocks.get(world.below(blocks.size()));
        BlockView other = blocks.get(world.below(blocks.size()));
        int length = block.text().text().length();
        switch (world.below(9)) {
            case 0 -> document.insert(new TextTarget.Title(), 0, "t" + world.below(100));
            case 1 -> document.split(block.id(), world.below(length + 1), "paragraph");
            case 2 -> document.delete(block.id());
            case 3 -> {
                if (length > 0) {
                    int start = world.below(length);
                    document.delete(new TextTarget.Block(block.id()), start, start + 1 + world.below(length - start));
                }
            }
            case 4 -> {
                if (block.parent() == null
                        && other.parent() == null
                        && !block.id().equals(other.id())) {
                    document.move(block.id(), null, other.id());
                }
            }
            case 5 -> document.setProperty(block.id(), "k", new Value.Num(world.below(100)));
            default ->
                document.insert(
                        new TextTarget.Block(block.id()), world.below(length + 1), "w" + world.below(10_000) + "😀");
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

    private static String page(int number) {
        String digits = Integer.toHexString(number);
        return "0".repeat(32 - digits.length()) + digits;
    }
}
