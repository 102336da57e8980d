package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.DocumentStatus;
import dev.offing.sync.client.FetchPolicy;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.client.SyncClient;
import dev.offing.sync.client.SyncStatus;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;

/**
 * Runs the client machine on the owner thread: executes its effects and tells it what happened. It decides
 * nothing. Store effects are executed at once, in the machine's order; after a failed write the writes that
 * follow are dropped until the machine reads the store, which is the truth (SYNC-33).
 */
final class SyncDriver implements SyncClient.Environment {

    /** What the workspace hears. */
    interface Events {
        void status(SyncStatus status);

        /** The local log gained these changes, durably. */
        void changed(DocumentId document, List<byte[]> changes);

        /** Heads, titles or the state of documents may be others. */
        void listed();
    }

    /** Wait before a failed reading of the store is tried again. */
    private static final int STORE_RETRY_MILLIS = 5_000;

    private final OwnerThread owner;
    private final WorkspaceStore store;
    private final OpenDocuments documents;
    private final ServerApi api;
    private final Events events;
    private final SyncClient machine;
    private final SplittableRandom random = new SplittableRandom();
    private final long startNanos = System.nanoTime();
    private final long startMillis = System.currentTimeMillis();

    private URI server;
    private String cookie;
    private int wanted = -1;
    private SocketLine line;
    private Future<?> wake;
    private boolean pumping;
    /** A write failed: those that follow are dropped until the store is read again. */
    private boolean dropping;

    private boolean stopped;

    SyncDriver(
            OwnerThread owner,
            WorkspaceStore store,
            OpenDocuments documents,
            ServerApi api,
            String deviceId,
            Events events) {
        this.owner = owner;
        this.store = store;
        this.documents = documents;
        this.api = api;
        this.events = events;
        this.machine = new SyncClient(this, FetchPolicy.EVERYTHING, deviceId);
    }

    /** The wall clock of the start and what has passed since: never goes back, whatever is done to the clock. */
    @Override
    public long nowMillis() {
        return startMillis + (System.nanoTime() - startNanos) / 1_000_000;
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }

    /** Where the server is and who asks, from the next connection on. */
    void use(URI address, String session) {
        server = address;
        cookie = session;
    }

    void start() {
        input(() -> machine.lead(true));
    }

    void stop() {
        stopped = true;
        cancelWake();
        if (line != null) {
            line.abort();
        }
    }

    void rescan() {
        input(machine::rescan);
    }

    void localChange(LocalChange change) {
        input(() -> machine.localChange(change.document(), change.bytes()));
    }

    void wantDocument(DocumentId document) {
        input(() -> machine.wantDocument(document));
    }

    void replicaIdsFree(int count) {
        input(() -> machine.replicaIdsFree(count));
    }

    void syncNow() {
        input(machine::syncNow);
    }

    SyncStatus status() {
        return machine.status();
    }

    DocumentStatus document(DocumentId id) {
        return machine.document(id);
    }

    private void input(Runnable give) {
        if (stopped) {
            return;
        }
        give.run();
        if (pumping) {
            return; // Whoever pumps takes what came of it.
        }
        pumping = true;
        try {
            for (List<ClientEffect> effects = machine.drain(); !effects.isEmpty(); effects = machine.drain()) {
                effects.forEach(this::carryOut);
            }
        } finally {
            pumping = false;
        }
    }

    private void carryOut(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Connect connect -> connect(connect.connection());
            case ClientEffect.Disconnect disconnect -> disconnect(disconnect.connection());
            case ClientEffect.Send send -> {
                if (send.connection() == wanted && line != null) {
                    line.send(send.frame());
                }
            }
            case ClientEffect.Persist persist -> persist(persist);
            case ClientEffect.ReadStore read -> readStore(read.read());
            case ClientEffect.ReadChanges read -> readChanges(read.document());
            case ClientEffect.DocumentChanged changed -> events.changed(changed.document(), changed.changes());
            case ClientEffect.WakeAt at -> wakeAt(at.millis());
            case ClientEffect.StatusChanged changed -> events.status(changed.status());
            case ClientEffect.DocumentStatusChanged changed -> events.listed();
        }
    }

    // ---- connection ----

    private void connect(int connection) {
        wanted = connection;
        line = null;
        var unused = api.ticket(server, cookie)
                .whenComplete((ticket, failure) -> owner.execute(() -> {
                    if (stopped || wanted != connection) {
                        return;
                    }
                    if (failure != null) {
                        input(() -> machine.disconnected(connection, DisconnectReason.NETWORK));
                    } else if (ticket.isEmpty()) {
                        input(() -> machine.disconnected(connection, DisconnectReason.SIGN_IN));
                    } else {
                        open(connection, ticket);
                    }
                }));
    }

    private void open(int connection, Optional<String> ticket) {
        line = new SocketLine(
                () -> owner.execute(() -> input(() -> machine.connected(connection, ticket.orElseThrow()))),
                frame -> owner.execute(() -> input(() -> machine.frame(connection, frame))),
                () -> owner.execute(() -> input(() -> machine.disconnected(connection, DisconnectReason.NETWORK))));
        line.connect(api.http, server);
    }

    private void disconnect(int connection) {
        if (wanted == connection) {
            wanted = -1;
            if (line != null) {
                line.abort();
                line = null;
            }
        }
    }

    private void wakeAt(long millis) {
        cancelWake();
        if (millis != Long.MAX_VALUE) {
            wake = owner.after(Math.max(0, millis - nowMillis()), () -> input(machine::tick));
        }
    }

    private void cancelWake() {
        if (wake != null) {
            wake.cancel(false);
            wake = null;
        }
    }

    // ---- store ----

    private void persist(ClientEffect.Persist persist) {
        if (dropping) {
            return;
        }
        try {
            store.execute(persist.write());
        } catch (WorkspaceException e) {
            dropping = true;
            machine.persistFailed(persist.id(), e.reason() == Reason.STORAGE_FULL);
            return;
        }
        machine.persisted(persist.id());
        if (persist.write() instanceof StoreWrite.SetHeads) {
            events.listed();
        }
    }

    private void readStore(int read) {
        StoreSummary summary;
        try {
            summary = store.summary();
        } catch (WorkspaceException e) {
            var unused = owner.after(STORE_RETRY_MILLIS, () -> input(() -> readStore(read)));
            return;
        }
        dropping = false;
        machine.opened(read, summary);
    }

    private void readChanges(DocumentId id) {
        List<byte[]> changes;
        try {
            changes = documents.changes(id);
        } catch (WorkspaceException e) {
            // The comparison stays open until the store can be read: the status says that something is under way.
            var unused = owner.after(SyncLimits.STORE_RETRY_MILLIS, () -> input(() -> readChanges(id)));
            return;
        }
        machine.changesRead(id, changes);
    }
}
