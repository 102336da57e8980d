package dev.offing.engine;

/**
 * One applied change, as the log tells of it when asked.
 *
 * @param first its first counter
 * @param end counter after its last one
 * @param lastOperation counter of its last operation
 */
record LogEntry(Origin origin, int first, int end, int lastOperation) {}
