package dev.offing.sync.server;

import dev.offing.sync.DocumentId;
import java.util.Optional;

/**
 * An append that is durable, as every session of the workspace is told it.
 *
 * @param workspaceSequence its place among all appends of the workspace, without gaps
 * @param sequence its server sequence in the document
 * @param change the encoded change
 * @param origin {@link ServerSession#id} of the session that pushed it; 0 = none (import, another node)
 * @param title the page document's title if this append changed it, empty if it did not
 * @param changedAtMillis when the server took it, epoch ms
 */
public record Appended(
        long workspaceSequence,
        DocumentId document,
        long sequence,
        byte[] change,
        int origin,
        Optional<String> title,
        long changedAtMillis) {}
