package dev.offing.conformance;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Documents as one version of the byte format wrote them, kept in {@code conformance/releases} for ever. A document is
 * three files: {@code NAME.snapshot}; {@code NAME.changes}, each of its changes, pending ones last, as an int length
 * and its bytes; {@code NAME.json}, what it shows. A folder is written once, by {@link #main}, when its version is new;
 * files of earlier versions are never written again.
 */
public final class ReleaseFiles {

    private static final Set<String> VECTORS = Set.of(
            "text-05",
            "text-08",
            "text-10",
            "text-12",
            "mark-02",
            "mark-09",
            "mark-16",
            "mark-27",
            "split-04",
            "split-11",
            "join-01",
            "join-10",
            "tree-03",
            "tree-08",
            "tree-12",
            "tree-19",
            "prop-05",
            "undo-02",
            "undo-10");

    private static final String[] WORDS = {
        "the ", "offing ", "is ", "what of the sea ", "can be seen ", "from the shore", ". ", "s", "ß", "\ud83c\udf0a "
    };

    private static final long START_MILLIS = 1_790_000_000_000L;

    private ReleaseFiles() {}

    /**
     * @param arguments the scenario file, and the new folder
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: ReleaseFiles SCENARIOS FOLDER");
        }
        Path folder = Files.createDirectory(Path.of(arguments[1]));
        for (Scenario scenario : ScenarioFile.read(Path.of(arguments[0]))) {
            if (VECTORS.contains(scenario.id())) {
                byte[] snapshot = ScenarioPlay.play(scenario, EngineReplica.FACTORY)
                        .users()
                        .get("a")
                        .save();
                write(folder, scenario.id(), Document.load(snapshot, new ReplicaId(0xff)));
            }
        }
        write(folder, "empty", Document.create(new ReplicaId(1)));
        write(folder, "typing", typing());
        write(folder, "unicode", unicode());
        write(folder, "table", table());
        write(folder, "pending", pending());
        write(folder, "long", longText());
    }

    private static void write(Path folder, String name, Document document) throws IOException {
        List<Change> all = new ArrayList<>(document.changesSince(VersionVector.EMPTY));
        all.addAll(document.pending());
        ByteArrayOutputStream changes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(changes);
        for (Change change : all) {
            byte[] bytes = ChangeCodec.encode(change);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        Files.write(folder.resolve(name + ".snapshot"), document.save());
        Files.write(folder.resolve(name + ".changes"), changes.toByteArray());
        Files.writeString(folder.resolve(name + ".json"), ViewJson.of(document));
    }

    /** The changes of a {@code .changes} file. */
    static List<Change> readChanges(Path file) {
        List<Change> changes = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file)) {
            DataInputStream in = new DataInputStream(bytes);
            while (in.available() > 0) {
                changes.add(ChangeCodec.decode(in.readNBytes(in.readInt())));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return changes;
    }

    // ---- documents ----

    /** One author types letter by letter, goes back, deletes both ways, pastes, undoes and redoes. */
    private static Document typing() {
        Document document = Document.create(new ReplicaId(0x7a));
        long millis = START_MILLIS;
        BlockId block = document.newBlock(null, null, "paragraph");
        TextTarget text = new TextTarget.Block(block);
        document.commit(millis);
        for (char letter : "The quick brwn".toCharArray()) {
            document.insert(
                    text, document.view().blocks().getFirst().text().text().length(), String.valueOf(letter));
            document.commit(millis += 150);
        }
        for (int i = 0; i < 3; i++) {
            document.delete(text, 13 - i, 14 - i);
            document.commit(millis += 90);
        }
        document.insert(text, 11, "own fox, jumping");
        document.commit(millis += 3_000);
        for (int i = 0; i < 4; i++) {
            document.delete(text, 0, 1);
            document.commit(millis -= 20);
        }
        document.endUndoGroup();
        document.delete(text, 6, 12);
        document.commit(millis += 1);
        document.endUndoGroup();
        document.undo();
        document.commit(millis += 700);
        document.undo();
        document.commit(millis += 700);
        document.redo();
        document.commit(millis + 700);
        return document;
    }

    /** Characters of every UTF-8 length, joined ones and right-to-left ones, cut and marked in the middle. */
    private static Document unicode() {
        Document first = Document.create(new ReplicaId(0xfedc_ba98_7654_3210L));
        Document second = Document.create(new ReplicaId(3));
        BlockId block = first.newBlock(null, null, "heading1");
        TextTarget text = new TextTarget.Block(block);
        first.insert(new TextTarget.Title(), 0, "naïve – שלום 😀");
        first.insert(text, 0, "a😀b👩‍👩‍👧é漢字\u0301");
        second.apply(first.commit(START_MILLIS));
        first.delete(text, 1, 3);
        first.mark(text, 3, 6, "color", new Value.Text("rôt"));
        Change cut = first.commit(START_MILLIS + 1);
        second.insert(text, 3, "𝄞𝄢");
        second.mark(text, 0, 5, "bold", Value.TRUE);
        Change typed = second.commit(START_MILLIS - 5);
        first.apply(typed);
        second.apply(cut);
        second.insert(text, 0, "\ufeff\u0000");
        first.apply(second.commit(-1));
        return first;
    }

    /** A table with cells, a title, properties of each type, and a block that outlives its deletion. */
    private static Document table() {
        Document first = Document.create(new ReplicaId(16));
        Document second = Document.create(new ReplicaId(17));
        first.insert(new TextTarget.Title(), 0, "Inventory");
        first.setProperty(null, "icon", new Value.Text("📦"));
        BlockId table = first.newBlock(null, null, "table");
        BlockId name = first.newBlock(table, null, "tableColumn");
        BlockId count = first.newBlock(table, name, "tableColumn");
        BlockId row = first.newBlock(table, count, "tableRow");
        first.insert(new TextTarget.Cell(row, name), 0, "Bolts");
        first.insert(new TextTarget.Cell(row, count), 0, "12");
        BlockId note = first.newBlock(null, table, "todo");
        first.setProperty(note, "checked", Value.TRUE);
        first.setProperty(note, "weight", new Value.Num(-0.5));
        first.setProperty(note, "url", new Value.Text("https://example.org/"));
        second.apply(first.commit(START_MILLIS));
        first.delete(table);
        first.setProperty(note, "checked", Value.ABSENT);
        Change deleted = first.commit(START_MILLIS + 10);
        second.insert(new TextTarget.Cell(row, count), 2, "0");
        second.setProperty(note, "checked", Value.FALSE);
        Change typed = second.commit(START_MILLIS + 11);
        first.apply(typed);
        second.apply(deleted);
        second.move(note, null, null);
        first.apply(second.commit(START_MILLIS + 12));
        return first;
    }

    /** Two authors write, cut and mark long paragraphs at the same time: columns long enough to be compressed. */
    private static Document longText() {
        Random random = new Random(2);
        List<Document> authors = List.of(Document.create(new ReplicaId(31)), Document.create(new ReplicaId(32)));
        List<List<Change>> inboxes = List.of(new ArrayList<>(), new ArrayList<>());
        List<BlockId> blocks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            blocks.add(authors.getFirst().newBlock(null, null, "paragraph"));
        }
        authors.getLast().apply(authors.getFirst().commit(START_MILLIS));
        for (int i = 0; i < 3_000; i++) {
            int author = random.nextInt(2);
            Document document = authors.get(author);
            List<Change> inbox = inboxes.get(author);
            if (random.nextInt(20) == 0) {
                inbox.forEach(document::apply);
                inbox.clear();
            }
            edit(document, blocks.get(random.nextInt(blocks.size())), random);
            Change change = document.commit(START_MILLIS + 40L * i + random.nextInt(40));
            if (change != null) {
                inboxes.get(1 - author).add(change);
            }
        }
        inboxes.getFirst().forEach(authors.getFirst()::apply);
        return authors.getFirst();
    }

    private static void edit(Document document, BlockId block, Random random) {
        TextTarget text = new TextTarget.Block(block);
        int length = 0;
        for (BlockView shown : document.view().blocks()) {
            length = shown.id().equals(block) ? shown.text().text().length() : length;
        }
        int at = length == 0 ? 0 : random.nextInt(length);
        int end = Math.min(length, at + 1 + random.nextInt(6));
        int kind = random.nextInt(12);
        if (kind < 8 || at == end) {
            document.insert(text, at, WORDS[random.nextInt(WORDS.length)]);
        } else if (kind < 11) {
            document.delete(text, at, end);
        } else {
            document.mark(text, at, end, "bold", Value.TRUE);
        }
    }

    /** A change that waits for one that never came, and one that waits for that. */
    private static Document pending() {
        Document first = Document.create(new ReplicaId(21));
        Document second = Document.create(new ReplicaId(22));
        BlockId block = first.newBlock(null, null, "quote");
        TextTarget text = new TextTarget.Block(block);
        second.apply(first.commit(START_MILLIS));
        first.insert(text, 0, "missing");
        second.apply(first.commit(START_MILLIS + 1));
        second.insert(text, 7, " link");
        Change waiting = second.commit(START_MILLIS + 2);
        second.delete(text, 0, 7);
        Change last = second.commit(START_MILLIS + 3);
        Document reader = Document.create(new ReplicaId(23));
        reader.apply(first.changesSince(VersionVector.EMPTY).getFirst());
        reader.apply(last);
        reader.apply(waiting);
        return reader;
    }
}
