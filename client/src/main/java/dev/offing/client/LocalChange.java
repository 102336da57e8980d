package dev.offing.client;

import dev.offing.sync.DocumentId;
import java.util.Optional;

/**
 * A change made here, to be stored.
 *
 * @param title the document's title after it; empty for page records
 */
record LocalChange(DocumentId document, byte[] bytes, Optional<String> title) {}
