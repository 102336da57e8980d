package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.RefusalReason;
import java.util.Optional;

/**
 * Where one document stands.
 *
 * @param pending own changes in the outbox
 * @param here whether this device holds its content: some entries of the log, or own changes
 * @param upToDate whether it holds everything it has heard of
 * @param refused why its changes are not sent any more until a person acts; empty = they are
 */
public record DocumentStatus(
        DocumentId document, int pending, boolean here, boolean upToDate, Optional<RefusalReason> refused) {}
