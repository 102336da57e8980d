package dev.offing.browser;

import dev.offing.engine.Attribution;
import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.CellValue;
import dev.offing.engine.CellView;
import dev.offing.engine.Disagreement;
import dev.offing.engine.DocumentView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.OpId;
import dev.offing.engine.Patch;
import dev.offing.engine.PropertyView;
import dev.offing.engine.RegisterWrite;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.RichText;
import dev.offing.engine.Survivor;
import dev.offing.engine.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Views and patches as the JSON that web/src/engine/types.ts declares. Cost: the size of what is
 * written.
 */
final class ViewJson {

    private ViewJson() {}

    static String view(DocumentView view) {
        JsonWriter out = new JsonWriter();
        out.raw("{").name("title").raw("{");
        richText(out, view.title());
        out.raw("}").name("properties");
        properties(out, view.properties());
        if (!view.schema().isEmpty()) {
            out.name("schema");
            schema(out, view.schema());
        }
        out.name("blocks").raw("[");
        for (BlockView block : view.blocks()) {
            out.separate();
            block(out, block);
        }
        return out.raw("]}").toString();
    }

    static String patch(Patch patch) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (Patch.Edit edit : patch.edits()) {
            out.separate();
            edit(out, edit);
        }
        return out.raw("]").toString();
    }

    static String blocks(List<BlockView> blocks) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (BlockView block : blocks) {
            out.separate();
            block(out, block);
        }
        return out.raw("]").toString();
    }

    private static void edit(JsonWriter out, Patch.Edit edit) {
        out.raw("{").name("kind");
        switch (edit) {
            case Patch.Edit.Insert insert -> {
                out.string("insert").name("block");
                block(out, insert.block());
                out.name("index").number(insert.index());
            }
            case Patch.Edit.Remove remove -> out.string("remove").name("block").string(id(remove.block()));
            case Patch.Edit.Move move ->
                out.string("move")
                        .name("block")
                        .string(id(move.block()))
                        .name("parent")
                        .string(id(move.parent()))
                        .name("index")
                        .number(move.index());
            case Patch.Edit.Splice splice ->
                out.string("splice")
                        .name("target")
                        .string(Targets.format(splice.target()))
                        .name("offset")
                        .number(splice.offset())
                        .name("removed")
                        .number(splice.removed())
                        .name("inserted")
                        .string(splice.inserted());
            case Patch.Edit.Marks marks -> {
                out.string("marks").name("target").string(Targets.format(marks.target()));
                marks(out, marks.runs());
            }
            case Patch.Edit.Type type ->
                out.string("type")
                        .name("block")
                        .string(id(type.block()))
                        .name("type")
                        .string(type.type());
            case Patch.Edit.Property property -> {
                out.string("property").name("block").string(id(property.block()));
                out.name("key").string(property.key()).name("value");
                value(out, property.value());
            }
            case Patch.Edit.Cell cell -> {
                out.string("cell").name("block").string(id(cell.row()));
                out.name("property").string(cell.property()).name("cell");
                cell(out, cell.cell());
            }
            case Patch.Edit.Schema changed -> {
                out.string("schema").name("block").raw("null").name("properties");
                schema(out, changed.properties());
            }
            case Patch.Edit.Badge badge -> {
                out.string("badge").name("block").string(id(badge.block())).name("survivor");
                survivor(out, badge.survivor());
            }
            case Patch.Edit.Table table -> {
                out.string("table").name("block").string(id(table.block())).name("table");
                table(out, table.table());
            }
        }
        out.raw("}");
    }

    private static void block(JsonWriter out, BlockView block) {
        out.raw("{").name("id").string(id(block.id())).name("parent").string(id(block.parent()));
        out.name("type").string(block.type());
        richText(out, block.text());
        out.name("properties");
        properties(out, block.properties());
        if (!block.cells().isEmpty()) {
            out.name("cells").raw("{");
            for (Map.Entry<String, CellView> entry : block.cells().entrySet()) {
                out.separate().string(entry.getKey()).raw(":");
                cell(out, entry.getValue());
            }
            out.raw("}");
        }
        out.name("survivor");
        survivor(out, block.survivor());
        out.name("table");
        table(out, block.table());
        out.raw("}");
    }

    private static void richText(JsonWriter out, RichText text) {
        out.name("text").string(text.text());
        marks(out, text.marks());
    }

    private static void marks(JsonWriter out, List<MarkRun> runs) {
        out.name("marks").raw("[");
        for (MarkRun run : runs) {
            out.separate()
                    .raw("[")
                    .string(run.type())
                    .raw(",")
                    .number(run.start())
                    .raw(",")
                    .number(run.end())
                    .raw(",");
            value(out, run.value());
            out.raw("]");
        }
        out.raw("]");
    }

    private static void properties(JsonWriter out, Map<String, Value> properties) {
        out.raw("{");
        for (Map.Entry<String, Value> property : properties.entrySet()) {
            out.separate().string(property.getKey()).raw(":");
            value(out, property.getValue());
        }
        out.raw("}");
    }

    private static void schema(JsonWriter out, List<PropertyView> properties) {
        out.raw("[");
        for (PropertyView property : properties) {
            out.separate().raw("{").name("id").string(property.id());
            out.name("type").string(property.type()).name("name").string(property.name());
            out.name("options").raw("[");
            for (PropertyView.Option option : property.options()) {
                out.separate().raw("{").name("id").string(option.id());
                out.name("name").string(option.name()).name("color").string(option.color());
                out.raw("}");
            }
            out.raw("]}");
        }
        out.raw("]");
    }

    private static void cell(JsonWriter out, @Nullable CellView cell) {
        switch (cell) {
            case null -> out.raw("null");
            case CellView.Single single -> value(out, single.value());
            case CellView.Several several -> {
                out.raw("[");
                for (Value value : several.values()) {
                    out.separate();
                    value(out, value);
                }
                out.raw("]");
            }
            case CellView.Unconverted unconverted -> {
                out.raw("{").name("unconverted");
                cell(out, unconverted.raw());
                out.raw("}");
            }
        }
    }

    static String losers(List<RegisterWrite<CellValue>> losers) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (RegisterWrite<CellValue> loser : losers) {
            out.separate().raw("{").name("value");
            value(out, loser.value().value());
            out.name("author").string(loser.by().author().toString());
            out.name("wallMillis").number((double) loser.by().wallMillis());
            out.raw("}");
        }
        return out.raw("]").toString();
    }

    static String disagreements(List<Disagreement> disagreements) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (Disagreement one : disagreements) {
            out.separate().raw("{").name("block").string(id(one.block()));
            out.name("key").string(one.key()).name("shown");
            written(out, one.shown());
            out.name("losers").raw("[");
            for (RegisterWrite<Value> loser : one.losers()) {
                written(out.separate(), loser);
            }
            out.raw("]}");
        }
        return out.raw("]").toString();
    }

    private static void written(JsonWriter out, RegisterWrite<Value> write) {
        out.raw("{").name("value");
        value(out, write.value());
        out.name("operation").string(write.by().operation().toString());
        out.name("wallMillis").number((double) write.by().wallMillis());
        out.raw("}");
    }

    static String writer(@Nullable Attribution by) {
        JsonWriter out = new JsonWriter();
        if (by == null) {
            return out.raw("null").toString();
        }
        out.raw("{").name("author").string(by.author().toString());
        out.name("wallMillis").number((double) by.wallMillis());
        return out.raw("}").toString();
    }

    private static void survivor(JsonWriter out, @Nullable Survivor survivor) {
        if (survivor == null) {
            out.raw("null");
            return;
        }
        out.raw("{").name("deletions").raw("[");
        for (OpId deletion : survivor.deletions()) {
            out.separate().string(deletion.toString());
        }
        out.raw("]").name("keepers").raw("[");
        for (ReplicaId keeper : survivor.keepers()) {
            out.separate().string(keeper.toString());
        }
        out.raw("]}");
    }

    private static void table(JsonWriter out, BlockView.@Nullable TableView table) {
        if (table == null) {
            out.raw("null");
            return;
        }
        out.raw("{").name("columns").raw("[");
        for (BlockId column : table.columns()) {
            out.separate().string(column.toString());
        }
        out.raw("]").name("rows").raw("[");
        for (BlockView.Row row : table.rows()) {
            out.separate().raw("{").name("id").string(row.id().toString());
            out.name("cells").raw("[");
            for (RichText cell : row.cells()) {
                out.separate().raw("{");
                richText(out, cell);
                out.raw("}");
            }
            out.raw("]}");
        }
        out.raw("]}");
    }

    static void value(JsonWriter out, Value value) {
        switch (value) {
            case Value.Absent absent -> out.raw("null");
            case Value.Bool bool -> out.bool(bool.value());
            case Value.Num number -> out.number(number.value());
            case Value.Text text -> out.string(text.value());
        }
    }

    private static @Nullable String id(@Nullable BlockId block) {
        return block == null ? null : block.toString();
    }
}
