package dev.offing.sync.offline;

/**
 * What is known of one page document.
 *
 * @param page 32 lower-case hexadecimal digits
 * @param sizeBytes document and known files, here or still to come; 0 = not known
 * @param changedAtMillis when the server took its newest change, epoch ms, 0 = unknown
 * @param open whether it is shown on this device now
 * @param unsent whether it has changes the server has not got
 */
public record PageFacts(String page, long sizeBytes, long changedAtMillis, boolean open, boolean unsent) {}
