package dev.offing.engine;

/**
 * One {@link Operation.SetMark}, with its anchors resolved to agents. Positions of anchors count half
 * elements: before the element at index i is 2i, after it 2i + 1, the start of the strand -1. The
 * character at i is covered by a mark from s to e if s &le; 2i and 2i + 1 &le; e; one typed into the
 * gap after i is covered if s &le; 2i + 1 and 2i + 2 &le; e.
 */
final class Mark {

    static final int END_POSITION = Integer.MAX_VALUE;

    final Origin origin;
    final int counter;
    final MarkKey key;
    final Value value;
    private final AnchorPoint start;
    private final AnchorPoint end;

    /** Positions as {@link #locate} found them last. */
    int from;

    int to;

    Mark(Origin origin, int counter, MarkKey key, Value value, AnchorPoint start, AnchorPoint end) {
        this.origin = origin;
        this.counter = counter;
        this.key = key;
        this.value = value;
        this.start = start;
        this.end = end;
    }

    /** An anchor with its element as (agent, counter). */
    record AnchorPoint(Kind kind, int agent, int counter) {

        enum Kind {
            START,
            END,
            BEFORE,
            AFTER
        }

        static AnchorPoint of(Anchor anchor, AgentTable agents) {
            return switch (anchor) {
                case Anchor.Start start -> new AnchorPoint(Kind.START, AgentTable.NONE, 0);
                case Anchor.End end -> new AnchorPoint(Kind.END, AgentTable.NONE, 0);
                case Anchor.Before before -> at(Kind.BEFORE, before.element(), agents);
                case Anchor.After after -> at(Kind.AFTER, after.element(), agents);
            };
        }

        private static AnchorPoint at(Kind kind, OpId element, AgentTable agents) {
            return new AnchorPoint(kind, agents.find(element.replica()), element.counter());
        }

        int position(TextStrand strand) {
            return switch (kind) {
                case START -> -1;
                case END -> END_POSITION;
                case BEFORE -> 2 * strand.elements.indexOf(agent, counter);
                case AFTER -> 2 * strand.elements.indexOf(agent, counter) + 1;
            };
        }
    }

    /** Finds the positions of its anchors now. Cost: O(log elements). */
    void locate(TextStrand strand) {
        from = start.position(strand);
        to = end.position(strand);
    }

    boolean coversElement(int index) {
        return from <= 2 * index && 2 * index + 1 <= to;
    }

    boolean coversGapAfter(int index) {
        return from <= 2 * index + 1 && 2 * index + 2 <= to;
    }

    /** Index of the first element it covers. */
    int firstElement() {
        return (from + 1) >> 1;
    }

    /** Index after the last element it covers; beyond the strand if it ends there. */
    int endElement() {
        return (to >> 1) + (to & 1);
    }

    boolean removes() {
        return value instanceof Value.Absent;
    }
}
