package dev.offing.conformance;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offing.engine.CellView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a scenario file: a JSON array of vectors. Strict where a slip would weaken a check (unknown
 * steps, unknown members of a block, wrong types); members of a vector beyond the notation are for
 * people and skipped.
 */
public final class ScenarioFile {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> BLOCK_MEMBERS = Set.of("id", "text", "marks", "type", "parent", "props");
    private static final Set<String> DATABASE_MEMBERS = Set.of("props", "rows");
    private static final Set<String> PROPERTY_MEMBERS = Set.of("type", "name", "options");
    private static final Set<String> ROW_MEMBERS = Set.of("id", "cells");

    private final Path file;

    private ScenarioFile(Path file) {
        this.file = file;
    }

    /**
     * @return its vectors, in file order
     * @throws ScenarioFormatException if the file cannot be read or breaks the notation
     */
    public static List<Scenario> read(Path file) {
        return new ScenarioFile(file).scenarios();
    }

    private List<Scenario> scenarios() {
        JsonNode root = parse();
        if (!root.isArray()) {
            throw error("document", "an array of scenarios is expected");
        }
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < root.size(); i++) {
            Scenario scenario = scenario(root.get(i), "[" + i + "]");
            if (!ids.add(scenario.id())) {
                throw error("[" + i + "] " + scenario.id(), "the id is used twice");
            }
            scenarios.add(scenario);
        }
        return scenarios;
    }

    private JsonNode parse() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw error("file", "cannot be read");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            String place = at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw error(place, "not JSON: " + malformed.getOriginalMessage());
        } catch (IOException malformed) {
            throw error("document", "not JSON");
        }
    }

    private Scenario scenario(JsonNode node, String index) {
        if (!node.isObject()) {
            throw error(index, "a scenario object is expected");
        }
        String id = text(node, "id", index);
        String place = index + " " + id;
        JsonNode initial = node.path("initial");
        if (!initial.isObject()) {
            throw error(place + " initial", "an object with blocks is expected");
        }
        SortedMap<String, List<ScenarioOp>> users = new TreeMap<>();
        for (var member : node.properties()) {
            String name = member.getKey();
            if (name.length() == 5 && name.endsWith("_ops")) {
                if (name.charAt(0) < 'a' || name.charAt(0) > 'z') {
                    throw error(place + " " + name, "users are named a to z");
                }
                users.put(name.substring(0, 1), ops(member.getValue(), place + " " + name));
            }
        }
        if (users.isEmpty()) {
            throw error(place, "no user has operations: a_ops is missing");
        }
        JsonNode expected = node.path("expected");
        if (!expected.isObject() || !(expected.has("blocks") || expected.has("db"))) {
            throw error(place + " expected", "an object with blocks or db is expected");
        }
        return new Scenario(
                id,
                text(node, "group", place),
                node.path("description").asText(""),
                blocks(initial.path("blocks"), place + " initial.blocks"),
                initial.has("ops") ? ops(initial.get("ops"), place + " initial.ops") : List.of(),
                users,
                new ShownState(
                        expected.has("blocks") ? blocks(expected.get("blocks"), place + " expected.blocks") : null,
                        expected.has("db") ? database(expected.get("db"), place + " expected.db") : null));
    }

    private List<ShownBlock> blocks(JsonNode node, String place) {
        if (!node.isArray()) {
            throw error(place, "an array of blocks is expected");
        }
        List<ShownBlock> blocks = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            blocks.add(block(node.get(i), place + "[" + i + "]"));
        }
        return blocks;
    }

    private ShownBlock block(JsonNode node, String place) {
        if (!node.isObject()) {
            throw error(place, "a block object is expected");
        }
        for (var member : node.properties()) {
            if (!BLOCK_MEMBERS.contains(member.getKey())) {
                throw error(place, "unknown member " + member.getKey());
            }
        }
        SortedMap<String, Value> properties = new TreeMap<>();
        if (node.has("props")) {
            if (!node.get("props").isObject()) {
                throw error(place + ".props", "an object is expected");
            }
            for (var property : node.get("props").properties()) {
                properties.put(property.getKey(), value(property.getValue(), place + ".props." + property.getKey()));
            }
        }
        return new ShownBlock(
                text(node, "id", place),
                node.hasNonNull("parent") ? text(node, "parent", place) : null,
                node.has("type") ? text(node, "type", place) : ShownBlock.DEFAULT_TYPE,
                text(node, "text", place),
                marks(node.path("marks"), place + ".marks"),
                properties);
    }

    private List<MarkRun> marks(JsonNode node, String place) {
        List<MarkRun> marks = new ArrayList<>();
        if (!node.isMissingNode() && !node.isArray()) {
            throw error(place, "an array of marks is expected");
        }
        for (int i = 0; i < node.size(); i++) {
            Arguments mark = new Arguments(node.get(i), place + "[" + i + "]", 0);
            String type = mark.text();
            marks.add(new MarkRun(type, mark.offset(), mark.offset(), mark.value(Value.TRUE)));
            mark.end();
        }
        return marks;
    }

    private ShownDatabase database(JsonNode node, String place) {
        checkMembers(node, DATABASE_MEMBERS, place);
        SortedMap<String, ShownDatabase.Property> properties = new TreeMap<>();
        JsonNode props = node.path("props");
        checkObject(props, place + ".props");
        for (var property : props.properties()) {
            properties.put(property.getKey(), property(property.getValue(), place + ".props." + property.getKey()));
        }
        JsonNode rows = node.path("rows");
        if (!rows.isArray()) {
            throw error(place + ".rows", "an array of rows is expected");
        }
        List<ShownDatabase.Row> shown = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            shown.add(row(rows.get(i), place + ".rows[" + i + "]"));
        }
        return new ShownDatabase(properties, shown);
    }

    private ShownDatabase.Property property(JsonNode node, String place) {
        checkMembers(node, PROPERTY_MEMBERS, place);
        String type = text(node, "type", place);
        SortedMap<String, String> options = ShownDatabase.unspokenOptions(type);
        if (node.has("options")) {
            checkObject(node.get("options"), place + ".options");
            options = new TreeMap<>();
            for (var option : node.get("options").properties()) {
                options.put(option.getKey(), text(node.get("options"), option.getKey(), place + ".options"));
            }
        }
        return new ShownDatabase.Property(type, text(node, "name", place), options);
    }

    private ShownDatabase.Row row(JsonNode node, String place) {
        checkMembers(node, ROW_MEMBERS, place);
        SortedMap<String, CellView> cells = new TreeMap<>();
        checkObject(node.path("cells"), place + ".cells");
        for (var cell : node.path("cells").properties()) {
            cells.put(cell.getKey(), cell(cell.getValue(), place + ".cells." + cell.getKey()));
        }
        return new ShownDatabase.Row(text(node, "id", place), cells);
    }

    private CellView cell(JsonNode node, String place) {
        if (node.isObject() && node.size() == 1 && node.has("unconverted")) {
            return new CellView.Unconverted(cell(node.get("unconverted"), place + ".unconverted"));
        }
        if (!node.isArray()) {
            return new CellView.Single(value(node, place));
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            values.add(value(node.get(i), place + "[" + i + "]"));
        }
        return new CellView.Several(values);
    }

    private void checkObject(JsonNode node, String place) {
        if (!node.isObject()) {
            throw error(place, "an object is expected");
        }
    }

    private void checkMembers(JsonNode node, Set<String> known, String place) {
        checkObject(node, place);
        for (var member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw error(place, "unknown member " + member.getKey());
            }
        }
    }

    private List<ScenarioOp> ops(JsonNode node, String place) {
        if (!node.isArray()) {
            throw error(place, "an array of operations is expected");
        }
        List<ScenarioOp> ops = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            ops.add(op(node.get(i), place + "[" + i + "]"));
        }
        return ops;
    }

    private ScenarioOp op(JsonNode node, String place) {
        if (!node.isArray() || node.isEmpty() || !node.get(0).isTextual()) {
            throw error(place, "an operation is an array that starts with its name");
        }
        String name = node.get(0).textValue();
        Arguments of = new Arguments(node, place, 1);
        ScenarioOp op = switch (name) {
            case "ins" -> new ScenarioOp.Insert(of.text(), of.offset(), of.text());
            case "del" -> new ScenarioOp.DeleteText(of.text(), of.offset(), of.offset());
            case "mark" -> new ScenarioOp.Mark(of.text(), of.offset(), of.offset(), of.text(), of.value(Value.TRUE));
            case "unmark" ->
                new ScenarioOp.Unmark(of.text(), of.offset(), of.offset(), of.text(), of.value(Value.TRUE));
            case "split" -> new ScenarioOp.Split(of.text(), of.offset(), of.text());
            case "join" -> new ScenarioOp.Join(of.text(), of.text());
            case "new" ->
                new ScenarioOp.New(
                        of.text(), of.textOrNull(), of.textOrNull(), of.textOr(ShownBlock.DEFAULT_TYPE), of.textOr(""));
            case "move" -> new ScenarioOp.Move(of.text(), of.textOrNull(), of.textOrNull());
            case "delete" -> new ScenarioOp.DeleteBlock(of.text());
            case "restore" -> new ScenarioOp.Restore(of.text());
            case "type" -> new ScenarioOp.SetType(of.text(), of.text());
            case "prop" -> new ScenarioOp.SetProperty(of.text(), of.text(), of.value(null));
            case "cell" -> setCell(of);
            case "cell+" -> new ScenarioOp.AddToCell(of.text(), of.text(), of.text());
            case "cell-" -> new ScenarioOp.RemoveFromCell(of.text(), of.text(), of.text());
            case "addprop" -> new ScenarioOp.AddProperty(of.text(), of.text(), of.textOr(""));
            case "renprop" -> new ScenarioOp.RenameProperty(of.text(), of.text());
            case "proptype" -> new ScenarioOp.SetPropertyType(of.text(), of.text());
            case "delprop" -> new ScenarioOp.DeleteProperty(of.text());
            case "addopt" -> new ScenarioOp.AddOption(of.text(), of.text(), of.textOr(""));
            case "renopt" -> new ScenarioOp.RenameOption(of.text(), of.text(), of.text());
            case "delopt" -> new ScenarioOp.DeleteOption(of.text(), of.text());
            case "undo" -> new ScenarioOp.Undo();
            case "redo" -> new ScenarioOp.Redo();
            case "sync" -> new ScenarioOp.Sync();
            default -> throw error(place, "unknown operation " + name);
        };
        of.end();
        return op;
    }

    private static ScenarioOp setCell(Arguments of) {
        String row = of.text();
        String property = of.text();
        return of.isArray()
                ? new ScenarioOp.SetCell(row, property, of.texts(), true)
                : new ScenarioOp.SetCell(row, property, List.of(of.value(null)), false);
    }

    private Value value(JsonNode node, String place) {
        return switch (node.getNodeType()) {
            case NULL -> Value.ABSENT;
            case BOOLEAN -> node.booleanValue() ? Value.TRUE : Value.FALSE;
            case NUMBER -> new Value.Num(node.doubleValue());
            case STRING -> new Value.Text(node.textValue());
            default -> throw error(place, "a boolean, number, text or null is expected");
        };
    }

    private String text(JsonNode node, String member, String place) {
        JsonNode value = node.path(member);
        if (!value.isTextual()) {
            throw error(place, "member " + member + " is missing or not a text");
        }
        return value.textValue();
    }

    private ScenarioFormatException error(String place, String problem) {
        return new ScenarioFormatException(file, place, problem);
    }

    /** Takes the members of an array one by one, each with the type the notation wants. */
    private final class Arguments {

        private final JsonNode array;
        private final String place;
        private int next;

        Arguments(JsonNode array, String place, int first) {
            if (!array.isArray()) {
                throw error(place, "an array is expected");
            }
            this.array = array;
            this.place = place;
            this.next = first;
        }

        String text() {
            JsonNode node = take();
            if (!node.isTextual()) {
                throw error(place, "argument " + (next - 1) + " is not a text");
            }
            return node.textValue();
        }

        String textOrNull() {
            return array.path(next).isNull() ? skip() : text();
        }

        String textOr(String fallback) {
            return next < array.size() ? text() : fallback;
        }

        int offset() {
            JsonNode node = take();
            if (!node.isInt() || node.intValue() < 0) {
                throw error(place, "argument " + (next - 1) + " is not an offset");
            }
            return node.intValue();
        }

        boolean isArray() {
            return array.path(next).isArray();
        }

        /** An array of texts. */
        List<Value> texts() {
            List<Value> texts = new ArrayList<>();
            Arguments inner = new Arguments(take(), place, 0);
            while (inner.next < inner.array.size()) {
                texts.add(new Value.Text(inner.text()));
            }
            return texts;
        }

        /** @param fallback for a missing argument, null if it must be there */
        Value value(Value fallback) {
            if (next >= array.size() && fallback != null) {
                return fallback;
            }
            return ScenarioFile.this.value(take(), place);
        }

        void end() {
            if (next < array.size()) {
                throw error(place, "too many arguments");
            }
        }

        private String skip() {
            next++;
            return null;
        }

        private JsonNode take() {
            if (next >= array.size()) {
                throw error(place, "argument " + next + " is missing");
            }
            return array.get(next++);
        }
    }
}
