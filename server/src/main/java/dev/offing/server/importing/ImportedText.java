package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Text with marks, as it is read.
 *
 * @param text well-formed UTF-16
 * @param marks in order of their start
 */
record ImportedText(String text, List<Mark> marks) {

    static final ImportedText EMPTY = new ImportedText("", List.of());

    ImportedText {
        marks = List.copyOf(marks);
    }

    static ImportedText plain(String text) {
        return new ImportedText(text, List.of());
    }

    /** What follows an offset, with the marks over it. */
    ImportedText from(int offset) {
        List<Mark> kept = new ArrayList<>();
        for (Mark mark : marks) {
            if (mark.end > offset) {
                kept.add(new Mark(mark.type, Math.max(0, mark.start - offset), mark.end - offset, mark.value));
            }
        }
        return new ImportedText(text.substring(offset), kept);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    /**
     * @param type mark type of the engine
     * @param start UTF-16 offset, inclusive
     * @param end UTF-16 offset, exclusive
     * @param value mark value
     */
    record Mark(String type, int start, int end, Value value) {}

    /** Collects text and the marks over it. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final List<Mark> marks = new ArrayList<>();

        int length() {
            return text.length();
        }

        Builder append(String part) {
            // NUL and lone surrogates are no text anybody typed.
            for (int i = 0; i < part.length(); i++) {
                char unit = part.charAt(i);
                if (unit == 0) {
                    continue;
                }
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < part.length()
                        && Character.isLowSurrogate(part.charAt(i + 1));
                if (pair) {
                    text.append(unit).append(part.charAt(++i));
                } else {
                    text.append(Character.isSurrogate(unit) ? '\uFFFD' : unit);
                }
            }
            return this;
        }

        Builder append(ImportedText other) {
            int offset = text.length();
            text.append(other.text);
            for (Mark mark : other.marks) {
                marks.add(new Mark(mark.type, mark.start + offset, mark.end + offset, mark.value));
            }
            return this;
        }

        Builder mark(String type, int start, Value value) {
            if (text.length() > start) {
                marks.add(new Mark(type, start, text.length(), value));
            }
            return this;
        }

        /** What was collected, white space included. */
        ImportedText buildExact() {
            return slice(0, text.length());
        }

        /** What was collected, without white space at its ends. */
        ImportedText build() {
            int from = 0;
            int to = text.length();
            while (from < to && Character.isWhitespace(text.charAt(from))) {
                from++;
            }
            while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
                to--;
            }
            return slice(from, to);
        }

        private ImportedText slice(int from, int to) {
            List<Mark> kept = new ArrayList<>();
            for (Mark mark : marks) {
                int start = Math.max(mark.start, from) - from;
                int end = Math.min(mark.end, to) - from;
                if (start < end) {
                    kept.add(new Mark(mark.type, start, end, mark.value));
                }
            }
            return new ImportedText(text.substring(from, to), kept);
        }
    }
}
