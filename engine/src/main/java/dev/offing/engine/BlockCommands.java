package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Local commands on blocks (MERGE-24, MERGE-25). What a command names must be shown; places among
 * siblings are made by {@link Slots}.
 */
final class BlockCommands {

    private final DocumentState state;
    private final Author author;
    private final TextLocator locator;
    private final Slots slots;
    private final DeletedBlocks deletedBlocks;

    BlockCommands(DocumentState state, Author author, TextLocator locator, Slots slots) {
        this.state = state;
        this.author = author;
        this.locator = locator;
        this.slots = slots;
        this.deletedBlocks = new DeletedBlocks(state, author);
    }

    DeletedBlocks deletedBlocks() {
        return deletedBlocks;
    }

    // ---- splitting and joining ----

    BlockId split(BlockId id, int offset, String type) {
        author.reserve(0);
        String name = name(type);
        Shown shown = listed(id);
        TextGap gap = locator.gap(new TextTarget.Block(id), offset);
        Block part = gap.segment.block;
        if (part != shown.block) {
            slots.pinFollowers(shown);
        }
        if (shown.block.place.kind == PlaceWrite.Kind.CONTINUATION) {
            // A hidden host shows what follows its continuations behind its children, not right here.
            slots.settle(shown);
        }
        Strand elements = gap.segment.strand.elements;
        Operation.SplitBlock split = new Operation.SplitBlock(
                gap.segment.strand.id, id(elements, gap.leftIndex), id(elements, gap.leftIndex + 1), name);
        BlockId made = new BlockId(author.nextId());
        author.perform(split);
        moveContinuationsBehind(part, made);
        return made;
    }

    private OpId id(Strand elements, int index) {
        if (index < 0 || index >= elements.elementCount()) {
            return null;
        }
        return state.agents.id(elements.agentAt(index), elements.counterAt(index));
    }

    /** Gives the new block the continuations whose text followed the split one's (MERGE-24 c). */
    private void moveContinuationsBehind(Block split, BlockId made) {
        List<Block> behind = new ArrayList<>(split.continuations);
        Block step = split;
        while (step.place.kind == PlaceWrite.Kind.CONTINUATION && step.host != step.shown) {
            List<Block> siblings = step.place.target.continuations;
            behind.addAll(siblings.subList(siblings.indexOf(step) + 1, siblings.size()));
            step = step.place.target;
        }
        PositionKey last = null;
        for (Block continuation : shownParts(behind)) {
            last = state.keyRuns().between(last, null, author.nextCounter());
            author.perform(new Operation.PlaceBlock(continuation.id, new Place.Continuation(made, last)));
        }
    }

    /** Continuations, and instead of hidden ones what they let through: moving these would end their deletion. */
    private static List<Block> shownParts(List<Block> continuations) {
        List<Block> parts = new ArrayList<>();
        for (Block continuation : continuations) {
            if (continuation.hidden) {
                parts.addAll(shownParts(continuation.continuations));
            } else {
                parts.add(continuation);
            }
        }
        return parts;
    }

    void join(BlockId id, BlockId intoId) {
        author.reserve(0);
        Shown shown = listed(id);
        Shown into = listed(intoId);
        if (shown.tablePart || into.tablePart) {
            throw new IllegalArgumentException("rows and columns are not joined");
        }
        if (shown.block.type().equals(Operation.ROW)) {
            // Its cells would be shown nowhere.
            throw new IllegalArgumentException("rows of a database are not joined");
        }
        checkNotInside(shown, into);
        slots.pinFollowers(shown);
        if (state.tree.isAbove(shown.block, into.block)) {
            throw new IllegalArgumentException("block would become its own ancestor");
        }
        author.perform(new Operation.PlaceBlock(id, lastContinuation(into.block)));
    }

    /** The place after all continuations of a block (MERGE-25). */
    private Place.Continuation lastContinuation(Block host) {
        List<Block> joined = host.continuations;
        PositionKey last = joined.isEmpty() ? null : joined.getLast().place.key;
        return new Place.Continuation(host.id, state.keyRuns().between(last, null, author.nextCounter()));
    }

    private static void checkNotInside(Shown block, Shown target) {
        for (Shown step = target; step != null; step = step.parent) {
            if (step == block) {
                throw new IllegalArgumentException("block would become its own ancestor");
            }
        }
    }

    // ---- making, moving, deleting ----

    BlockId newBlock(BlockId parentId, BlockId afterId, String type) {
        author.reserve(0);
        String name = name(type);
        Shown parent = parent(parentId);
        checkDepth(parent);
        Slots.Slot slot = slots.open(parent, sibling(parent, afterId), null);
        Place.Child place = slots.place(slot);
        BlockId made = new BlockId(author.nextId());
        author.perform(new Operation.NewBlock(place, name));
        return made;
    }

    void move(BlockId id, BlockId parentId, BlockId afterId) {
        author.reserve(0);
        Shown shown = locator.shown(id);
        Shown parent = parent(parentId);
        Shown after = sibling(parent, afterId);
        if (after == shown) {
            throw new IllegalArgumentException("block cannot follow itself");
        }
        checkNotInside(shown, parent);
        checkDepth(parent);
        slots.pinFollowers(shown);
        state.view.refresh();
        if (state.tree.isAbove(shown.block, parent.block)) {
            throw new IllegalArgumentException("block would become its own ancestor");
        }
        Slots.Slot slot = slots.open(parent, after, shown.block);
        author.perform(new Operation.PlaceBlock(id, slots.place(slot)));
    }

    private static void checkDepth(Shown parent) {
        if (parent.depth >= Limits.DEPTH_MAX) {
            throw new IllegalArgumentException("blocks would be nested too deep");
        }
    }

    private Shown parent(BlockId id) {
        return id == null ? state.view.root() : locator.shown(id);
    }

    private Shown sibling(Shown parent, BlockId id) {
        if (id == null) {
            return null;
        }
        Shown sibling = locator.shown(id);
        if (sibling.parent != parent) {
            throw new IllegalArgumentException("block to follow is not in the parent");
        }
        return sibling;
    }

    private Shown listed(BlockId id) {
        Shown shown = locator.shown(id);
        if (!shown.listed()) {
            throw new IllegalArgumentException("block is not shown as text");
        }
        return shown;
    }

    void delete(BlockId id) {
        author.reserve(0);
        Block block = state.block(id);
        if (block == null || !block.deleted() && !state.view.isShown(block)) {
            throw new IllegalArgumentException("block is not shown");
        }
        state.view.deleting(() -> author.perform(new Operation.DeleteBlock(id, author.seen())));
    }

    /** Restores a deleted block; of one that is hidden with others, those. */
    void restore(BlockId id) {
        author.reserve(0);
        Block block = state.block(id);
        state.view.refresh();
        if (block == null || !block.deleted() && !block.hidden) {
            throw new IllegalArgumentException("block is not deleted");
        }
        Set<Block> deleted = new LinkedHashSet<>();
        if (block.deleted()) {
            deleted.add(block);
        } else {
            block.covers.forEach(cover -> deleted.add(cover.deletion.block()));
        }
        for (Block top : deleted) {
            deletedBlocks.restore(top);
        }
    }

    // ---- registers ----

    void setType(BlockId id, String type) {
        setProperty(id, Operation.TYPE, new Value.Text(name(type)));
    }

    void setProperty(BlockId id, String key, Value value) {
        Value stored = value instanceof Value.Text text ? new Value.Text(WellFormed.repair(text.value())) : value;
        checkValue(stored);
        author.reserve(stored instanceof Value.Text text ? text.value().length() : 0);
        Block block = id == null ? null : locator.shown(id).block;
        writeRegister(block, name(key), stored);
    }

    /** A register of any block, null if it was never written. */
    Register<Value> register(BlockId id, String key) {
        if (id == null) {
            return state.properties.get(key);
        }
        Block block = state.block(id);
        if (block == null) {
            throw new IllegalArgumentException("there is no such block");
        }
        return block.registers.get(key);
    }

    void dismissLosers(BlockId id, String key) {
        author.reserve(0);
        Block block = id == null ? null : locator.shown(id).block;
        Register<Value> register = register(id, key);
        if (register != null && register.writes().size() > 1) {
            writeRegister(block, key, register.valueOr(Value.ABSENT));
        }
    }

    /** Writes a register unless it shows the value already and has no losers. */
    void writeRegister(Block block, String key, Value value) {
        Map<String, Register<Value>> registers = block == null ? state.properties : block.registers;
        Register<Value> register = registers.get(key);
        List<OpId> replaces = register == null ? List.of() : register.writeIds(state.agents);
        Value shown = register == null && block != null && key.equals(Operation.TYPE)
                ? new Value.Text(block.initialType)
                : register == null ? Value.ABSENT : register.valueOr(Value.ABSENT);
        if (replaces.size() <= 1 && shown.equals(value)) {
            return;
        }
        author.perform(new Operation.SetProperty(block == null ? null : block.id, key, value, replaces));
    }

    static void checkValue(Value value) {
        if (value instanceof Value.Text text && text.value().length() > Limits.VALUE_UTF16_MAX) {
            throw new IllegalArgumentException("value is too long");
        }
    }

    static String name(String name) {
        if (name.isEmpty() || name.length() > Limits.NAME_UTF16_MAX) {
            throw new IllegalArgumentException("name is empty or too long");
        }
        return WellFormed.repair(name);
    }
}
