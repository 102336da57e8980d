package dev.offing.browser;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.Document;
import dev.offing.engine.HistoryNotHereException;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * {@link Document} as JavaScript calls it: ids and targets are strings, views and patches JSON texts,
 * changes and snapshots bytes. It adds no rule; web/src/engine/types.ts documents each method.
 */
public final class EngineDocument {

    private final Document document;

    EngineDocument(Document document) {
        this.document = document;
    }

    Document document() {
        return document;
    }

    @JSExport
    public String replica() {
        return document.local().toString();
    }

    @JSExport
    public void adoptReplica(String replica) {
        document.adoptReplica(ReplicaId.parse(replica));
    }

    @JSExport
    public boolean hasRoom(int utf16Length) {
        return document.hasRoom(utf16Length);
    }

    @JSExport
    public @Nullable Uint8Array commit(double wallMillis) {
        Change change = document.commit((long) wallMillis);
        return change == null ? null : Bytes.toJs(ChangeCodec.encode(change));
    }

    @JSExport
    public @Ts("\"done\" | \"duplicate\" | \"pending\"") String apply(Uint8Array change) {
        try {
            return switch (document.apply(ChangeCodec.decode(Bytes.toJava(change)))) {
                case Document.Applied.Done done -> "done";
                case Document.Applied.Duplicate duplicate -> "duplicate";
                case Document.Applied.Pending pending -> "pending";
            };
        } catch (InvalidChangeException invalid) {
            throw new IllegalArgumentException(
                    invalid.reason().name() + " at operation " + invalid.operationIndex() + ": " + invalid.getMessage(),
                    invalid);
        } catch (CodecException unreadable) {
            throw Exports.unreadable(unreadable);
        }
    }

    @JSExport
    public Uint8Array save() {
        return Bytes.toJs(document.save());
    }

    @JSExport
    public String takePatch() {
        return ViewJson.patch(document.takePatch());
    }

    /** The whole view, from which the next patch goes on. */
    @JSExport
    public String startView() {
        document.startPatches();
        return view();
    }

    @JSExport
    public String view() {
        return ViewJson.view(document.view());
    }

    /** The shown title, without its marks. */
    @JSExport
    public String title() {
        return document.title().text();
    }

    /** Every change the document holds, causes first, pending ones last. */
    @JSExport
    public @Ts("Uint8Array[]") JSArray<Uint8Array> changes() {
        JSArray<Uint8Array> changes = new JSArray<>();
        for (Change change : document.changesSince(VersionVector.EMPTY)) {
            changes.push(Bytes.toJs(ChangeCodec.encode(change)));
        }
        for (Change change : document.pending()) {
            changes.push(Bytes.toJs(ChangeCodec.encode(change)));
        }
        return changes;
    }

    /** JSON of the changes without what they say, causes first; null if the text of deleted characters is not here. */
    @JSExport
    public @Nullable String history() {
        try {
            return HistoryJson.changes(document.changesSince(VersionVector.EMPTY));
        } catch (HistoryNotHereException notHere) {
            return null;
        }
    }

    @JSExport
    public String viewAt(String version) {
        return ViewJson.view(document.viewAt(HistoryJson.version(version)));
    }

    @JSExport
    public String differences(String from, String to) {
        return HistoryJson.differences(document.differences(HistoryJson.version(from), HistoryJson.version(to)));
    }

    /** False: commit and call it again. */
    @JSExport
    public boolean restoreVersion(String version) {
        return document.restoreVersion(HistoryJson.version(version));
    }

    @JSExport
    public String trash() {
        return ViewJson.blocks(document.trash());
    }

    @JSExport
    public void insert(String target, int offset, String text, @Nullable String marks) {
        TextTarget where = Targets.parse(target);
        if (marks == null) {
            document.insert(where, offset, text);
        } else {
            document.insert(where, offset, text, JsonReader.values(marks));
        }
    }

    @JSExport
    public void deleteText(String target, int start, int end) {
        document.delete(Targets.parse(target), start, end);
    }

    @JSExport
    public void mark(String target, int start, int end, String type, String value) {
        document.mark(Targets.parse(target), start, end, type, JsonReader.value(value));
    }

    @JSExport
    public void unmark(String target, int start, int end, String type, @Nullable String value) {
        document.unmark(Targets.parse(target), start, end, type, valueOrAbsent(value));
    }

    @JSExport
    public String split(String block, int offset, String type) {
        return document.split(BlockId.parse(block), offset, type).toString();
    }

    @JSExport
    public void join(String block, String into) {
        document.join(BlockId.parse(block), BlockId.parse(into));
    }

    @JSExport
    public String newBlock(@Nullable String parent, @Nullable String after, String type) {
        return document.newBlock(block(parent), block(after), type).toString();
    }

    @JSExport
    public void move(String block, @Nullable String parent, @Nullable String after) {
        document.move(BlockId.parse(block), block(parent), block(after));
    }

    @JSExport
    public void deleteBlock(String block) {
        document.delete(BlockId.parse(block));
    }

    @JSExport
    public void restoreBlock(String block) {
        document.restore(BlockId.parse(block));
    }

    @JSExport
    public void setType(String block, String type) {
        document.setType(BlockId.parse(block), type);
    }

    @JSExport
    public void setProperty(@Nullable String block, String key, @Nullable String value) {
        document.setProperty(block(block), key, valueOrAbsent(value));
    }

    @JSExport
    public void addProperty(String property, String type, String name) {
        document.database().addProperty(property, type, name);
    }

    @JSExport
    public void renameProperty(String property, String name) {
        document.database().renameProperty(property, name);
    }

    @JSExport
    public void setPropertyType(String property, String type) {
        document.database().setPropertyType(property, type);
    }

    @JSExport
    public void moveProperty(String property, @Nullable String after) {
        document.database().moveProperty(property, after);
    }

    @JSExport
    public void deleteProperty(String property) {
        document.database().deleteProperty(property);
    }

    @JSExport
    public void restoreProperty(String property) {
        document.database().restoreProperty(property);
    }

    @JSExport
    public void addOption(String property, String option, String name) {
        document.database().addOption(property, option, name);
    }

    @JSExport
    public void renameOption(String property, String option, String name) {
        document.database().renameOption(property, option, name);
    }

    @JSExport
    public void setOptionColor(String property, String option, String color) {
        document.database().setOptionColor(property, option, color);
    }

    @JSExport
    public void moveOption(String property, String option, @Nullable String after) {
        document.database().moveOption(property, option, after);
    }

    @JSExport
    public void deleteOption(String property, String option) {
        document.database().deleteOption(property, option);
    }

    @JSExport
    public void restoreOption(String property, String option) {
        document.database().restoreOption(property, option);
    }

    @JSExport
    public void setCell(String row, String property, @Nullable String value) {
        document.database().setCell(BlockId.parse(row), property, valueOrAbsent(value));
    }

    @JSExport
    public void addToCell(String row, String property, String member) {
        document.database().addToCell(BlockId.parse(row), property, member);
    }

    @JSExport
    public void removeFromCell(String row, String property, String member) {
        document.database().removeFromCell(BlockId.parse(row), property, member);
    }

    @JSExport
    public String cellLosers(String row, String property) {
        return ViewJson.losers(document.database().losers(BlockId.parse(row), property));
    }

    @JSExport
    public String disagreements() {
        return ViewJson.disagreements(document.disagreements());
    }

    @JSExport
    public String propertyWriter(@Nullable String block, String key) {
        return ViewJson.writer(document.writer(block(block), key));
    }

    @JSExport
    public void endUndoGroup() {
        document.endUndoGroup();
    }

    @JSExport
    public boolean undo() {
        return document.undo();
    }

    @JSExport
    public boolean redo() {
        return document.redo();
    }

    @JSExport
    public Uint8Array saveUndo() {
        return Bytes.toJs(document.saveUndo());
    }

    @JSExport
    public @Ts("\"done\" | \"other-replica\" | \"unknown-operation\"") String loadUndo(Uint8Array stacks) {
        try {
            return switch (document.loadUndo(Bytes.toJava(stacks))) {
                case Document.UndoLoaded.Done done -> "done";
                case Document.UndoLoaded.Dropped dropped ->
                    switch (dropped.why()) {
                        case OTHER_REPLICA -> "other-replica";
                        case UNKNOWN_OPERATION -> "unknown-operation";
                    };
            };
        } catch (CodecException unreadable) {
            throw Exports.unreadable(unreadable);
        }
    }

    @JSExport
    public boolean canUndo() {
        return document.canUndo();
    }

    @JSExport
    public boolean canRedo() {
        return document.canRedo();
    }

    @JSExport
    public String caret(String target, int offset, boolean afterLeft) {
        return Targets.formatCaret(document.caret(Targets.parse(target), offset, afterLeft));
    }

    @JSExport
    public @Nullable String resolveCaret(String caret) {
        Document.CaretPosition position = document.resolve(Targets.parseCaret(caret));
        if (position == null) {
            return null;
        }
        JsonWriter out = new JsonWriter();
        out.raw("{").name("target").string(Targets.format(position.target()));
        out.name("offset").number(position.offset());
        return out.raw("}").toString();
    }

    private static @Nullable BlockId block(@Nullable String id) {
        return id == null ? null : BlockId.parse(id);
    }

    private static Value valueOrAbsent(@Nullable String json) {
        return json == null ? Value.ABSENT : JsonReader.value(json);
    }
}
