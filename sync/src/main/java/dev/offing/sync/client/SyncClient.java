package dev.offing.sync.client;

import dev.offing.sync.DocumentId;
import java.util.List;

/**
 * The client's side of synchronisation: one machine a device (in a browser: in the leading tab). It
 * does nothing itself: inputs change its fields, {@link #drain} gives what is to be done.
 *
 * <p>Not thread-safe; one owner. Inputs may come in any order, late, or twice: what belongs to an
 * earlier connection is ignored, a local change already known is ignored.
 */
public final class SyncClient {

    /** What the machine needs of the world. */
    public interface Environment {
        /** Milliseconds since the epoch that never go back while the machine lives. */
        long nowMillis();

        /** A random number, 0 (inclusive) to {@code bound} (exclusive). */
        int random(int bound);
    }

    /**
     * @param deviceId the device's id, as the server knows it
     */
    public SyncClient(Environment environment, FetchPolicy policy, String deviceId) {
        throw new UnsupportedOperationException();
    }

    /**
     * The store's content: at start, when this tab becomes the leader, after a failed write. Ends the
     * connection if there is one; what was under way is forgotten, the store is the truth.
     */
    public void opened(StoreSummary summary) {
        throw new UnsupportedOperationException();
    }

    /** Whether this instance connects. A follower keeps counting but neither connects nor writes. */
    public void lead(boolean leading) {
        throw new UnsupportedOperationException();
    }

    /**
     * A change of this device, made in any tab, is durable in the local log and outbox. Repeating one
     * does no harm.
     */
    public void localChange(DocumentId document, byte[] change) {
        throw new UnsupportedOperationException();
    }

    /** The connection is open. @param ticket the ticket the transport got for it */
    public void connected(int connection, String ticket) {
        throw new UnsupportedOperationException();
    }

    /** One binary message arrived. */
    public void frame(int connection, byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /** The attempt failed or the connection ended. */
    public void disconnected(int connection, DisconnectReason reason) {
        throw new UnsupportedOperationException();
    }

    /** The write is durable. Writes are answered in the order they were emitted. */
    public void persisted(int write) {
        throw new UnsupportedOperationException();
    }

    /** The write, and every later one, did not happen. @param full whether for lack of room */
    public void persistFailed(int write, boolean full) {
        throw new UnsupportedOperationException();
    }

    /** Answer to {@link ClientEffect.ReadChanges}. */
    public void changesRead(DocumentId document, List<byte[]> changes) {
        throw new UnsupportedOperationException();
    }

    /** How many unused replica ids the pool holds now, after a tab took one. */
    public void replicaIdsFree(int count) {
        throw new UnsupportedOperationException();
    }

    /** The platform's opinion about the network: coming back ends a wait, going away ends nothing. */
    public void networkHint(boolean online) {
        throw new UnsupportedOperationException();
    }

    /** A person asks: try now, also what was refused, also after signing in. */
    public void syncNow() {
        throw new UnsupportedOperationException();
    }

    /** A person asks for a document that is not here. Remembered until it has arrived. */
    public void wantDocument(DocumentId document) {
        throw new UnsupportedOperationException();
    }

    /** Time has passed: see {@link ClientEffect.WakeAt}. */
    public void tick() {
        throw new UnsupportedOperationException();
    }

    /** Takes what is to be done since the last call, in order. Call after every input. */
    public List<ClientEffect> drain() {
        throw new UnsupportedOperationException();
    }

    public SyncStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Where a document stands; for one never heard of: nothing pending, not here. */
    public DocumentStatus document(DocumentId document) {
        throw new UnsupportedOperationException();
    }

    /** Documents of which the server has more than this device and which are still to come. */
    public int documentsToFetch() {
        throw new UnsupportedOperationException();
    }
}
