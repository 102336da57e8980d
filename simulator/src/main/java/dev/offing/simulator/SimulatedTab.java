package dev.offing.simulator;

import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.client.Choice;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.FetchPolicy;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.client.SyncClient;
import dev.offing.sync.client.SyncStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One tab: the shipped machine, whose wishes it performs, and around it a person at work ({@link Editor}),
 * a queue to the device's store ({@link StoreQueue}) and connections to the server
 * ({@link ClientConnection}). When it has died nothing of it goes on but what is already said. A machine
 * whose store has failed it gets nothing written until it has read the store again.
 */
final class SimulatedTab implements SyncClient.Environment {

    /** A silent line is noticed within a ping and its answer's time. */
    private static final long NOTICED_MILLIS = SyncLimits.PING_AFTER_MILLIS + SyncLimits.DEAD_AFTER_PING_MILLIS;

    final int number;
    final SyncClient machine;
    final Editor editor;
    final StoreQueue queue;
    private final ClientConnection connection;
    private final SimulatedDevice device;
    private final World world;
    private final Chance chance;

    /** Told to this tab's machine, not yet in the server's log as far as it may know. */
    private final Set<Made> told = new LinkedHashSet<>();

    private boolean alive = true;
    private long clockAheadMillis;
    private long clock;
    private boolean storeBroken;

    SimulatedTab(SimulatedDevice device, int number) {
        this.device = device;
        this.world = device.world;
        this.number = number;
        this.chance = Chance.of(world.seed, Script.TAB, device.number * 100_000L + number);
        this.clockAheadMillis = device.skewMillis;
        this.machine = new SyncClient(
                this, device.choices == null ? FetchPolicy.EVERYTHING : Choice.UNDECIDED, device.deviceId());
        this.queue = new StoreQueue(this, device, chance);
        this.connection = new ClientConnection(this, device, chance);
        this.editor = new Editor(this, device, chance);
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

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
        connection.close();
    }

    void cut() {
        connection.cut();
    }

    Phase phase() {
        Phase phase = connection.phase();
        boolean idle = phase == Phase.APART || phase == Phase.QUIET;
        return idle && queue.isStoring() ? Phase.STORING : phase;
    }

    private boolean leads() {
        return alive && !device.tabs.isEmpty() && device.tabs.getFirst() == this;
    }

    // ---- what the machine is told ----

    /** A person asks for a page that is not here. */
    void want(DocumentId id) {
        if (leads()) {
            machine.wantDocument(id);
            drain();
        }
    }

    /** A tab of this device has stored a change. */
    void localChange(Made made) {
        if (leads()) {
            told.add(made);
            machine.localChange(made.document, made.bytes);
            drain();
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
                    world.now() - connection.heardAt() <= NOTICED_MILLIS,
                    device,
                    "says it is connected and has heard nothing for too long");
        }
    }

    private void perform(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Connect connect -> connection.connect(connect.connection());
            case ClientEffect.Disconnect disconnect -> connection.disconnect();
            case ClientEffect.Send send -> connection.send(send);
            case ClientEffect.Persist persist -> queue.inStore(() -> persist(persist));
            case ClientEffect.ReadStore read ->
                queue.inStore(() -> {
                    storeBroken = false;
                    StoreSummary summary = device.store.read();
                    queue.answer(() -> machine.opened(read.read(), summary));
                });
            case ClientEffect.ReadChanges read -> queue.inStore(() -> readChanges(read.document()));
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

    private void readChanges(DocumentId id) {
        device.repair(id);
        List<byte[]> changes = device.store.document(id).readable().stream()
                .map(made -> made.bytes)
                .toList();
        queue.answer(() -> machine.changesRead(id, changes));
    }

    private void announce(ClientEffect.DocumentChanged changed) {
        List<Made> changes = changed.changes().stream()
                .map(bytes -> device.simulation.ledger.find(changed.document(), bytes))
                .toList();
        for (SimulatedTab tab : world.has(PlantedBug.FOLLOWERS_NOT_TOLD) ? List.of(this) : List.copyOf(device.tabs)) {
            world.after(tab == this ? 0 : 1 + chance.below(100), () -> {
                if (tab.isAlive()) {
                    changes.forEach(tab.editor::apply);
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
                queue.answer(() -> machine.persisted(persist.id()));
                return;
            }
            storeBroken = !world.has(PlantedBug.WRITES_AFTER_A_FAILED_ONE);
            queue.answer(() -> machine.persistFailed(persist.id(), full));
        } else {
            boolean stays = persist.write() instanceof StoreWrite.Leave leave
                    && !device.store.leave(leave.document(), isOpenAnywhere(leave.document()));
            if (!(persist.write() instanceof StoreWrite.Leave)) {
                device.store.writes.perform(persist.write());
            }
            queue.answer(() -> {
                if (stays && persist.write() instanceof StoreWrite.Leave leave) {
                    machine.stayed(leave.document());
                }
                machine.persisted(persist.id());
                device.tabs.forEach(tab -> tab.editor.lookAgain());
            });
        }
    }

    private boolean isOpenAnywhere(DocumentId id) {
        return device.tabs.stream().anyMatch(tab -> tab.editor.open.containsKey(id));
    }
}
