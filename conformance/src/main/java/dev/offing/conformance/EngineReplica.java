package dev.offing.conformance;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Database;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.Optional;

/** The engine as a {@link ScenarioReplica}. Wall clocks read 0: no rule may look at them. */
public final class EngineReplica implements ScenarioReplica {

    static final long WALL_MILLIS = 0;

    /** Makes engine replicas. */
    public static final Factory FACTORY = new Factory() {
        @Override
        public ScenarioReplica create(ReplicaId local) {
            return new EngineReplica(Document.create(local));
        }

        @Override
        public ScenarioReplica load(byte[] snapshot, ReplicaId local) {
            return new EngineReplica(Document.load(snapshot, local));
        }
    };

    private final Document document;

    private EngineReplica(Document document) {
        this.document = document;
    }

    @Override
    public void insert(BlockId block, int offset, String text) {
        document.insert(new TextTarget.Block(block), offset, text);
    }

    @Override
    public void deleteText(BlockId block, int start, int end) {
        document.delete(new TextTarget.Block(block), start, end);
    }

    @Override
    public void mark(BlockId block, int start, int end, String type, Value value) {
        document.mark(new TextTarget.Block(block), start, end, type, value);
    }

    @Override
    public void unmark(BlockId block, int start, int end, String type, Value value) {
        document.unmark(new TextTarget.Block(block), start, end, type, value);
    }

    @Override
    public BlockId split(BlockId block, int offset) {
        return document.split(block, offset, shownType(block));
    }

    private String shownType(BlockId block) {
        for (BlockView shown : document.view().blocks()) {
            if (shown.id().equals(block)) {
                return shown.type();
            }
        }
        throw new IllegalArgumentException("block is not shown");
    }

    @Override
    public void join(BlockId block, BlockId into) {
        document.join(block, into);
    }

    @Override
    public BlockId newBlock(BlockId parent, BlockId after, String type) {
        return document.newBlock(parent, after, type);
    }

    @Override
    public void move(BlockId block, BlockId parent, BlockId after) {
        document.move(block, parent, after);
    }

    @Override
    public void deleteBlock(BlockId block) {
        document.delete(block);
    }

    @Override
    public void restore(BlockId block) {
        document.restore(block);
    }

    @Override
    public void setType(BlockId block, String type) {
        document.setType(block, type);
    }

    @Override
    public void setProperty(BlockId block, String key, Value value) {
        document.setProperty(block, key, value);
    }

    @Override
    public Database database() {
        return document.database();
    }

    @Override
    public void undo() {
        boolean unused = document.undo();
    }

    @Override
    public void redo() {
        boolean unused = document.redo();
    }

    @Override
    public Optional<Change> commit() {
        Change change = document.commit(WALL_MILLIS);
        document.endUndoGroup();
        return Optional.ofNullable(change);
    }

    @Override
    public void apply(Change change) {
        document.apply(change);
    }

    @Override
    public byte[] save() {
        return document.save();
    }

    @Override
    public DocumentView view() {
        return document.view();
    }
}
