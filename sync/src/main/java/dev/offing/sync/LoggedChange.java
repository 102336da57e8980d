package dev.offing.sync;

/**
 * One entry of a document's log.
 *
 * @param sequence its server sequence: 1-based, per document, without gaps
 * @param change the encoded change; not to be modified by anybody
 */
public record LoggedChange(long sequence, byte[] change) {}
