package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all applied operations amount to, and the one place where an operation takes effect. Knows
 * nothing of causality and of validity: it is given operations that were found valid, causes first.
 *
 * <p>The result depends on the set of operations only (MERGE-4): strands order elements by origins,
 * deletion counts add up, marks, places and registers are kept in time order.
 */
final class DocumentState {

    final AgentTable agents = new AgentTable();
    final ElementIndex elements = new ElementIndex();
    final ChangeLog log = new ChangeLog(agents, elements);
    final TextDeletions textDeletions = new TextDeletions(agents, log, elements);
    final IdMap<Block> blocks = new IdMap<>();
    final BlockTree tree = new BlockTree(agents);
    final Coverage coverage = new Coverage(agents, log, textDeletions);
    final TreeMap<String, Register<Value>> properties = new TreeMap<>();
    final TextStrand title;
    final DatabaseState database = new DatabaseState(agents);
    final View view;

    private final Map<StrandId, TextStrand> cells = new HashMap<>();
    private final int leafSpans;
    private final int fanout;
    private KeyRuns keyRuns;

    /** Leaf spans and fanout: sizes of the nodes of all strands, see {@link Strand}. */
    DocumentState(ReplicaId local, int leafSpans, int fanout) {
        this.leafSpans = leafSpans;
        this.fanout = fanout;
        keyRuns = new KeyRuns(local);
        title = new TextStrand(new StrandId.Title(), newElements(), null, null, null);
        view = new View(this);
    }

    /** Empty, with nodes of the same sizes. */
    DocumentState fresh(ReplicaId local) {
        return new DocumentState(local, leafSpans, fanout);
    }

    Strand newElements() {
        return new Strand(agents, leafSpans, fanout);
    }

    KeyRuns keyRuns() {
        return keyRuns;
    }

    /** Keys are made for another replica from now on. */
    void adoptReplica(ReplicaId replica) {
        keyRuns = new KeyRuns(replica);
        tree.forEachKey(keyRuns::add);
        database.forEachKey(keyRuns::add);
    }

    // ---- look-up ----

    /** The block with this id, null if there is none. */
    Block block(BlockId id) {
        int agent = agents.find(id.op().replica());
        return agent == AgentTable.NONE ? null : blocks.get(agent, id.op().counter());
    }

    /** The strand an element is in, null if there is no such element. */
    TextStrand strandOf(OpId element) {
        int agent = agents.find(element.replica());
        return agent == AgentTable.NONE ? null : elements.strand(agent, element.counter());
    }

    /** A strand, null if nothing was ever written into it and it is not begun by a block. */
    TextStrand strand(StrandId id) {
        return switch (id) {
            case StrandId.Title title -> this.title;
            case StrandId.OfBlock of -> {
                Block head = block(of.head());
                yield head == null || !head.isHead() ? null : head.strand;
            }
            case StrandId.Cell cell -> cells.get(cell);
        };
    }

    /** A strand, that of a cell made if it is not there. */
    TextStrand openStrand(StrandId id) {
        TextStrand strand = strand(id);
        if (strand != null || !(id instanceof StrandId.Cell cell)) {
            return strand;
        }
        Block row = block(cell.row());
        Block column = block(cell.column());
        strand = new TextStrand(cell, newElements(), null, row, column);
        cells.put(cell, strand);
        row.cellList.add(strand);
        if (column != row) {
            column.cellList.add(strand);
        }
        return strand;
    }

    /** Every strand there is: of the title, of blocks, of cells. */
    List<TextStrand> strands() {
        List<TextStrand> strands = new ArrayList<>();
        strands.add(title);
        for (Block block : tree.blocks()) {
            if (block.isHead()) {
                strands.add(block.strand);
            }
        }
        strands.addAll(cells.values());
        return strands;
    }

    // ---- effects ----

    /**
     * Lets an operation take effect, and records it in the log.
     *
     * @param counter of its id, where the operations of its agent in the log end
     */
    void integrate(Operation operation, Origin origin, int counter) {
        log.record(operation, origin);
        takeEffect(operation, origin, counter);
    }

    /** {@link #integrate} for an operation that the log has already. */
    void takeEffect(Operation operation, Origin origin, int counter) {
        switch (operation) {
            case Operation.InsertText insert -> insertText(insert, origin, counter);
            case Operation.SplitBlock split -> splitBlock(split, origin, counter);
            case Operation.DeleteText delete -> deleteText(delete, origin, counter);
            case Operation.UndeleteText undelete -> undeleteText(undelete);
            case Operation.NewBlock made -> newBlock(made, origin, counter);
            case Operation.PlaceBlock place -> {
                Block block = block(place.block());
                tree.place(placeWrite(block, place.place(), origin, counter));
                view.structureChanged();
            }
            case Operation.DeleteBlock delete -> deletion(delete.block(), true, origin, counter);
            case Operation.RestoreBlock restore -> deletion(restore.block(), false, origin, counter);
            case Operation.SetMark mark -> setMark(mark, origin, counter);
            case Operation.SetProperty property -> setProperty(property, origin, counter);
            case Operation.SetCell set -> {
                Block row = block(set.row());
                database.setCell(row, set, origin, counter);
                view.cellsChanged(row);
            }
            case Operation.AddToCell add -> {
                Block row = block(add.row());
                database.addToCell(row, add, origin, counter);
                view.cellsChanged(row);
            }
            case Operation.RemoveFromCell remove -> {
                Block row = block(remove.row());
                database.removeFromCell(row, remove, origin, counter);
                view.cellsChanged(row);
            }
            case Operation.SetSchema set -> {
                database.setSchema(set, origin, counter);
                if (set.key().equals(SchemaEntry.ORDER) && set.value() instanceof Value.Text order) {
                    keyRuns.add(SchemaOrder.key(order.value()));
                }
            }
        }
    }

    private void insertText(Operation.InsertText insert, Origin origin, int counter) {
        TextStrand strand = openStrand(insert.strand());
        OpId left = insert.left();
        OpId right = insert.right();
        int index = strand.elements.insertText(
                origin.agent,
                counter,
                left == null ? AgentTable.NONE : agents.find(left.replica()),
                left == null ? 0 : left.counter(),
                right == null ? AgentTable.NONE : agents.find(right.replica()),
                right == null ? 0 : right.counter(),
                insert.text());
        int count = insert.idCount();
        elements.addCharacters(origin.agent, counter, count, strand);
        view.textChanged(strand, index, count, true);
    }

    private void splitBlock(Operation.SplitBlock split, Origin origin, int counter) {
        TextStrand strand = openStrand(split.strand());
        OpId left = split.left();
        OpId right = split.right();
        int index = strand.elements.insertBoundary(
                origin.agent,
                counter,
                left == null ? AgentTable.NONE : agents.find(left.replica()),
                left == null ? 0 : left.counter(),
                right == null ? AgentTable.NONE : agents.find(right.replica()),
                right == null ? 0 : right.counter());
        elements.addBoundary(origin.agent, counter, strand);
        Block block = new Block(new BlockId(agents.id(origin.agent, counter)), origin, counter, split.type());
        block.strand = strand;
        block.segment = new Segment(strand, block);
        view.textEndsEarlier(strand.blockBefore(index));
        strand.addBlock(block, index);
        blocks.put(origin.agent, counter, block);
        tree.add(block, new PlaceWrite(block, PlaceWrite.Kind.AUTO, null, null, origin, counter));
        view.blockAdded(block);
    }

    private void deleteText(Operation.DeleteText delete, Origin origin, int counter) {
        countDeletion(delete, origin.agent, counter, true);
    }

    /**
     * @param deletion that shall be taken back
     * @throws HistoryNotHereException if what would come back is not here
     */
    void requireText(OpId deletion) {
        int agent = agents.find(deletion.replica());
        if (deletion.counter() >= log.end(agent) || textDeletions.isCancelled(agent, deletion.counter())) {
            return;
        }
        for (IdRange range : ((Operation.DeleteText) log.operation(agent, deletion.counter())).targets()) {
            int deleted = agents.find(range.replica());
            int first = range.first();
            while (first < range.end()) {
                int length = Math.min(range.end(), elements.runEnd(deleted, first)) - first;
                if (!elements.strand(deleted, first).elements.hasText(deleted, first, length)) {
                    throw new HistoryNotHereException();
                }
                first += length;
            }
        }
    }

    private void undeleteText(Operation.UndeleteText undelete) {
        int agent = agents.find(undelete.deletion().replica());
        int counter = undelete.deletion().counter();
        if (textDeletions.cancel(agent, counter)) {
            countDeletion((Operation.DeleteText) log.operation(agent, counter), agent, counter, false);
        }
    }

    private void countDeletion(Operation.DeleteText deletion, int deleter, int counter, boolean add) {
        for (IdRange range : deletion.targets()) {
            int agent = agents.find(range.replica());
            int first = range.first();
            while (first < range.end()) {
                TextStrand strand = elements.strand(agent, first);
                int length = Math.min(range.end(), elements.runEnd(agent, first)) - first;
                view.heldChanged(strand);
                if (add) {
                    textDeletions.added(strand, deleter, counter);
                    strand.elements.delete(
                            agent, first, length, (at, count, visible) -> view.textChanged(strand, at, count, visible));
                } else {
                    strand.elements.undelete(
                            agent, first, length, (at, count, visible) -> view.textChanged(strand, at, count, visible));
                }
                first += length;
            }
        }
    }

    private void newBlock(Operation.NewBlock made, Origin origin, int counter) {
        BlockId id = new BlockId(agents.id(origin.agent, counter));
        Block block = new Block(id, origin, counter, made.type());
        block.strand = new TextStrand(new StrandId.OfBlock(id), newElements(), block, null, null);
        block.segment = new Segment(block.strand, block);
        blocks.put(origin.agent, counter, block);
        tree.add(block, placeWrite(block, made.place(), origin, counter));
        view.blockAdded(block);
    }

    /** A place as the operation with this counter gives it. */
    PlaceWrite placeWrite(Block block, Place place, Origin origin, int counter) {
        return switch (place) {
            case Place.Child child -> {
                Block parent = child.parent() == null ? tree.root : block(child.parent());
                keyRuns.add(child.key());
                yield new PlaceWrite(block, PlaceWrite.Kind.CHILD, parent, child.key(), origin, counter);
            }
            case Place.Continuation continuation -> {
                Block host = block(continuation.host());
                keyRuns.add(continuation.key());
                yield new PlaceWrite(block, PlaceWrite.Kind.CONTINUATION, host, continuation.key(), origin, counter);
            }
        };
    }

    private void deletion(BlockId id, boolean deletes, Origin origin, int counter) {
        coverage.write(new Deletion(origin, counter, block(id), deletes));
        view.structureChanged();
    }

    private void setMark(Operation.SetMark set, Origin origin, int counter) {
        TextStrand strand = openStrand(set.strand());
        Mark mark = new Mark(
                origin,
                counter,
                new MarkKey(set.type(), set.instance()),
                set.value(),
                Mark.AnchorPoint.of(set.start(), agents),
                Mark.AnchorPoint.of(set.end(), agents));
        strand.addMark(mark, agents);
        view.marksChanged(strand, mark);
    }

    private void setProperty(Operation.SetProperty set, Origin origin, int counter) {
        Block block = set.block() == null ? null : block(set.block());
        Map<String, Register<Value>> registers = block == null ? properties : block.registers;
        Register<Value> register = registers.computeIfAbsent(set.key(), key -> new Register<>());
        register.write(new Register.Write<>(origin, counter, set.value()), set.replaces(), agents);
        view.propertyChanged(block, set.key());
    }

    void checkInvariants() {
        tree.checkInvariants();
        for (TextStrand strand : strands()) {
            strand.elements.checkInvariants();
        }
        for (Block block : tree.blocks()) {
            Invariant.check(block.strand.blocks.get(block.ordinal) == block, "a block is not at its boundary");
        }
        view.checkInvariants();
    }
}
