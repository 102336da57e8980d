package dev.offing.conformance;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Database;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.RichText;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The smallest engine the runner can run: one block, whose text is the bag of all inserted words by
 * operation id, whatever their offsets. Each {@link Fault} is a way real engines are wrong; the
 * runner has to see each of them.
 */
final class WordBag implements ScenarioReplica {

    enum Fault {
        NONE,
        /** Shows words in order of arrival. */
        ARRIVAL_ORDER,
        /** Applies a known change again. */
        DUPLICATES_COUNT,
        /** A save forgets the latest change. */
        SAVE_FORGETS,
        /** Snapshots depend on the replica that writes them. */
        SNAPSHOT_NAMES_WRITER,
        /** A property nobody set. */
        EXTRA_PROPERTY
    }

    private static final BlockId BLOCK = new BlockId(new OpId(new ReplicaId(1), 0));

    private final Fault fault;
    private final ReplicaId local;
    private final Map<OpId, String> words;
    private final List<String> arrivals = new ArrayList<>();
    private final List<Operation> open = new ArrayList<>();

    private WordBag(Fault fault, ReplicaId local) {
        this.fault = fault;
        this.local = local;
        this.words = fault == Fault.ARRIVAL_ORDER ? new LinkedHashMap<>() : new TreeMap<>();
    }

    static Factory factory(Fault fault) {
        return new Factory() {
            @Override
            public ScenarioReplica create(ReplicaId local) {
                return new WordBag(fault, local);
            }

            @Override
            public ScenarioReplica load(byte[] snapshot, ReplicaId local) {
                WordBag bag = new WordBag(fault, local);
                for (String line :
                        new String(snapshot, StandardCharsets.UTF_8).lines().toList()) {
                    int space = line.indexOf(' ');
                    if (space > 0) {
                        bag.add(OpId.parse(line.substring(0, space)), line.substring(space + 1));
                    }
                }
                return bag;
            }
        };
    }

    private void add(OpId id, String word) {
        if (words.put(id, word) == null || fault == Fault.DUPLICATES_COUNT) {
            arrivals.add(word);
        }
    }

    @Override
    public void insert(BlockId block, int offset, String text) {
        open.add(new Operation.InsertText(new StrandId.OfBlock(block), null, null, text));
    }

    @Override
    public BlockId newBlock(BlockId parent, BlockId after, String type) {
        PositionKey key = PositionKey.between(null, null, local, 0, false);
        open.add(new Operation.NewBlock(new Place.Child(null, key), type));
        return BLOCK;
    }

    @Override
    public Optional<Change> commit() {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        int next = (int)
                words.keySet().stream().filter(id -> id.replica().equals(local)).count();
        Change change = new Change(local, next, 1, List.of(), 0, open);
        open.clear();
        apply(change);
        return Optional.of(change);
    }

    @Override
    public void apply(Change change) {
        int counter = change.firstCounter();
        for (Operation operation : change.operations()) {
            String word = operation instanceof Operation.InsertText insert ? insert.text() : "";
            add(new OpId(change.replica(), counter++), word);
        }
    }

    @Override
    public byte[] save() {
        StringBuilder lines = new StringBuilder();
        if (fault == Fault.SNAPSHOT_NAMES_WRITER) {
            lines.append(local).append('\n');
        }
        List<Map.Entry<OpId, String>> entries = new ArrayList<>(words.entrySet());
        if (fault == Fault.SAVE_FORGETS && entries.size() > 2) {
            entries.removeLast();
        }
        for (Map.Entry<OpId, String> entry : entries) {
            lines.append(entry.getKey()).append(' ').append(entry.getValue()).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public DocumentView view() {
        Collection<String> shown = fault == Fault.DUPLICATES_COUNT ? arrivals : words.values();
        TreeMap<String, Value> properties = new TreeMap<>();
        if (fault == Fault.EXTRA_PROPERTY) {
            properties.put("k", Value.TRUE);
        }
        RichText text = new RichText(String.join("", shown), List.of());
        BlockView block =
                new BlockView(BLOCK, null, ShownBlock.DEFAULT_TYPE, text, properties, new TreeMap<>(), null, null);
        return new DocumentView(RichText.EMPTY, new TreeMap<>(), List.of(), List.of(block));
    }

    @Override
    public void deleteText(BlockId block, int start, int end) {
        throw new UnsupportedOperationException("words are never deleted");
    }

    @Override
    public void mark(BlockId block, int start, int end, String type, Value value) {
        throw new UnsupportedOperationException("words have no marks");
    }

    @Override
    public void unmark(BlockId block, int start, int end, String type, Value value) {
        throw new UnsupportedOperationException("words have no marks");
    }

    @Override
    public BlockId split(BlockId block, int offset) {
        throw new UnsupportedOperationException("there is one block");
    }

    @Override
    public void join(BlockId block, BlockId into) {
        throw new UnsupportedOperationException("there is one block");
    }

    @Override
    public void move(BlockId block, BlockId parent, BlockId after) {
        throw new UnsupportedOperationException("there is one block");
    }

    @Override
    public void deleteBlock(BlockId block) {
        throw new UnsupportedOperationException("there is one block");
    }

    @Override
    public void restore(BlockId block) {
        throw new UnsupportedOperationException("there is one block");
    }

    @Override
    public void setType(BlockId block, String type) {
        throw new UnsupportedOperationException("there is one type");
    }

    @Override
    public void setProperty(BlockId block, String key, Value value) {
        throw new UnsupportedOperationException("there are no properties");
    }

    @Override
    public Database database() {
        throw new UnsupportedOperationException("words are no database");
    }

    @Override
    public void undo() {
        throw new UnsupportedOperationException("words stay");
    }

    @Override
    public void redo() {
        throw new UnsupportedOperationException("words stay");
    }
}
