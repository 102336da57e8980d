package dev.offing.engine;

import java.util.List;

/**
 * A shown text.
 *
 * @param text well-formed UTF-16
 * @param marks its marks, in the order {@link MarkRun} states
 */
public record RichText(String text, List<MarkRun> marks) {

    /** No text. */
    public static final RichText EMPTY = new RichText("", List.of());

    /** Copies the list. */
    public RichText {
        marks = List.copyOf(marks);
    }
}
