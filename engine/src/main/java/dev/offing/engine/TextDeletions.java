package dev.offing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The deletions of characters: which were taken back, and, where blocks are deleted, which of them name
 * characters of which strand. The latter is found in the log when it is first asked for, and kept from then on.
 */
final class TextDeletions {

    private final AgentTable agents;
    private final ChangeLog log;
    private final ElementIndex elements;
    private final IdMap<Boolean> cancelled = new IdMap<>();
    private boolean indexed;

    TextDeletions(AgentTable agents, ChangeLog log, ElementIndex elements) {
        this.agents = agents;
        this.log = log;
        this.elements = elements;
    }

    boolean isCancelled(int agent, int counter) {
        return cancelled.get(agent, counter) != null;
    }

    /** By agent the counters of the deletions that were taken back, ascending. */
    List<List<Integer>> cancelledByAgent() {
        List<List<Integer>> counters = new ArrayList<>();
        for (int agent = 0; agent < log.agentCount(); agent++) {
            counters.add(new ArrayList<>(0));
        }
        cancelled.forEachKey((agent, counter) -> counters.get(agent).add(counter));
        counters.forEach(own -> own.sort(null));
        return counters;
    }

    /** @return whether it was not before */
    boolean cancel(int agent, int counter) {
        boolean first = !isCancelled(agent, counter);
        cancelled.put(agent, counter, true);
        return first;
    }

    /** Hears of a deletion, recorded already, that names characters of a strand. */
    void added(TextStrand strand, int agent, int counter) {
        if (indexed) {
            strand.addDeletion(agent, counter);
        }
    }

    private void index() {
        if (indexed) {
            return;
        }
        indexed = true;
        for (int agent = 0; agent < log.agentCount(); agent++) {
            int deleter = agent;
            OperationColumns operations = log.of(agent).operations;
            operations.forEachTarget(0, operations.end(), agents, (counter, targetAgent, first, length) -> {
                int at = first;
                while (at < first + length) {
                    elements.strand(targetAgent, at).addDeletion(deleter, counter);
                    at = elements.runEnd(targetAgent, at);
                }
            });
        }
    }

    /**
     * Whether one of some deleted characters of a strand was deleted in knowledge of the deletion of a block
     * only (MERGE-32).
     */
    boolean isHeld(TextStrand strand, Deletion deletion, int agent, int first, int end) {
        index();
        boolean[] lost = new boolean[end - first];
        int[] runs = strand.deletions();
        for (int i = 0; i < strand.deletionsLength(); i += TextStrand.DELETION_STRIDE) {
            int deleter = runs[i];
            int to = Math.min(runs[i + 2], log.firstKnowing(deleter, deletion));
            if (runs[i + 1] < to) {
                log.of(deleter)
                        .operations
                        .forEachTarget(runs[i + 1], to, agents, (counter, targetAgent, target, length) -> {
                            int start = Math.max(first, target);
                            int stop = Math.min(end, target + length);
                            if (targetAgent == agent && start < stop && !isCancelled(deleter, counter)) {
                                Arrays.fill(lost, start - first, stop - first, true);
                            }
                        });
            }
        }
        for (boolean isLost : lost) {
            if (!isLost) {
                return true;
            }
        }
        return false;
    }
}
