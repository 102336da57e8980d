package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tests may do to a document and embedders may not. It stands in the engine's package to reach
 * what is not public there, and in a module that never ships.
 *
 * @param leafSpans spans of a leaf of every strand, at least 2
 * @param fanout children of an inner node of every strand, at least 2
 */
public record Probe(int leafSpans, int fanout) {

    /** Documents as they ship. */
    public static final Probe USUAL = new Probe(Strand.LEAF_SPANS, Strand.FANOUT);

    /** {@link Document#create}. */
    public Document create(ReplicaId local) {
        return Document.create(local, leafSpans, fanout);
    }

    /** {@link Document#load}. */
    public Document load(byte[] snapshot, ReplicaId local) {
        return Document.load(snapshot, local, leafSpans, fanout);
    }

    /**
     * Recomputes what a document remembers: the counts in every node, the id index, the layout.
     *
     * @throws RuntimeException where it differs
     */
    public static void checkInvariants(Document document) {
        document.checkInvariants();
    }

    /** All elements of every strand in order, tombstones and boundaries too; cost: their number. */
    public static Map<StrandId, List<OpId>> elements(Document document) {
        AgentTable agents = document.state().agents;
        Map<StrandId, List<OpId>> all = new HashMap<>();
        for (TextStrand strand : document.state().strands()) {
            List<OpId> elements = new ArrayList<>();
            Strand.Cursor cursor = strand.elements.cursor(0);
            while (cursor.next()) {
                for (int i = 0; i < cursor.length(); i++) {
                    elements.add(agents.id(cursor.agent(), cursor.counter() + i));
                }
            }
            if (!elements.isEmpty()) {
                all.put(strand.id, elements);
            }
        }
        return all;
    }
}
