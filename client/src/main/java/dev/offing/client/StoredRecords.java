package dev.offing.client;

import dev.offing.engine.OpId;
import java.util.List;

/**
 * What the local log holds of one document.
 *
 * @param changes the encoded changes that can be read, in order of arrival
 * @param damaged records that cannot be read and are not in the outbox
 * @param whole whether nothing is missing: no record is damaged, none was dropped and is still to come back
 * @param present whether everything the server had was here once, or the document was made here
 * @param lastPosition position of the newest record
 */
record StoredRecords(List<byte[]> changes, List<OpId> damaged, boolean whole, boolean present, long lastPosition) {}
