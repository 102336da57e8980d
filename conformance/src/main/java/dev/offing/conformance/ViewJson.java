package dev.offing.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.PropertyView;
import dev.offing.engine.RichText;
import dev.offing.engine.Value;
import java.util.Map;

/** Everything a document shows, as a JSON text for people and for comparison: two equal views have one text. */
final class ViewJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ViewJson() {}

    /** What a document shows, and how many changes wait in it. */
    static String of(Document document) {
        ObjectNode json = JSON.createObjectNode();
        json.put("pending", document.pending().size());
        view(document.view(), json.putObject("view"));
        ArrayNode trash = json.putArray("trash");
        document.trash().forEach(block -> block(block, trash.addObject()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a tree of nodes can always be written", impossible);
        }
    }

    private static void view(DocumentView view, ObjectNode json) {
        richText(view.title(), json.putObject("title"));
        properties(view.properties(), json.putObject("properties"));
        if (!view.schema().isEmpty()) {
            ArrayNode schema = json.putArray("schema");
            view.schema().forEach(property -> property(property, schema.addObject()));
        }
        ArrayNode blocks = json.putArray("blocks");
        view.blocks().forEach(block -> block(block, blocks.addObject()));
    }

    private static void block(BlockView block, ObjectNode json) {
        json.put("id", block.id().toString());
        json.put("parent", block.parent() == null ? null : block.parent().toString());
        json.put("type", block.type());
        richText(block.text(), json.putObject("text"));
        properties(block.properties(), json.putObject("properties"));
        if (!block.cells().isEmpty()) {
            ObjectNode cells = json.putObject("cells");
            block.cells().forEach((property, cell) -> cells.set(property, cell(cell)));
        }
        if (block.survivor() != null) {
            ObjectNode survivor = json.putObject("survivor");
            ArrayNode deletions = survivor.putArray("deletions");
            block.survivor().deletions().forEach(id -> deletions.add(id.toString()));
            ArrayNode keepers = survivor.putArray("keepers");
            block.survivor().keepers().forEach(id -> keepers.add(id.toString()));
        }
        if (block.table() != null) {
            ObjectNode table = json.putObject("table");
            ArrayNode columns = table.putArray("columns");
            block.table().columns().forEach(id -> columns.add(id.toString()));
            ArrayNode rows = table.putArray("rows");
            for (BlockView.Row row : block.table().rows()) {
                ObjectNode rowJson = rows.addObject().put("id", row.id().toString());
                ArrayNode cells = rowJson.putArray("cells");
                row.cells().forEach(cell -> richText(cell, cells.addObject()));
            }
        }
    }

    private static void property(PropertyView property, ObjectNode json) {
        json.put("id", property.id()).put("type", property.type()).put("name", property.name());
        ArrayNode options = json.putArray("options");
        for (PropertyView.Option option : property.options()) {
            options.addObject()
                    .put("id", option.id())
                    .put("name", option.name())
                    .put("color", option.color());
        }
    }

    private static JsonNode cell(CellView cell) {
        return switch (cell) {
            case CellView.Single single -> {
                ObjectNode holder = JSON.createObjectNode();
                value("value", single.value(), holder);
                yield holder.get("value");
            }
            case CellView.Several several -> {
                ArrayNode values = JSON.createArrayNode();
                several.values().forEach(value -> values.add(cell(new CellView.Single(value))));
                yield values;
            }
            case CellView.Unconverted unconverted -> {
                ObjectNode holder = JSON.createObjectNode();
                holder.set("unconverted", cell(unconverted.raw()));
                yield holder;
            }
        };
    }

    private static void richText(RichText text, ObjectNode json) {
        json.put("text", text.text());
        ArrayNode marks = json.putArray("marks");
        for (MarkRun run : text.marks()) {
            ObjectNode mark = marks.addObject();
            mark.put("type", run.type()).put("start", run.start()).put("end", run.end());
            value("value", run.value(), mark);
        }
    }

    private static void properties(Map<String, Value> properties, ObjectNode json) {
        properties.forEach((key, value) -> value(key, value, json));
    }

    private static void value(String key, Value value, ObjectNode json) {
        switch (value) {
            case Value.Absent ignored -> json.putNull(key);
            case Value.Bool bool -> json.put(key, bool.value());
            case Value.Num num -> json.put(key, num.value());
            case Value.Text text -> json.put(key, text.value());
        }
    }
}
