package dev.offing.engine;

/**
 * One write into a register.
 *
 * @param value what was written, {@link Value#ABSENT} if it was unset
 * @param by who wrote it, and when
 */
public record RegisterWrite(Value value, Attribution by) {}
