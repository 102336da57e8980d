package dev.offing.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.FetchPolicy;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.SyncClient;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.simulation.World.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One device: a store and up to three tabs that share it, one of them leading. A tab can be killed
 * between any two events; what its queue to the store held is lost then. Edits are made on real
 * documents; a change counts as saved once the store has it, and from then on the run's oracle expects
 * it in the server's log, once.
 */
final class SimulatedDevice {

    /** A change some device showed as saved. */
    record Saved(DocumentId document, ChangeKey key) {}

    final String name;
    final SimulatedStore store;
    final List<Saved> saved = new ArrayList<>();
    private final World world;
    private final SimulatedServer server;
    private final Edits edits;
    private final List<Tab> tabs = new ArrayList<>();
    private boolean online = true;

    SimulatedDevice(World world, SimulatedServer server, Edits edits, String name) {
        this.world = world;
        this.server = server;
        this.edits = edits;
        this.name = name;
        this.store = new SimulatedStore(world, server);
        for (int i = 0; i < 4; i++) {
            store.pool.add(server.issueReplica(name)); // signing in gives the first ids
        }
        openTab();
    }

    // ---- what happens to a device ----

    void openTab() {
        if (tabs.size() < 3) {
            Tab tab = new Tab();
            tabs.add(tab);
            if (tabs.size() == 1) {
                tab.machine.lead(true);
                tab.drain();
            } else {
                tabs.get(0).machine.replicaIdsFree(store.pool.size());
                tabs.get(0).drain();
            }
        }
    }

    /** A tab dies; if it led, the next one leads; the leader looks for what the dead one did not say. */
    void killTab(int index) {
        if (index >= tabs.size()) {
            return;
        }
        Tab dead = tabs.remove(index);
        dead.die();
        world.count(index == 0 ? Fault.LEADER_KILLED : Fault.TAB_KILLED);
        if (tabs.isEmpty()) {
            return;
        }
        if (index == 0) {
            tabs.get(0).machine.lead(true);
        } else {
            tabs.get(0).machine.rescan();
        }
        tabs.forEach(Tab::reread);
        tabs.get(0).drain();
    }

    void crash() {
        world.count(Fault.DEVICE_CRASHED);
        tabs.forEach(Tab::die);
        tabs.clear();
    }

    void setOnline(boolean isOnline) {
        online = isOnline;
        if (!isOnline) {
            tabs.forEach(tab -> {
                if (tab.pipe != null) {
                    tab.pipe.cut();
                }
            });
        }
        if (world.chance(2)) {
            tabs.forEach(tab -> {
                tab.machine.networkHint(isOnline);
                tab.drain();
            });
        }
    }

    boolean isRunning() {
        return !tabs.isEmpty();
    }

    void edit() {
        if (!tabs.isEmpty()) {
            tabs.get(world.below(tabs.size())).edit();
        }
    }

    /** A tab is closed so soon after typing that the store may have the change and nobody may know. */
    void editAndKill() {
        if (!tabs.isEmpty()) {
            Tab tab = tabs.get(world.below(tabs.size()));
            tab.edit();
            world.after(1 + world.below(120), () -> {
                if (world.hostile && tab.alive) {
                    killTab(tabs.indexOf(tab));
                }
            });
        }
    }

    void syncNow() {
        if (!tabs.isEmpty()) {
            tabs.get(0).machine.syncNow();
            tabs.get(0).drain();
        }
    }

    SyncStatus status() {
        return machine().status();
    }

    /** The leading tab's. */
    SyncClient machine() {
        return tabs.get(0).machine;
    }

    /** The document as its local log gives it. */
    Document rebuild(DocumentId id) {
        Document document = Document.create(new ReplicaId(-1));
        store.document(id).log.values().forEach(change -> document.apply(ChangeCodec.decode(change)));
        return document;
    }

    /** Documents of every tab, to be compared with {@link #rebuild}. */
    List<Document> openInstances(DocumentId id) {
        return tabs.stream()
                .filter(tab -> tab.open.containsKey(id))
                .map(tab -> tab.open.get(id))
                .toList();
    }

    // ---- one tab ----

    private final class Tab implements SyncClient.Environment {
        final SyncClient machine = new SyncClient(this, FetchPolicy.EVERYTHING, name);
        final ReplicaId replica = store.pool.isEmpty() ? server.issueReplica(name) : store.pool.remove();
        final Map<DocumentId, Document> open = new LinkedHashMap<>();
        /** Told to this tab's machine, not yet in the server's log as far as it may know. */
        final Set<Saved> told = new HashSet<>();

        boolean alive = true;
        Pipe pipe;
        private int connection;
        private long storeFreeAt;
        private long answersFreeAt;
        private boolean storeBroken;

        @Override
        public long nowMillis() {
            return world.now();
        }

        @Override
        public int random(int bound) {
            return world.below(bound);
        }

        void die() {
            alive = false;
            if (pipe != null) {
                pipe.closeFromClient();
            }
        }

        boolean leads() {
            return alive && !tabs.isEmpty() && tabs.get(0) == this;
        }

        /** Runs in this tab's queue to the store, after everything queued before. */
        void inStore(Runnable action) {
            storeFreeAt = Math.max(storeFreeAt, world.now()) + 1 + world.below(world.chance(20) ? 400 : 15);
            world.after(storeFreeAt - world.now(), () -> {
                if (alive) {
                    action.run();
                } else {
                    world.count(Fault.STORE_WRITE_LOST);
                }
            });
        }

        /** Comes back from the store a little later than it happened there, in order. */
        void answer(Runnable action) {
            answersFreeAt = Math.max(answersFreeAt, world.now()) + world.below(world.chance(20) ? 300 : 10);
            world.after(answersFreeAt - world.now(), () -> {
                if (alive) {
                    action.run();
                    drain();
                }
            });
        }

        void edit() {
            DocumentId id = edits.choose(store.documents.keySet());
            Document document = open.computeIfAbsent(id, key -> load(key));
            if (!document.pending().isEmpty()) {
                return;
            }
            Change change = edits.edit(id, document, world.now());
            if (change == null) {
                return;
            }
            byte[] bytes = ChangeCodec.encode(change);
            inStore(() -> {
                store.writeLocal(id, bytes);
                Saved now = new Saved(id, ChangeKey.of(change));
                saved.add(now);
                for (Tab tab : List.copyOf(tabs)) {
                    long under = tab == this ? 0 : 1 + world.below(world.chance(10) ? 3_000 : 100);
                    if (under == 0) {
                        answer(() -> localChange(now, bytes));
                    } else {
                        world.after(under, () -> tab.hears(now, bytes, alive));
                    }
                }
            });
        }

        /** Another tab of this device stored a change. A message of a tab that has died may still arrive, or not. */
        void hears(Saved change, byte[] bytes, boolean senderLives) {
            if (alive && (senderLives || world.chance(2))) {
                apply(change.document(), bytes);
                localChange(change, bytes);
            }
        }

        void localChange(Saved change, byte[] bytes) {
            if (leads()) {
                told.add(change);
                machine.localChange(change.document(), bytes);
                drain();
            }
        }

        /** Takes what the store has and this tab has not heard of. */
        void reread() {
            open.forEach((id, document) ->
                    store.document(id).log.values().forEach(change -> document.apply(ChangeCodec.decode(change))));
        }

        private Document load(DocumentId id) {
            Document document = Document.create(replica);
            store.document(id).log.values().forEach(change -> document.apply(ChangeCodec.decode(change)));
            return document;
        }

        private void apply(DocumentId id, byte[] change) {
            Document document = open.get(id);
            if (document != null) {
                document.apply(ChangeCodec.decode(change));
            }
        }

        void drain() {
            for (ClientEffect effect : machine.drain()) {
                perform(effect);
            }
            checkHonesty();
        }

        /** INV-42, SYNC-40. */
        private void checkHonesty() {
            if (alive && machine.status() instanceof SyncStatus.Synced) {
                for (Saved change : told) {
                    assertThat(store.document(change.document()).outbox)
                            .as("status of " + name + " says synced")
                            .doesNotContain(change.key());
                }
                told.clear();
            }
        }

        private void perform(ClientEffect effect) {
            switch (effect) {
                case ClientEffect.Connect connect -> connect(connect.connection());
                case ClientEffect.Disconnect disconnect -> {
                    if (pipe != null) {
                        pipe.closeFromClient();
                    }
                }
                case ClientEffect.Send send -> {
                    assertThat(send.connection()).isEqualTo(connection);
                    pipe.toServer(send.frame());
                }
                case ClientEffect.Persist persist -> inStore(() -> persist(persist));
                case ClientEffect.ReadStore read ->
                    inStore(() -> {
                        storeBroken = false;
                        StoreSummary summary = store.read();
                        answer(() -> machine.opened(read.read(), summary));
                    });
                case ClientEffect.ReadChanges read ->
                    inStore(() -> {
                        List<byte[]> changes =
                                List.copyOf(store.document(read.document()).log.values());
                        answer(() -> machine.changesRead(read.document(), changes));
                    });
                case ClientEffect.DocumentChanged changed -> {
                    for (Tab tab : List.copyOf(tabs)) {
                        world.after(tab == this ? 0 : 1 + world.below(100), () -> {
                            if (tab.alive) {
                                changed.changes().forEach(change -> tab.apply(changed.document(), change));
                            }
                        });
                    }
                }
                case ClientEffect.WakeAt wake -> {
                    if (wake.millis() != Long.MAX_VALUE) {
                        world.after(Math.max(0, wake.millis() - world.now()), () -> {
                            if (alive) {
                                machine.tick();
                                drain();
                            }
                        });
                    }
                }
                case ClientEffect.StatusChanged changed ->
                    world.note(
                            changed.status().getClass().getSimpleName(),
                            changed.status().toSend());
                case ClientEffect.DocumentStatusChanged changed -> {}
            }
        }

        private void persist(ClientEffect.Persist persist) {
            if (storeBroken) {
                return;
            }
            if (world.goesWrong(700)) {
                world.count(Fault.STORE_WRITE_FAILED);
                storeBroken = true;
                boolean full = world.chance(2);
                answer(() -> machine.persistFailed(persist.id(), full));
            } else {
                store.write(persist.write());
                answer(() -> machine.persisted(persist.id()));
            }
        }

        private void connect(int number) {
            connection = number;
            world.after(1 + world.below(200), () -> {
                if (!alive || connection != number) {
                    return;
                }
                if (!online || !server.isUp() || world.goesWrong(8)) {
                    world.count(Fault.CONNECT_FAILED);
                    machine.disconnected(number, DisconnectReason.NETWORK);
                } else {
                    Pipe joined = new Pipe(world);
                    pipe = joined;
                    Pipe.End end = new Pipe.End(frame -> arrived(number, frame), () -> lost(number));
                    joined.join(end, server.accept(joined));
                    machine.connected(number, "ticket");
                }
                drain();
            });
        }

        private void arrived(int number, byte[] frame) {
            if (alive) {
                machine.frame(number, frame);
                drain();
            }
        }

        private void lost(int number) {
            if (alive) {
                machine.disconnected(number, DisconnectReason.NETWORK);
                drain();
            }
        }
    }
}
