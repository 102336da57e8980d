package dev.offing.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Document;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.server.DocumentGate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One run: devices edit while everything that can fail fails, then all is healed and within a bound of
 * simulated time nothing may be lost, doubled, different or pending.
 */
final class Simulation {

    private static final long PEACE_MILLIS = 240_000;

    final World world;
    private final SimulatedServer server;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final boolean restores;

    Simulation(long seed) {
        world = new World(seed);
        server = new SimulatedServer(world);
        Edits edits = new Edits(world, 2 + world.below(4));
        int count = 2 + world.below(3);
        for (int i = 0; i < count; i++) {
            devices.add(new SimulatedDevice(world, server, edits, "device-" + i));
        }
        restores = world.chance(4);
    }

    void run() {
        int steps = 80 + world.below(120);
        for (int i = 0; i < steps; i++) {
            step();
            world.run(world.below(world.chance(15) ? 20_000 : 400));
        }
        heal();
        world.run(PEACE_MILLIS);
        check();
    }

    private void step() {
        SimulatedDevice device = devices.get(world.below(devices.size()));
        int choice = world.below(100);
        if (choice < 65) {
            device.edit();
        } else if (choice < 70) {
            device.editAndKill();
        } else if (choice < 76) {
            device.setOnline(world.chance(2));
        } else if (choice < 82) {
            device.openTab();
        } else if (choice < 87) {
            device.killTab(world.below(2));
        } else if (choice < 90) {
            device.crash();
        } else if (choice < 92) {
            device.syncNow();
        } else if (choice < 95) {
            server.congestOne();
        } else if (choice < 97 && server.isUp()) {
            server.crash();
        } else if (choice < 98) {
            server.backUp();
        } else if (restores && server.isUp()) {
            server.restore();
        }
    }

    private void heal() {
        world.hostile = false;
        for (SimulatedDevice device : devices) {
            device.setOnline(true);
            if (!device.isRunning()) {
                device.openTab();
            }
        }
    }

    private void check() {
        checkNothingLostOrDoubled();
        for (SimulatedDevice device : devices) {
            assertThat(device.status()).as(device.name).isInstanceOf(SyncStatus.Synced.class);
            device.store.documents.forEach((id, document) ->
                    assertThat(document.outbox).as(device.name + " " + id).isEmpty());
        }
        for (DocumentId id : server.logs().keySet()) {
            DocumentGate gate = server.rebuild(id);
            for (SimulatedDevice device : devices) {
                assertThat(device.rebuild(id).save()).as(device.name + " " + id).isEqualTo(gate.save());
                for (Document open : device.openInstances(id)) {
                    assertThat(open.save())
                            .as("tab of " + device.name + " " + id)
                            .isEqualTo(gate.save());
                }
            }
        }
    }

    /** INV-1, 2, 4, 5: what any device showed as saved is in the server's log, once; nothing else is. */
    private void checkNothingLostOrDoubled() {
        Set<SimulatedDevice.Saved> logged = new HashSet<>();
        server.logs()
                .forEach((id, log) -> log.forEach(entry -> assertThat(
                                logged.add(new SimulatedDevice.Saved(id, ChangeKey.of(entry.change()))))
                        .as("once")
                        .isTrue()));
        Set<SimulatedDevice.Saved> saved = new HashSet<>();
        devices.forEach(device -> saved.addAll(device.saved));
        assertThat(logged).isEqualTo(saved);
    }
}
