package dev.offing.browser;

import dev.offing.engine.Anchor;
import dev.offing.engine.BlockId;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.StrandId;
import dev.offing.engine.TextTarget;

/**
 * Text targets and carets as strings. A target is {@code title}, a block id, or {@code row/column}; a
 * caret is a strand, written the same way, a space, and its anchor: {@code ^} the start, {@code $} the
 * end, {@code <id} before or {@code >id} after an element. {@code parse} throws
 * IllegalArgumentException for anything else.
 */
final class Targets {

    private static final String TITLE = "title";

    private Targets() {}

    static TextTarget parse(String target) {
        if (target.equals(TITLE)) {
            return new TextTarget.Title();
        }
        int slash = target.indexOf('/');
        return slash < 0
                ? new TextTarget.Block(BlockId.parse(target))
                : new TextTarget.Cell(
                        BlockId.parse(target.substring(0, slash)), BlockId.parse(target.substring(slash + 1)));
    }

    static String format(TextTarget target) {
        return switch (target) {
            case TextTarget.Title title -> TITLE;
            case TextTarget.Block block -> block.block().toString();
            case TextTarget.Cell cell -> cell.row() + "/" + cell.column();
        };
    }

    static String formatCaret(Document.Caret caret) {
        String strand = switch (caret.strand()) {
            case StrandId.Title title -> TITLE;
            case StrandId.OfBlock block -> block.head().toString();
            case StrandId.Cell cell -> cell.row() + "/" + cell.column();
        };
        String anchor = switch (caret.anchor()) {
            case Anchor.Start start -> "^";
            case Anchor.End end -> "$";
            case Anchor.Before before -> "<" + before.element();
            case Anchor.After after -> ">" + after.element();
        };
        return strand + " " + anchor;
    }

    static Document.Caret parseCaret(String caret) {
        int space = caret.indexOf(' ');
        if (space < 0 || space + 1 >= caret.length()) {
            throw new IllegalArgumentException("not a caret");
        }
        StrandId strand = switch (parse(caret.substring(0, space))) {
            case TextTarget.Title title -> new StrandId.Title();
            case TextTarget.Block block -> new StrandId.OfBlock(block.block());
            case TextTarget.Cell cell -> new StrandId.Cell(cell.row(), cell.column());
        };
        String rest = caret.substring(space + 2);
        Anchor anchor = switch (caret.charAt(space + 1)) {
            case '^' -> new Anchor.Start();
            case '$' -> new Anchor.End();
            case '<' -> new Anchor.Before(OpId.parse(rest));
            case '>' -> new Anchor.After(OpId.parse(rest));
            default -> throw new IllegalArgumentException("not a caret");
        };
        return new Document.Caret(strand, anchor);
    }
}
