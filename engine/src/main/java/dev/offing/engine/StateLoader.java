package dev.offing.engine;

import dev.offing.engine.strand.StrandLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the state of a document from the log and the elements of a snapshot: the strands as they stand in it, all
 * else by taking the operations that are not about text in time order.
 *
 * <p>What is believed is the order of elements that were made without knowledge of each other; {@link
 * Document#verify} checks it. All else is checked here: every element that was made stands in one strand once; the
 * numbers of deletions are those of the log; what operations name, their authors had seen. Cost: O(n log n) in
 * the runs, and linear in the text.
 */
final class StateLoader {

    private final DocumentState state;
    private final CodecException corrupt;
    private final Pieces pieces;
    private final List<TextStrand> strands = new ArrayList<>();

    /** Blocks and what they came with, to be put into the tree when all are there. */
    private final List<PlaceWrite> firstPlaces = new ArrayList<>();

    /** An operation that is no text. */
    private record Made(Operation operation, Origin origin, int counter) {}

    private final List<Made> others = new ArrayList<>();

    /**
     * @param state empty but for its log
     * @param corrupt what to throw
     */
    StateLoader(DocumentState state, Pieces pieces, CodecException corrupt) {
        this.state = state;
        this.pieces = pieces;
        this.corrupt = corrupt;
    }

    /**
     * @param strandIds of the pieces
     * @param visible text of the visible characters, in the order of the pieces
     * @param deleted text of the deleted ones, null if it was left out
     */
    void load(List<StrandId> strandIds, String visible, String deleted) {
        makeBlocks();
        openStrands(strandIds);
        int[] byId = pieces.byId();
        placeElements(byId);
        collectCancelled();
        new DeletionCheck(state, pieces, byId, corrupt).run();
        checkAuthorsKnewStrands();
        pieces.findOrigins(state.agents.size());
        fillStrands(visible, deleted);
        checkOthers();
        addBlocks();
        takeOthers();
        state.view.structureChanged();
    }

    // ---- blocks and strands

    /** Makes the blocks of all boundaries, and collects the operations that are no text. */
    private void makeBlocks() {
        for (int agent = 0; agent < state.log.agentCount(); agent++) {
            AgentLog own = state.log.of(agent);
            OperationColumns operations = own.operations;
            for (int run = 0; run < operations.runCount(); run++) {
                int kind = operations.kind(run);
                if (kind != OperationColumns.SPLIT && kind != OperationColumns.OTHER) {
                    continue;
                }
                for (int counter = operations.first(run); counter < operations.end(run); counter++) {
                    Origin origin = own.entry(counter).origin();
                    if (kind == OperationColumns.SPLIT) {
                        state.blocks.put(agent, counter, makeBlock(origin, counter, operations.type(run, counter)));
                    } else {
                        Operation operation = operations.other(run, counter);
                        others.add(new Made(operation, origin, counter));
                        if (operation instanceof Operation.NewBlock made) {
                            Block block = makeBlock(origin, counter, made.type());
                            StrandId id = new StrandId.OfBlock(block.id);
                            begin(block, new TextStrand(id, state.newElements(), block, null, null));
                            state.blocks.put(agent, counter, block);
                        }
                    }
                }
            }
        }
    }

    private Block makeBlock(Origin origin, int counter, String type) {
        return new Block(new BlockId(state.agents.id(origin.agent, counter)), origin, counter, type);
    }

    private static void begin(Block block, TextStrand strand) {
        block.strand = strand;
        block.segment = new Segment(strand, block);
    }

    private void openStrands(List<StrandId> ids) {
        for (StrandId id : ids) {
            TextStrand strand = switch (id) {
                case StrandId.Title title -> state.title;
                case StrandId.OfBlock of -> {
                    Block head = state.block(of.head());
                    yield head == null ? null : head.strand;
                }
                case StrandId.Cell cell ->
                    state.block(cell.row()) == null || state.block(cell.column()) == null
                            ? null
                            : state.openStrand(cell);
            };
            if (strand == null) {
                throw corrupt;
            }
            strands.add(strand);
        }
        placeBoundaries();
    }

    /** Gives the blocks of boundaries their strands. */
    private void placeBoundaries() {
        for (int piece = 0; piece < pieces.count; piece++) {
            if (pieces.boundaries[piece]) {
                Block block = state.blocks.get(pieces.agents[piece], pieces.counters[piece]);
                TextStrand strand = strands.get(pieces.strands[piece]);
                if (block.strand != null || !(strand.id instanceof StrandId.OfBlock)) {
                    throw corrupt;
                }
                begin(block, strand);
                block.ordinal = strand.blocks.size();
                strand.blocks.add(block);
                firstPlaces.add(new PlaceWrite(block, PlaceWrite.Kind.AUTO, null, null, block.origin, block.counter));
            }
        }
    }

    /** Every character and boundary that was made stands somewhere, once. @param byId the pieces sorted */
    private void placeElements(int[] byId) {
        int next = 0;
        for (int agent = 0; agent < state.log.agentCount(); agent++) {
            OperationColumns operations = state.log.of(agent).operations;
            for (int run = 0; run < operations.runCount(); run++) {
                int kind = operations.kind(run);
                if (kind != OperationColumns.INSERT && kind != OperationColumns.SPLIT) {
                    continue;
                }
                int counter = operations.first(run);
                // A piece may go on through neighbouring runs.
                if (next > 0 && pieces.agents[byId[next - 1]] == agent) {
                    counter = Math.max(counter, pieces.end(byId[next - 1]));
                }
                while (counter < operations.end(run)) {
                    int piece = next < byId.length ? byId[next++] : -1;
                    if (piece < 0 || pieces.agents[piece] != agent || pieces.counters[piece] != counter) {
                        throw corrupt;
                    }
                    place(piece);
                    counter = pieces.end(piece);
                }
            }
        }
        if (next < byId.length) {
            throw corrupt;
        }
    }

    private void place(int piece) {
        TextStrand strand = strands.get(pieces.strands[piece]);
        if (pieces.boundaries[piece]) {
            state.elements.addBoundary(pieces.agents[piece], pieces.counters[piece], strand);
        } else {
            state.elements.addCharacters(pieces.agents[piece], pieces.counters[piece], pieces.lengths[piece], strand);
        }
    }

    private void collectCancelled() {
        for (Made made : others) {
            if (made.operation instanceof Operation.UndeleteText undelete) {
                OpId id = undelete.deletion();
                int agent = state.agents.find(id.replica());
                boolean known = agent != AgentTable.NONE && id.counter() < state.log.end(agent);
                if (!known || !state.log.of(agent).operations.isDeletion(id.counter())) {
                    throw corrupt;
                }
                boolean unused = state.textDeletions.cancel(agent, id.counter());
            }
        }
    }

    /** Who wrote into a strand had seen what it belongs to. */
    private void checkAuthorsKnewStrands() {
        for (int piece = 0; piece < pieces.count; piece++) {
            boolean knew = switch (strands.get(pieces.strands[piece]).id) {
                case StrandId.Title title -> true;
                case StrandId.OfBlock of -> pieceSaw(piece, of.head());
                case StrandId.Cell cell -> pieceSaw(piece, cell.row()) && pieceSaw(piece, cell.column());
            };
            if (!knew) {
                throw corrupt;
            }
        }
    }

    private boolean pieceSaw(int piece, BlockId id) {
        return id.op().counter()
                < pieces.seenEnd(piece, state.agents.find(id.op().replica()));
    }

    // ---- elements

    private void fillStrands(String visible, String deleted) {
        TextSource shown = new TextSource(visible, corrupt);
        TextSource hidden = new TextSource(deleted, corrupt);
        int from = 0;
        while (from < pieces.count) {
            int to = from;
            long characters = 0;
            while (to < pieces.count && pieces.strands[to] == pieces.strands[from]) {
                boolean here = pieces.deletions[to] == 0 || deleted != null;
                characters += here && !pieces.boundaries[to] ? pieces.lengths[to] : 0;
                to++;
            }
            if (characters > visible.length() + (deleted == null ? 0 : deleted.length())) {
                throw corrupt;
            }
            TextStrand strand = strands.get(pieces.strands[from]);
            StrandLoader loader = new StrandLoader(strand.elements, (int) characters, to - from);
            for (int piece = from; piece < to; piece++) {
                fill(loader, piece, pieces.deletions[piece] == 0 ? shown : hidden);
            }
            loader.finish();
            state.view.textLoaded(strand);
            from = to;
        }
        shown.expectEnd();
        hidden.expectEnd();
    }

    private void fill(StrandLoader loader, int piece, TextSource source) {
        int agent = pieces.agents[piece];
        int counter = pieces.counters[piece];
        int end = pieces.end(piece);
        int leftAgent = pieces.leftAgents[piece];
        int leftCounter = pieces.leftCounters[piece];
        while (counter < end) {
            int length = 1;
            int units = 0;
            int start = 0;
            if (!pieces.boundaries[piece]) {
                start = source.at();
                length = source.take(end - counter);
                units = source.units();
            }
            loader.add(
                    agent,
                    counter,
                    length,
                    leftAgent,
                    leftCounter,
                    pieces.rightAgents[piece],
                    pieces.rightCounters[piece],
                    pieces.deletions[piece],
                    units,
                    source.text(),
                    start);
            counter += length;
            leftAgent = agent;
            leftCounter = counter - 1;
        }
    }

    // ---- the rest

    private void checkOthers() {
        ChangeValidator validator = new ChangeValidator(state);
        for (Made made : others) {
            try {
                validator.checkTaken(made.operation, made.origin, made.counter);
            } catch (InvalidChangeException invalid) {
                throw corrupt;
            }
        }
    }

    private void addBlocks() {
        for (Made made : others) {
            if (made.operation instanceof Operation.NewBlock newBlock) {
                Block block = state.blocks.get(made.origin.agent, made.counter);
                firstPlaces.add(state.placeWrite(block, newBlock.place(), made.origin, made.counter));
            }
        }
        for (PlaceWrite place : firstPlaces) {
            state.tree.add(place.block, place);
        }
    }

    private void takeOthers() {
        others.sort((a, b) -> Origin.compare(state.agents, a.origin, a.counter, b.origin, b.counter));
        for (Made made : others) {
            switch (made.operation) {
                case Operation.NewBlock newBlock -> {}
                case Operation.DeleteText delete -> {}
                case Operation.UndeleteText undelete -> {}
                default -> state.takeEffect(made.operation, made.origin, made.counter);
            }
        }
    }

    /** Characters in the order they are needed. */
    private static final class TextSource {
        private final String text;
        private final CodecException corrupt;
        private final boolean plain;
        private int at;
        private int units = 1;

        TextSource(String text, CodecException corrupt) {
            this.text = text;
            this.corrupt = corrupt;
            this.plain = text == null || !hasSurrogates(text);
        }

        private static boolean hasSurrogates(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return true;
                }
            }
            return false;
        }

        String text() {
            return text;
        }

        int at() {
            return at;
        }

        /** UTF-16 units of each of the characters taken last. */
        int units() {
            return units;
        }

        /** Takes characters of one width. @return how many, at least 1 and at most {@code count} */
        int take(int count) {
            if (text == null) {
                return count;
            }
            if (plain) {
                if (count > text.length() - at) {
                    throw corrupt;
                }
                at += count;
                return count;
            }
            int taken = 0;
            while (taken < count) {
                if (at == text.length()) {
                    throw corrupt;
                }
                int width = Character.isSurrogate(text.charAt(at)) ? 2 : 1;
                if (taken > 0 && width != units) {
                    break;
                }
                units = width;
                at += width;
                taken++;
            }
            return taken;
        }

        void expectEnd() {
            if (text != null && at != text.length()) {
                throw corrupt;
            }
        }
    }
}
