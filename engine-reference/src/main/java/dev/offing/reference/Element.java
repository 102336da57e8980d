package dev.offing.reference;

import dev.offing.engine.OpId;

/**
 * One element of a strand.
 *
 * @param id its identity
 * @param left the element left of it when it was made, null = the strand's start
 * @param right the element right of it when it was made, null = the strand's end
 * @param codePoint the character, {@link #BOUNDARY} for a boundary
 */
record Element(OpId id, OpId left, OpId right, int codePoint) {

    static final int BOUNDARY = -1;

    boolean isBoundary() {
        return codePoint == BOUNDARY;
    }
}
