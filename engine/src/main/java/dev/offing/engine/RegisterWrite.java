package dev.offing.engine;

/**
 * One write into a register.
 *
 * @param value what was written; absent if it was unset
 * @param by who wrote it, and when
 * @param <V> what the register holds: {@link Value}, or {@link CellValue} in a cell of a database
 */
public record RegisterWrite<V>(V value, Attribution by) {}
