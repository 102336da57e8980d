package dev.offing.engine;

/**
 * A place in a strand that stays meaningful under every edit (Litt et al., Peritext, CSCW 2022,
 * section 3.1): before or after one element, or one of the two ends of the strand.
 */
public sealed interface Anchor {

    /** Before everything in the strand. */
    record Start() implements Anchor {}

    /** After everything in the strand, whatever will be typed there. */
    record End() implements Anchor {}

    /**
     * Immediately before an element (a character or a boundary), alive or deleted.
     *
     * @param element its id
     */
    record Before(OpId element) implements Anchor {}

    /**
     * Immediately after an element, alive or deleted.
     *
     * @param element its id
     */
    record After(OpId element) implements Anchor {}
}
