package dev.offing.torture;

import dev.offing.client.Page;
import dev.offing.client.PageId;
import dev.offing.client.Workspace;
import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Document;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client in a process of its own: types numbered words into journals and edits scratch pages in every way, until
 * its standard input ends or it is killed. It prints {@code saved WORD} when a word is durable on this device, and
 * {@code acknowledged WORD} when the page has said since that nothing of it waits to be sent.
 */
public final class Typist {

    private static final int REST_MILLIS_MAX = 120;
    private static final int BLOCKS_MAX = 40;
    private static final int TEXT_MAX = 400;
    private static final int TITLE_MAX = 60;
    private static final String[] SCRAPS = {"tide ", "é", "anchor", " ", "lee", "🚢", "fathom "};

    private final PrintStream out = System.out;
    private final Workspace workspace;
    private final Random random;
    private final List<Page> journals;
    private final List<Page> scratch;
    private final String prefix;
    private final Map<Page, List<String>> unacknowledged = new LinkedHashMap<>();
    private int words;
    private volatile boolean over;

    private Typist(Workspace workspace, String prefix, long seed, List<Page> journals, List<Page> scratch) {
        this.workspace = workspace;
        this.prefix = prefix;
        this.random = new Random(seed);
        this.journals = journals;
        this.scratch = scratch;
    }

    /**
     * Types.
     *
     * @param arguments folder, prefix of its words, seed, ids of journals, ids of scratch pages, both with commas
     */
    public static void main(String[] arguments) {
        try (Workspace workspace = Workspace.open(Path.of(arguments[0]))) {
            new Typist(
                            workspace,
                            arguments[1],
                            Long.parseLong(arguments[2]),
                            pages(workspace, arguments[3]),
                            pages(workspace, arguments[4]))
                    .type();
        }
    }

    private static List<Page> pages(Workspace workspace, String ids) {
        List<Page> pages = new ArrayList<>();
        for (String id : ids.split(",")) {
            pages.add(workspace.page(new PageId(id)));
        }
        return pages;
    }

    private void type() {
        Thread.ofPlatform().daemon().start(this::awaitEnd);
        while (!over) {
            if (random.nextInt(4) == 0) {
                scratch.get(random.nextInt(scratch.size())).edit(this::scribble);
            } else {
                word();
            }
            acknowledge();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(REST_MILLIS_MAX)));
        }
    }

    private void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said, only the end counts.
            }
        } catch (IOException e) {
            // So it has ended.
        }
        over = true;
    }

    private void word() {
        String word = prefix + "n" + words++;
        Page journal = journals.get(random.nextInt(journals.size()));
        journal.edit(document -> type(document, word));
        unacknowledged.computeIfAbsent(journal, page -> new ArrayList<>()).add(word);
        say("saved " + word);
    }

    private void acknowledge() {
        unacknowledged.forEach((journal, typed) -> {
            if (!typed.isEmpty() && journal.unsent() == 0) {
                typed.forEach(word -> say("acknowledged " + word));
                typed.clear();
            }
        });
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    /** At the start or the end of a paragraph: no word is ever typed into another. */
    private void type(Document document, String word) {
        List<BlockView> blocks = document.view().blocks();
        if (blocks.isEmpty() || random.nextInt(8) == 0) {
            BlockId after = blocks.isEmpty()
                    ? null
                    : blocks.get(random.nextInt(blocks.size())).id();
            document.insert(new TextTarget.Block(document.newBlock(null, after, "paragraph")), 0, word + " ");
            return;
        }
        BlockView block = blocks.get(random.nextInt(blocks.size()));
        int length = block.text().text().length();
        document.insert(new TextTarget.Block(block.id()), random.nextBoolean() ? 0 : length, " " + word + " ");
    }

    private void scribble(Document document) {
        List<BlockView> blocks = document.view().blocks();
        if (blocks.size() < 3) {
            document.newBlock(null, null, "paragraph");
            return;
        }
        BlockView block = blocks.get(random.nextInt(blocks.size()));
        TextTarget text = new TextTarget.Block(block.id());
        int length = block.text().text().length();
        boolean crowded = blocks.size() > BLOCKS_MAX;
        switch (random.nextInt(8)) {
            case 0 -> document.mark(text, 0, length, "bold", Value.TRUE);
            case 1 -> document.setType(block.id(), random.nextBoolean() ? "paragraph" : "heading");
            case 2 -> document.setProperty(block.id(), "checked", random.nextBoolean() ? Value.TRUE : Value.ABSENT);
            case 3 -> {
                if (crowded || length > TEXT_MAX) {
                    document.delete(block.id());
                } else {
                    document.split(block.id(), length, "paragraph");
                }
            }
            case 4 -> document.move(block.id(), null, null);
            case 5 -> document.delete(text, 0, block.text().text().offsetByCodePoints(0, Math.min(length, 1)));
            case 6 -> retitle(document);
            default -> document.insert(text, length, SCRAPS[random.nextInt(SCRAPS.length)]);
        }
    }

    private void retitle(Document document) {
        TextTarget title = new TextTarget.Title();
        int length = document.title().text().length();
        if (length > TITLE_MAX) {
            document.delete(title, 0, length);
        } else {
            document.insert(title, 0, SCRAPS[random.nextInt(SCRAPS.length)]);
        }
    }
}
