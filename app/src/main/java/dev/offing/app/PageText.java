package dev.offing.app;

import dev.offing.client.Page;
import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A page as lines of text, one for each block. */
final class PageText {

    private PageText() {}

    static void print(DocumentView view, PrintWriter out) {
        out.println(view.title().text());
        Map<BlockId, Integer> depths = new HashMap<>();
        for (BlockView block : view.blocks()) {
            int depth = block.parent() == null ? 0 : depths.getOrDefault(block.parent(), 0) + 1;
            depths.put(block.id(), depth);
            String indent = "  ".repeat(depth);
            block.text().text().lines().forEach(line -> out.println(indent + line));
            if (block.text().text().isEmpty() && block.table() == null) {
                out.println();
            }
            if (block.table() != null) {
                for (BlockView.Row row : block.table().rows()) {
                    out.println(indent
                            + row.cells().stream().map(cell -> cell.text()).collect(Collectors.joining(" | ")));
                }
            }
        }
    }

    /** A paragraph at the end; an empty one that stands there is used. */
    static void append(Page page, String text) {
        checkLength(text);
        page.edit(document -> {
            List<BlockView> blocks = topLevel(document.view());
            BlockView last = blocks.isEmpty() ? null : blocks.getLast();
            boolean empty = last != null
                    && last.text().text().isEmpty()
                    && last.type().equals("paragraph")
                    && last.table() == null;
            BlockId block = empty ? last.id() : document.newBlock(null, last == null ? null : last.id(), "paragraph");
            document.insert(new TextTarget.Block(block), 0, text);
        });
    }

    /** @throws IllegalArgumentException if no change holds a text so long */
    private static void checkLength(String text) {
        Document document = Document.create(new ReplicaId(-1));
        document.newBlock(null, null, "paragraph");
        if (!document.hasRoom(text.length())) {
            throw new IllegalArgumentException("one line has " + text.length()
                    + " characters, more than can be saved at once: nothing was changed");
        }
    }

    private static List<BlockView> topLevel(DocumentView view) {
        return view.blocks().stream().filter(block -> block.parent() == null).toList();
    }

    /**
     * Makes the page show these lines. Blocks that stay the same at the start and the end are not touched, so that
     * what others write there at the same time stays. Many lines are saved in several steps; if the process ends
     * between two, those of the first are there.
     *
     * @throws IllegalArgumentException if the page holds more than lines of text, or no change holds one of these
     */
    static void replace(Page page, List<String> lines) {
        lines.forEach(PageText::checkLength);
        AtomicBoolean whole = new AtomicBoolean();
        do {
            page.edit(document -> whole.set(replace(document, lines)));
        } while (!whole.get());
    }

    /** @return whether it shows them now; false: the change has no more room, another one goes on */
    private static boolean replace(Document document, List<String> lines) {
        List<BlockView> blocks = document.view().blocks();
        if (blocks.stream().anyMatch(block -> block.parent() != null || block.table() != null)) {
            throw new IllegalArgumentException(
                    "the page has blocks below others, or a table, which lines of text would lose: use --append");
        }
        int start = 0;
        int shorter = Math.min(blocks.size(), lines.size());
        while (start < shorter && blocks.get(start).text().text().equals(lines.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && blocks.get(blocks.size() - 1 - end).text().text().equals(lines.get(lines.size() - 1 - end))) {
            end++;
        }
        boolean written = false;
        for (BlockView gone : blocks.subList(start, blocks.size() - end)) {
            if (!document.hasRoom(0)) {
                return false;
            }
            document.delete(gone.id());
            written = true;
        }
        BlockId after = start == 0 ? null : blocks.get(start - 1).id();
        for (String line : lines.subList(start, lines.size() - end)) {
            if (written && !document.hasRoom(line.length())) {
                return false;
            }
            after = document.newBlock(null, after, "paragraph");
            if (written && !document.hasRoom(line.length())) {
                return false;
            }
            document.insert(new TextTarget.Block(after), 0, line);
            written = true;
        }
        return true;
    }
}
