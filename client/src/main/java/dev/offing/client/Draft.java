package dev.offing.client;

import dev.offing.sync.protocol.RefusalReason;

/**
 * Work the server did not take. It stays on this device, in the page and in the outbox, until it is taken:
 * {@link Workspace#syncNow} offers it again.
 *
 * @param page whose
 * @param reason why, as the server or this device said
 * @param explanation the reason for people, one sentence
 * @param changes how many changes wait
 * @param text what was typed in them, one line for each run of text, in the order it was typed: for a person to
 *     see what is at stake, or to copy it elsewhere
 */
public record Draft(PageId page, RefusalReason reason, String explanation, int changes, String text) {}
