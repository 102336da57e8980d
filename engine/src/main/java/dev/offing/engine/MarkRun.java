package dev.offing.engine;

/**
 * One mark over a range of a shown text. Runs of one text are sorted by start, then end, then type,
 * then value; two runs of the same type and value never touch or overlap.
 *
 * @param type for example {@code bold}
 * @param start UTF-16 offset, inclusive
 * @param end UTF-16 offset, exclusive, greater than start
 * @param value never {@link Value#ABSENT}
 */
public record MarkRun(String type, int start, int end, Value value) {}
