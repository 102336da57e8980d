package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.client.Choice;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.FetchPolicy;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.client.SyncClient;
import dev.offing.sync.client.SyncStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One tab: a machine, open documents on which a person works, and a queue to the device's store. What a
 * person does counts as saved once the store has said so, and from then on the ledger expects it in the
 * server's log, once.
 */
final class SimulatedTab implements SyncClient.Environment {

    private static final int HELLO = 0x01;
    private static final int PUSH = 0x02;
    private static final int FETCH = 0x03;
    private static final int WELCOME = 0x41;

    /** A silent line is noticed within a ping and its answer's time. */
    private static final long NOTICED_MILLIS = SyncLimits.PING_AFTER_MILLIS + SyncLimits.DEAD_AFTER_PING_MILLIS;

    private static final int UNSAVED_RETRY_MILLIS = 4_000;

    final SyncClient machine;
    final Map<DocumentId, Document> open = new LinkedHashMap<>();
    private final SimulatedDevice device;
    private final World world;
    private final Chance chance;
    private final int number;
    private final ReplicaId replica;

    /** Told to this tab's machine, not yet in the server's log as far as it may know. */
    private final Set<Made> told = new LinkedHashSet<>();

    /** Done by the person and not in the store, which is full; nothing more is taken meanwhile. */
    private final ArrayDeque<Made> unsaved = new ArrayDeque<>();

    /** Done by the person and on its way to the store. */
    private final Set<Made> unstored = new LinkedHashSet<>();

    /** Documents in which this tab's changes cannot be stored: their identities are taken (a copied profile). */
    private final Set<DocumentId> stopped = new HashSet<>();

    /** Opened without a record that waits to be sent and cannot be read (SYNC-37). */
    private final Set<DocumentId> incomplete = new HashSet<>();

    private boolean alive = true;
    private Pipe pipe;
    private int connection;
    private int connections;
    private long clockAheadMillis;
    private long clock;
    private long heardAt;
    private long storeFreeAt;
    private long answersFreeAt;
    private int storing;
    private boolean storeBroken;
    private boolean greeting;
    private boolean pushing;
    private boolean fetching;

    SimulatedTab(SimulatedDevice device, int number) {
        this.device = device;
        this.world = device.world;
        this.number = number;
        this.chance = Chance.of(world.seed, Script.TAB, device.number * 100_000L + number);
        this.clockAheadMillis = device.skewMillis;
        this.machine = new SyncClient(
                this, device.choices == null ? FetchPolicy.EVERYTHING : Choice.UNDECIDED, device.deviceId());
        ReplicaId taken = device.store.takeReplica();
        this.replica = taken != null ? taken : device.server.accounts.issueReplica(device.account);
    }

    // ---- the world it lives in ----

    @Override
    public long nowMillis() {
        long wall = world.now() + clockAheadMillis;
        clock = world.has(PlantedBug.CLOCK_GOES_BACK) ? wall : Math.max(clock, wall);
        return clock;
    }

    @Override
    public int random(int bound) {
        return chance.below(bound);
    }

    void clockSet(long ahead) {
        if (ahead > clockAheadMillis || world.has(PlantedBug.CLOCK_GOES_BACK)) {
            clockAheadMillis = ahead;
            machine.tick();
            drain();
        }
    }

    void die() {
        alive = false;
        if (pipe != null) {
            pipe.closeFromClient();
        }
    }

    void cut() {
        if (pipe != null) {
            pipe.cut();
        }
    }

    Phase phase() {
        if (pipe == null || machine.status() instanceof SyncStatus.Unreachable && !greeting) {
            return storing > 0 ? Phase.STORING : Phase.APART;
        }
        if (greeting) {
            return Phase.GREETING;
        }
        if (pushing) {
            return Phase.PUSHING;
        }
        if (fetching) {
            return Phase.FETCHING;
        }
        return storing > 0 ? Phase.STORING : Phase.QUIET;
    }

    private boolean leads() {
        return alive && !device.tabs.isEmpty() && device.tabs.getFirst() == this;
    }

    /** Runs in this tab's queue to the store, after everything queued before. */
    private void inStore(Runnable action) {
        storeFreeAt = Math.max(storeFreeAt, world.now()) + 1 + chance.below(chance.oneIn(20) ? 400 : 15);
        storing++;
        world.after(storeFreeAt - world.now(), () -> {
            storing--;
            if (alive) {
                action.run();
            } else if (world.hostile) {
                world.count(Fault.STORE_WRITE_LOST, Phase.STORING);
            }
        });
    }

    /** Comes back from the store a little later than it happened there, in order; it cannot be undone then. */
    private void answer(Runnable action) {
        long write = device.store.undo.lastWrite();
        SimulatedStore store = device.store;
        answersFreeAt = Math.max(answersFreeAt, world.now()) + chance.below(chance.oneIn(20) ? 300 : 10);
        storing++;
        world.after(answersFreeAt - world.now(), () -> {
            storing--;
            if (alive) {
                store.undo.synced(write);
                action.run();
                drain();
                device.chooseSoon();
            }
        });
    }

    // ---- a person at work ----

    void edit(Chance choice) {
        if (device.choices != null && choice.oneIn(5)) {
            device.choices.act(this, choice);
            return;
        }
        DocumentId id = device.simulation.edits.choose(device.store.pagesAndRecords(), choice);
        Document document = openable(id);
        if (document != null) {
            Edits.Edit edit = device.simulation.edits.edit(id, document, choice, nowMillis());
            if (edit != null) {
                save(enter(id, edit));
            }
        }
    }

    /** A change of a record that is no page's. */
    void change(DocumentId id, Consumer<Document> command) {
        Document document = openable(id);
        if (document != null) {
            command.accept(document);
            Change change = document.commit(nowMillis());
            if (change != null) {
                save(enter(id, new Edits.Edit(change, List.of())));
            }
        }
    }

    /** A person asks for a page that is not here. */
    void want(DocumentId id) {
        if (leads()) {
            machine.wantDocument(id);
            drain();
        }
    }

    /** A page is closed, once all that was typed in it is in the store. */
    void close(Chance choice) {
        List<DocumentId> closable = new ArrayList<>();
        for (DocumentId id : open.keySet()) {
            boolean under = unstored.stream().anyMatch(made -> made.document.equals(id))
                    || unsaved.stream().anyMatch(made -> made.document.equals(id));
            if (id.isPage() && !under) {
                closable.add(id);
            }
        }
        if (!closable.isEmpty()) {
            open.remove(closable.get(choice.below(closable.size())));
        }
    }

    /** Undo in a free page. */
    void undo(Chance choice) {
        for (Map.Entry<DocumentId, Document> entry : open.entrySet()) {
            if (entry.getKey().isPage() && !Edits.isJournal(entry.getKey()) && openable(entry.getKey()) != null) {
                Document document = entry.getValue();
                // Whether or not there was something to take back, a change may be open.
                boolean _ = choice.oneIn(3) ? document.redo() : document.undo();
                Change change = document.commit(nowMillis());
                if (change != null) {
                    save(enter(entry.getKey(), new Edits.Edit(change, List.of())));
                }
                return;
            }
        }
    }

    /** Something no server takes, in a page record. */
    void poison() {
        for (DocumentId id : device.store.documents.keySet()) {
            if (id.isRecord() && openable(id) != null) {
                save(enter(id, Edits.poison(open.get(id), nowMillis())));
                return;
            }
        }
    }

    private Made enter(DocumentId id, Edits.Edit edit) {
        world.census.change();
        return device.simulation.ledger.enter(id, edit.change(), device.account, edit.tokens());
    }

    /** The document, if a person can work on it now: whole, and room to save. */
    private Document openable(DocumentId id) {
        if (!unsaved.isEmpty() || stopped.contains(id) || device.store.document(id).conflicted) {
            return null;
        }
        Document document = open.get(id);
        if (document == null
                && device.choices != null
                && !device.store.document(id).isHere()) {
            return null;
        }
        if (document == null) {
            document = load(id);
            open.put(id, document);
            device.chooseSoon();
        }
        return document.pending().isEmpty() ? document : null;
    }

    private Document load(DocumentId id) {
        device.repair(id);
        if (device.store.document(id).hasDamagedInOutbox()) {
            incomplete.add(id);
        }
        return device.store.document(id).load(replica);
    }

    boolean hasUnsaved() {
        return !unsaved.isEmpty();
    }

    private void save(Made made) {
        made.saved |= world.has(PlantedBug.SAVED_BEFORE_WRITTEN);
        unstored.add(made);
        inStore(() -> {
            if (!unsaved.isEmpty() || !device.hasRoom()) {
                world.holds(Invariant.FULL_STORAGE_LOSES_NOTHING, !made.saved, made, "is saved in a full store");
                if (unsaved.isEmpty()) {
                    world.after(UNSAVED_RETRY_MILLIS, this::saveAgain);
                }
                unsaved.add(made);
            } else {
                write(made);
            }
        });
    }

    private void saveAgain() {
        if (!alive) {
            return;
        }
        inStore(() -> {
            while (!unsaved.isEmpty() && device.hasRoom()) {
                write(unsaved.remove());
            }
            if (!unsaved.isEmpty()) {
                world.after(UNSAVED_RETRY_MILLIS, this::saveAgain);
            }
        });
    }

    private void write(Made made) {
        unstored.remove(made);
        if (stopped.contains(made.document)
                || device.store.document(made.document).isTaken(made)) {
            world.holds(Invariant.CLONES_DO_NOT_EQUIVOCATE, !made.saved, made, "is saved under a taken identity");
            world.holds(
                    Invariant.NO_DUPLICATE_EFFECT,
                    device.simulation.excuses.cloned.contains(device.account),
                    made,
                    "has an identity that is taken, and no profile was copied");
            stop(made.document);
            return;
        }
        device.store.writeLocal(made);
        if (world.has(PlantedBug.OUTBOX_ENTRY_IN_A_WRITE_OF_ITS_OWN)) {
            inStore(() -> device.store.document(made.document).outbox.add(made));
        }
        answer(() -> {
            made.saved = true;
            world.note(5, made.key.firstCounter());
            localChange(made);
            for (SimulatedTab tab : List.copyOf(device.tabs)) {
                if (tab != this) {
                    long under = 1 + chance.below(chance.oneIn(10) ? 3_000 : 100);
                    boolean said = chance.oneIn(2);
                    world.after(under, () -> tab.hears(made, alive || said));
                }
            }
        });
    }

    /** Another tab of this device stored a change. A message of a tab that has died may still arrive, or not. */
    private void hears(Made made, boolean arrives) {
        if (alive && arrives) {
            apply(made);
            localChange(made);
        }
    }

    private void localChange(Made made) {
        if (leads()) {
            told.add(made);
            machine.localChange(made.document, made.bytes);
            drain();
        }
    }

    /** Takes what the store has and this tab has not heard of. */
    void reread() {
        List.copyOf(open.keySet())
                .forEach(id -> device.store.document(id).readable().forEach(this::apply));
    }

    /** What the person did and is not saved is shown as that; nothing more is taken (a copied profile). */
    private void stop(DocumentId id) {
        open.remove(id);
        stopped.add(id);
    }

    /** Whether what the person did last in the document, not stored yet, has an identity that is taken. */
    private boolean cannotStore(DocumentId id) {
        return unstored.stream()
                .anyMatch(own ->
                        own.document.equals(id) && device.store.document(id).isTaken(own));
    }

    /**
     * A document of which the server has another past than this device cannot take what builds on that; it
     * is closed, and stopped by its status (SYNC-32), or by this tab if only what is not stored yet
     * contradicts (a copied profile).
     */
    private void apply(Made made) {
        Document document = open.get(made.document);
        if (document != null) {
            try {
                document.apply(made.change);
            } catch (InvalidChangeException e) {
                if (cannotStore(made.document)) {
                    stop(made.document);
                } else if (device.store.document(made.document).conflicted) {
                    open.remove(made.document);
                } else {
                    throw e;
                }
            }
        }
    }

    // ---- the machine's wishes ----

    void drain() {
        for (ClientEffect effect : machine.drain()) {
            perform(effect);
        }
        checkHonesty();
    }

    /** INV-42, SYNC-40, SYNC-42. */
    void checkHonesty() {
        if (!alive) {
            return;
        }
        SyncStatus status = machine.status();
        if (device.choices != null && leads()) {
            device.choices.check();
        }
        if (status instanceof SyncStatus.Synced) {
            for (Made made : told) {
                world.holds(
                        Invariant.STATUS_IS_HONEST,
                        !device.store.document(made.document).outbox.contains(made),
                        made,
                        "is in the outbox of a device that says synced");
            }
            told.clear();
        }
        if (status instanceof SyncStatus.Synced || status instanceof SyncStatus.Saved) {
            world.holds(
                    Invariant.STATUS_IS_HONEST,
                    world.now() - heardAt <= NOTICED_MILLIS,
                    device,
                    "says it is connected and has heard nothing for too long");
        }
    }

    private void perform(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Connect connect -> connect(connect.connection());
            case ClientEffect.Disconnect disconnect -> {
                greeting = false;
                if (pipe != null) {
                    pipe.closeFromClient();
                }
            }
            case ClientEffect.Send send -> send(send);
            case ClientEffect.Persist persist -> inStore(() -> persist(persist));
            case ClientEffect.ReadStore read ->
                inStore(() -> {
                    storeBroken = false;
                    StoreSummary summary = device.store.read();
                    answer(() -> machine.opened(read.read(), summary));
                });
            case ClientEffect.ReadChanges read -> inStore(() -> readChanges(read.document()));
            case ClientEffect.DocumentChanged changed -> announce(changed);
            case ClientEffect.WakeAt wake -> {
                if (wake.millis() != Long.MAX_VALUE) {
                    world.after(wake.millis() - nowMillis(), () -> {
                        if (alive) {
                            machine.tick();
                            drain();
                        }
                    });
                }
            }
            case ClientEffect.StatusChanged changed ->
                world.note(
                        6,
                        statusNumber(changed.status()) * 1_000L
                                + changed.status().toSend());
            case ClientEffect.DocumentStatusChanged changed -> {}
        }
    }

    private static int statusNumber(SyncStatus status) {
        return switch (status) {
            case SyncStatus.Synced synced -> 0;
            case SyncStatus.Saved saved -> 1;
            case SyncStatus.Unreachable unreachable -> 2;
            case SyncStatus.Attention attention -> 3 + attention.why().ordinal();
        };
    }

    /** What could not be read when a document was opened may have been sent since: then it can be asked for (SYNC-37). */
    private void lookAgain() {
        for (DocumentId id : incomplete) {
            inStore(() -> {
                if (!device.store.document(id).hasDamagedInOutbox() && incomplete.remove(id)) {
                    device.repair(id);
                }
            });
        }
    }

    private void readChanges(DocumentId id) {
        device.repair(id);
        List<byte[]> changes = device.store.document(id).readable().stream()
                .map(made -> made.bytes)
                .toList();
        answer(() -> machine.changesRead(id, changes));
    }

    private void announce(ClientEffect.DocumentChanged changed) {
        List<Made> changes = changed.changes().stream()
                .map(bytes -> device.simulation.ledger.find(changed.document(), bytes))
                .toList();
        for (SimulatedTab tab : world.has(PlantedBug.FOLLOWERS_NOT_TOLD) ? List.of(this) : List.copyOf(device.tabs)) {
            world.after(tab == this ? 0 : 1 + chance.below(100), () -> {
                if (tab.alive) {
                    changes.forEach(tab::apply);
                }
            });
        }
    }

    private void persist(ClientEffect.Persist persist) {
        if (storeBroken) {
            return;
        }
        boolean full = !device.hasRoom();
        boolean fails = world.goesWrong(chance, Fault.STORE_WRITE_FAILED, 700);
        if (full || fails) {
            world.count(Fault.STORE_WRITE_FAILED, phase());
            if (world.has(PlantedBug.FAILED_WRITE_IS_CALLED_DONE)) {
                answer(() -> machine.persisted(persist.id()));
                return;
            }
            storeBroken = !world.has(PlantedBug.WRITES_AFTER_A_FAILED_ONE);
            answer(() -> machine.persistFailed(persist.id(), full));
        } else {
            boolean stays = persist.write() instanceof StoreWrite.Leave leave
                    && !device.store.leave(leave.document(), isOpenAnywhere(leave.document()));
            if (!(persist.write() instanceof StoreWrite.Leave)) {
                device.store.writes.perform(persist.write());
            }
            answer(() -> {
                if (stays && persist.write() instanceof StoreWrite.Leave leave) {
                    machine.stayed(leave.document());
                }
                machine.persisted(persist.id());
                device.tabs.forEach(SimulatedTab::lookAgain);
            });
        }
    }

    private boolean isOpenAnywhere(DocumentId id) {
        return device.tabs.stream().anyMatch(tab -> tab.open.containsKey(id));
    }

    private void send(ClientEffect.Send send) {
        if (send.connection() != connection) {
            throw new IllegalStateException("sent into an earlier connection");
        }
        switch (send.frame()[1]) {
            case HELLO -> greeting = true;
            case PUSH -> pushing = true;
            case FETCH -> fetching = true;
            default -> {}
        }
        pipe.toServer(send.frame());
    }

    // ---- the network ----

    private void connect(int attempt) {
        connection = attempt;
        greeting = false;
        pushing = false;
        fetching = false;
        world.after(1 + chance.below(200), () -> {
            if (!alive || connection != attempt) {
                return;
            }
            if (!device.online || !device.server.isUp() || world.goesWrong(chance, Fault.CONNECT_FAILED, 8)) {
                world.count(Fault.CONNECT_FAILED, Phase.APART);
                machine.disconnected(attempt, DisconnectReason.NETWORK);
            } else {
                join(attempt);
            }
            drain();
        });
    }

    private void join(int attempt) {
        long name = (device.number * 1_000L + number) * 100_000L + connections++;
        Pipe joined = new Pipe(world, Chance.of(world.seed, Script.PIPE, name), this::phase);
        pipe = joined;
        Pipe.End end = new Pipe.End(frame -> arrived(attempt, frame), () -> lost(attempt));
        joined.join(end, device.server.accept(joined));
        heardAt = world.now();
        machine.connected(attempt, "ticket");
    }

    private void arrived(int attempt, byte[] frame) {
        if (alive) {
            if (attempt == connection) {
                heardAt = world.now();
                if (frame.length > 1) {
                    greeting &= frame[1] != WELCOME;
                    pushing &= frame[1] != 0x43 && frame[1] != 0x45;
                    fetching &= frame[1] != 0x44;
                }
            }
            machine.frame(attempt, frame);
            drain();
        }
    }

    private void lost(int attempt) {
        if (alive) {
            machine.disconnected(attempt, DisconnectReason.NETWORK);
            drain();
        }
    }
}
