package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.OpId;
import dev.offing.engine.Patch;
import dev.offing.engine.PropertyView;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.RichText;
import dev.offing.engine.Survivor;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Patches as JSON, written from what {@code web/src/engine/types.ts} declares and not from the code of the
 * compiled engine, which must give the same.
 */
final class PatchJson {

    private PatchJson() {}

    static String of(Patch patch) {
        List<String> edits = new ArrayList<>();
        patch.edits().forEach(edit -> edits.add(edit(edit)));
        return array(edits);
    }

    private static String edit(Patch.Edit edit) {
        return switch (edit) {
            case Patch.Edit.Insert insert ->
                object("kind", "\"insert\"", "block", block(insert.block()), "index", "" + insert.index());
            case Patch.Edit.Remove remove -> object("kind", "\"remove\"", "block", id(remove.block()));
            case Patch.Edit.Move move ->
                object(
                        "kind",
                        "\"move\"",
                        "block",
                        id(move.block()),
                        "parent",
                        id(move.parent()),
                        "index",
                        "" + move.index());
            case Patch.Edit.Splice splice ->
                object(
                        "kind",
                        "\"splice\"",
                        "target",
                        target(splice.target()),
                        "offset",
                        "" + splice.offset(),
                        "removed",
                        "" + splice.removed(),
                        "inserted",
                        string(splice.inserted()));
            case Patch.Edit.Marks marks ->
                object("kind", "\"marks\"", "target", target(marks.target()), "marks", marks(marks.runs()));
            case Patch.Edit.Type type ->
                object("kind", "\"type\"", "block", id(type.block()), "type", string(type.type()));
            case Patch.Edit.Property property ->
                object(
                        "kind",
                        "\"property\"",
                        "block",
                        id(property.block()),
                        "key",
                        string(property.key()),
                        "value",
                        value(property.value()));
            case Patch.Edit.Cell cell ->
                object(
                        "kind",
                        "\"cell\"",
                        "block",
                        id(cell.row()),
                        "property",
                        string(cell.property()),
                        "cell",
                        cell(cell.cell()));
            case Patch.Edit.Schema schema ->
                object("kind", "\"schema\"", "block", "null", "properties", schema(schema.properties()));
            case Patch.Edit.Badge badge ->
                object("kind", "\"badge\"", "block", id(badge.block()), "survivor", survivor(badge.survivor()));
            case Patch.Edit.Table table ->
                object("kind", "\"table\"", "block", id(table.block()), "table", table(table.table()));
        };
    }

    private static String block(BlockView block) {
        List<String> properties = new ArrayList<>();
        for (Map.Entry<String, Value> property : block.properties().entrySet()) {
            properties.add(string(property.getKey()) + ":" + value(property.getValue()));
        }
        List<String> parts = new ArrayList<>(List.of(
                "id",
                id(block.id()),
                "parent",
                id(block.parent()),
                "type",
                string(block.type()),
                "text",
                string(block.text().text()),
                "marks",
                marks(block.text().marks()),
                "properties",
                "{" + String.join(",", properties) + "}"));
        if (!block.cells().isEmpty()) {
            List<String> cells = new ArrayList<>();
            block.cells().forEach((property, cell) -> cells.add(string(property) + ":" + cell(cell)));
            parts.addAll(List.of("cells", "{" + String.join(",", cells) + "}"));
        }
        parts.addAll(List.of("survivor", survivor(block.survivor()), "table", table(block.table())));
        return object(parts.toArray(String[]::new));
    }

    private static String cell(CellView cell) {
        return switch (cell) {
            case null -> "null";
            case CellView.Single single -> value(single.value());
            case CellView.Several several ->
                array(several.values().stream().map(PatchJson::value).toList());
            case CellView.Unconverted unconverted -> object("unconverted", cell(unconverted.raw()));
        };
    }

    private static String schema(List<PropertyView> schema) {
        List<String> properties = new ArrayList<>();
        for (PropertyView property : schema) {
            List<String> options = new ArrayList<>();
            for (PropertyView.Option option : property.options()) {
                options.add(object(
                        "id", string(option.id()), "name", string(option.name()), "color", string(option.color())));
            }
            properties.add(object(
                    "id",
                    string(property.id()),
                    "type",
                    string(property.type()),
                    "name",
                    string(property.name()),
                    "options",
                    array(options)));
        }
        return array(properties);
    }

    private static String marks(List<MarkRun> runs) {
        List<String> all = new ArrayList<>();
        for (MarkRun run : runs) {
            all.add(array(List.of(string(run.type()), "" + run.start(), "" + run.end(), value(run.value()))));
        }
        return array(all);
    }

    private static String survivor(Survivor survivor) {
        if (survivor == null) {
            return "null";
        }
        return object(
                "deletions",
                array(survivor.deletions().stream()
                        .map(OpId::toString)
                        .map(PatchJson::string)
                        .toList()),
                "keepers",
                array(survivor.keepers().stream()
                        .map(ReplicaId::toString)
                        .map(PatchJson::string)
                        .toList()));
    }

    private static String table(BlockView.TableView table) {
        if (table == null) {
            return "null";
        }
        List<String> rows = new ArrayList<>();
        for (BlockView.Row row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (RichText cell : row.cells()) {
                cells.add(object("text", string(cell.text()), "marks", marks(cell.marks())));
            }
            rows.add(object("id", id(row.id()), "cells", array(cells)));
        }
        return object(
                "columns", array(table.columns().stream().map(PatchJson::id).toList()), "rows", array(rows));
    }

    private static String target(TextTarget target) {
        return switch (target) {
            case TextTarget.Title title -> "\"title\"";
            case TextTarget.Block block -> id(block.block());
            case TextTarget.Cell cell -> string(cell.row() + "/" + cell.column());
        };
    }

    private static String value(Value value) {
        return switch (value) {
            case Value.Absent absent -> "null";
            case Value.Bool bool -> "" + bool.value();
            case Value.Num number -> "" + number.value();
            case Value.Text text -> string(text.value());
        };
    }

    private static String id(BlockId id) {
        return id == null ? "null" : string(id.toString());
    }

    /** @param parts names and JSON values in turn */
    private static String object(String... parts) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        for (int i = 0; i < parts.length; i += 2) {
            object.add(string(parts[i]) + ":" + parts[i + 1]);
        }
        return object.toString();
    }

    private static String array(List<String> items) {
        return "[" + String.join(",", items) + "]";
    }

    static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit < ' ' || unit == '"' || unit == '\\') {
                out.append(String.format("\\u%04x", (int) unit));
            } else {
                out.append(unit);
            }
        }
        return out.append('"').toString();
    }
}
