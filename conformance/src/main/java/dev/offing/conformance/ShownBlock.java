package dev.offing.conformance;

import dev.offing.engine.BlockView;
import dev.offing.engine.DocumentView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A block as a vector writes it. Equality is the comparison of the vectors: everything counts, and
 * what a vector leaves out is its default (no marks, paragraph, top level, no properties).
 *
 * @param name the vector's name for the block
 * @param parent name of the block it is shown in, null = top level
 * @param type block type
 * @param text shown text
 * @param marks mark runs by type, start, end, value
 * @param properties by key
 */
public record ShownBlock(
        String name,
        String parent,
        String type,
        String text,
        List<MarkRun> marks,
        SortedMap<String, Value> properties) {

    static final String DEFAULT_TYPE = "paragraph";

    private static final Comparator<MarkRun> MARK_ORDER = Comparator.comparing(MarkRun::type)
            .thenComparingInt(MarkRun::start)
            .thenComparingInt(MarkRun::end)
            .thenComparing(run -> json(run.value()));

    public ShownBlock {
        marks = marks.stream().sorted(MARK_ORDER).toList();
        properties = new TreeMap<>(properties);
    }

    /** The blocks of a view, under the names of the vector. */
    public static List<ShownBlock> of(DocumentView view, BlockNames names) {
        List<ShownBlock> blocks = new ArrayList<>();
        for (BlockView block : view.blocks()) {
            blocks.add(new ShownBlock(
                    names.name(block.id()),
                    block.parent() == null ? null : names.name(block.parent()),
                    block.type(),
                    block.text().text(),
                    block.text().marks(),
                    block.properties()));
        }
        return blocks;
    }

    /** One line of JSON, defaults left out. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{\"id\":");
        quote(out, name).append(",\"text\":");
        quote(out, text);
        if (!type.equals(DEFAULT_TYPE)) {
            quote(out.append(",\"type\":"), type);
        }
        if (parent != null) {
            quote(out.append(",\"parent\":"), parent);
        }
        if (!marks.isEmpty()) {
            String separator = ",\"marks\":[";
            for (MarkRun run : marks) {
                quote(out.append(separator).append('['), run.type());
                out.append(',').append(run.start()).append(',').append(run.end());
                out.append(',').append(json(run.value())).append(']');
                separator = ",";
            }
            out.append(']');
        }
        if (!properties.isEmpty()) {
            String separator = ",\"props\":{";
            for (var entry : properties.entrySet()) {
                quote(out.append(separator), entry.getKey()).append(':').append(json(entry.getValue()));
                separator = ",";
            }
            out.append('}');
        }
        return out.append('}').toString();
    }

    static String json(Value value) {
        return switch (value) {
            case Value.Absent ignored -> "null";
            case Value.Bool bool -> String.valueOf(bool.value());
            case Value.Num num -> String.valueOf(num.value());
            case Value.Text text -> quote(new StringBuilder(), text.value()).toString();
        };
    }

    static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }
}
