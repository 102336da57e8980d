package dev.offing.server.search;

import dev.offing.engine.BlockView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.RichText;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What search reads of a page: a line for each block, then the comments. The title is not in it. */
final class PageText {

    /** Properties of blocks that hold words a person wrote or would look for. */
    private static final List<String> WORDS_IN_PROPERTIES = List.of("caption", "name");

    private static final String COMMENT = "comment/";

    private PageText() {}

    static String of(DocumentView view) {
        List<String> lines = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            add(lines, block.text().text());
            for (String key : WORDS_IN_PROPERTIES) {
                addText(lines, block.properties().get(key));
            }
            if (block.table() != null) {
                for (BlockView.Row row : block.table().rows()) {
                    add(
                            lines,
                            row.cells().stream()
                                    .map(RichText::text)
                                    .filter(text -> !text.isEmpty())
                                    .collect(Collectors.joining(" · ")));
                }
            }
        }
        view.properties().tailMap(COMMENT).forEach((key, value) -> {
            if (key.startsWith(COMMENT)) {
                addText(lines, value);
            }
        });
        return String.join("\n", lines);
    }

    private static void addText(List<String> lines, Value value) {
        if (value instanceof Value.Text text) {
            add(lines, text.value());
        }
    }

    private static void add(List<String> lines, String text) {
        if (!text.isEmpty()) {
            lines.add(text.replace('\n', ' '));
        }
    }
}
