package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.ChangePack;
import dev.offing.engine.Document;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.Probe;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Good bytes of one kind, and how they are read. */
abstract class HostileSubject {

    private static final ReplicaId READER = new ReplicaId(0xff00);
    private static final int[] SEEDS = {1, 2, 3, 5, 8, 13};
    private static final int CHANGES_OF_A_HISTORY = 12;

    private final String kind;
    private final byte[] good;

    private HostileSubject(String kind, byte[] good) {
        this.kind = kind;
        this.good = good;
    }

    String kind() {
        return kind;
    }

    byte[] good() {
        return good;
    }

    /**
     * Reads bytes as this kind.
     *
     * @return a word for what became of them
     * @throws IllegalStateException if they were taken, and are not what is written for what was taken; or
     *     refused, and the document is not as it was
     */
    abstract String read(byte[] bytes);

    static List<HostileSubject> all() {
        List<HostileSubject> subjects = new ArrayList<>();
        for (int seed : SEEDS) {
            List<Change> changes = List.copyOf(
                    FuzzRun.record(FuzzScript.generate(seed), new ArrayList<>()).values());
            addChanges(changes, subjects);
            addDocuments(changes, subjects);
            addFrames(changes, subjects);
        }
        return subjects;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    /** Changes from all over a history, each for a document that has seen what was made before it. */
    private static void addChanges(List<Change> changes, List<HostileSubject> subjects) {
        Document document = Document.create(READER);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            byte[] before = document.save();
            document.apply(change);
            if (i % Math.max(1, changes.size() / CHANGES_OF_A_HISTORY) == 0) {
                subjects.add(new HostileSubject("change", ChangeCodec.encode(change)) {
                    @Override
                    String read(byte[] bytes) {
                        return readChange(bytes, before);
                    }
                });
            }
        }
    }

    private static String readChange(byte[] bytes, byte[] before) {
        Change change = ChangeCodec.decode(bytes);
        require(Arrays.equals(ChangeCodec.encode(change), bytes), "decoded, and encoded otherwise");
        Document document = Document.load(before, READER);
        try {
            Document.Applied applied = document.apply(change);
            Probe.checkInvariants(document);
            byte[] after = document.save();
            require(Arrays.equals(after, Document.load(after, READER).save()), "loaded, and saved otherwise");
            return applied.getClass().getSimpleName();
        } catch (InvalidChangeException refused) {
            require(Arrays.equals(document.save(), before), "refused, and the document is another one");
            require(document.takePatch().edits().isEmpty(), "refused, and the view is another one");
            throw refused;
        }
    }

    /** Whole, with changes that wait, and the undo state of somebody who works on it. */
    private static void addDocuments(List<Change> changes, List<HostileSubject> subjects) {
        Document whole = Document.create(READER);
        changes.forEach(whole::apply);
        Document waiting = Document.create(READER);
        for (int i = 0; i < changes.size(); i++) {
            if (i != changes.size() / 2) {
                waiting.apply(changes.get(i));
            }
        }
        for (Document document : List.of(whole, waiting)) {
            subjects.add(new HostileSubject("snapshot", document.save()) {
                @Override
                String read(byte[] bytes) {
                    Document loaded = Document.load(bytes, READER);
                    // Another compression, or another page, is written anew (BYTES-4); from then on it is one form.
                    byte[] again = loaded.save();
                    require(Arrays.equals(Document.load(again, READER).save(), again), "loaded, and saved otherwise");
                    Probe.checkInvariants(loaded);
                    return "taken";
                }
            });
        }
        work(whole);
        byte[] document = whole.save();
        subjects.add(new HostileSubject("undo", whole.saveUndo()) {
            @Override
            String read(byte[] bytes) {
                return readUndo(bytes, document);
            }
        });
    }

    private static void work(Document document) {
        BlockId block = document.newBlock(null, null, "paragraph");
        TextTarget text = new TextTarget.Block(block);
        document.insert(text, 0, "undone and done again");
        next(document);
        document.mark(text, 0, 6, "bold", Value.TRUE);
        document.setProperty(block, "color", new Value.Text("red"));
        next(document);
        BlockId half = document.split(block, 6, "quote");
        document.delete(text, 2, 4);
        next(document);
        document.move(half, null, null);
        next(document);
        document.setProperty(block, "color", Value.ABSENT);
        next(document);
        document.undo();
        next(document);
        document.undo();
        next(document);
    }

    private static void next(Document document) {
        document.commit(0);
        document.endUndoGroup();
    }

    private static String readUndo(byte[] bytes, byte[] snapshot) {
        Document document = Document.load(snapshot, READER);
        Document.UndoLoaded loaded = document.loadUndo(bytes);
        require(Arrays.equals(document.save(), snapshot), "reading an undo state changed the document");
        if (loaded instanceof Document.UndoLoaded.Done) {
            // What was brought back and no group needs is left out, so these may be other bytes than those read.
            byte[] again = document.saveUndo();
            document.loadUndo(again);
            require(Arrays.equals(document.saveUndo(), again), "loaded, and saved otherwise");
            while (document.undo()) {
                next(document);
            }
            while (document.redo()) {
                next(document);
            }
            Probe.checkInvariants(document);
        }
        return loaded.getClass().getSimpleName();
    }

    private static void addFrames(List<Change> changes, List<HostileSubject> subjects) {
        List<byte[]> encoded =
                changes.stream().limit(5).map(ChangeCodec::encode).toList();
        DocumentId page = DocumentId.page("0123456789abcdef0123456789abcdef");
        Change first = changes.getFirst();
        ChangeKey key = new ChangeKey(first.replica(), first.firstCounter(), first.idCount());
        for (Message message : List.of(
                new Message.Hello(1, 2, "epoch", "device", "token", 7, 3),
                new Message.Welcome(1, "epoch", 9, List.of(first.replica()), 4),
                new Message.Push(page, encoded),
                new Message.Entries(page, 1, encoded, 6, 9),
                new Message.Fetch(page, 300),
                new Message.FetchMany(List.of(new Message.Fetch(page, 300), new Message.Fetch(page, 2))),
                new Message.PackedEntries(page, 4, 9, ChangePack.pack(encoded)),
                new Message.Heads(List.of(new Message.Head(page, 12, "A title", 3, 0)), 14, true),
                new Message.Heads(List.of(new Message.Head(page, 12, "A title", 3, 900)), 14, true),
                new Message.Accepted(page, List.of(new Message.Receipt(key, 5))),
                new Message.Refused(page, key, RefusalReason.values()[0], "why"),
                new Message.ReplicaIds(List.of(first.replica(), READER)))) {
            subjects.add(new HostileSubject("frame", FrameCodec.encode(message)) {
                @Override
                String read(byte[] bytes) {
                    require(
                            Arrays.equals(FrameCodec.encode(FrameCodec.decode(bytes)), bytes),
                            "read, and written otherwise");
                    return "taken";
                }
            });
        }
    }
}
