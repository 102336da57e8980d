package dev.offing.simulator;

import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: devices edit while everything that can fail fails, then all is healed, and within a bound of
 * simulated time nothing may be lost, doubled, different or pending.
 */
final class Simulation {

    /** Within so long after the last fault every queue has drained (INV-12). */
    private static final long PEACE_MILLIS = 240_000;

    /** After so long who is asked to act does so: the word that a session ended may have been under way. */
    private static final long ACT_MILLIS = 30_000;

    private static final int DEVICES_MAX = 8;

    final World world;
    final Ledger ledger = new Ledger();
    final SimulatedServer server;
    final Edits edits;
    final List<SimulatedDevice> devices = new ArrayList<>();
    private final Script script;
    private final EvilClient evil;
    /** What happened that explains what may be left over at the end. */
    final Excuses excuses = new Excuses();

    /** @param bug to behave by; null for none */
    Simulation(Script script, Census census, PlantedBug bug) {
        this.script = script;
        world = new World(script, census, bug);
        server = new SimulatedServer(world, ledger);
        Chance chance = Chance.of(script.seed(), Script.WORLD, 0);
        edits = new Edits(chance.oneIn(10) ? 20 : 2 + chance.below(5));
        int accounts = chance.oneIn(10) ? 2 + chance.below(7) : 2 + chance.below(2);
        for (int i = 0; i < accounts; i++) {
            int count = chance.oneIn(4) ? 3 : 1 + chance.below(2);
            for (int j = 0; j < count && devices.size() < DEVICES_MAX; j++) {
                add(new SimulatedDevice(this, devices.size(), "user-" + i));
            }
        }
        if (chance.oneIn(3)) {
            SimulatedDevice first = devices.getFirst();
            SimulatedDevice twin = new SimulatedDevice(this, devices.size(), "user-1");
            twin.active = false;
            twin.twin = first;
            first.twin = twin;
            add(twin);
        }
        devices.forEach(SimulatedDevice::openTab);
        evil = chance.oneIn(5) ? new EvilClient(this) : null;
    }

    private void add(SimulatedDevice device) {
        device.signIn();
        devices.add(device);
    }

    boolean hasEvilClient() {
        return evil != null;
    }

    /**
     * Plays the script to its end.
     *
     * @throws Violation if a law is broken
     */
    void run() {
        for (Step step : script.steps()) {
            play(step);
            world.run(step.pauseMillis());
            devices.forEach(device -> device.tabs.forEach(SimulatedTab::checkHonesty));
        }
        heal();
        world.run(PEACE_MILLIS);
        new Audit(this).run();
    }

    private void play(Step step) {
        Chance chance = Chance.of(script.seed(), Script.STEP, step.salt());
        SimulatedDevice device = devices.get(chance.below(devices.size()));
        world.census.count(step.kind());
        world.note(step.kind().ordinal(), device.number);
        switch (step.kind()) {
            case EDIT -> {
                if (device.isRunning()) {
                    device.attend();
                    device.randomTab(chance).editor.edit(chance);
                }
            }
            case EDIT_AND_KILL -> editAndKill(device, chance);
            case UNDO -> {
                if (device.isRunning()) {
                    device.randomTab(chance).editor.undo(chance);
                }
            }
            case TAKE_OFFLINE -> device.setOnline(false);
            case BRING_ONLINE -> device.setOnline(true);
            case OPEN_TAB -> device.openTab();
            case KILL_TAB -> device.killTab(chance.below(3));
            case CRASH_DEVICE -> device.crash();
            case SYNC_NOW -> device.syncNow();
            case SIGN_IN -> device.signInAgain();
            case CONGEST -> server.congestOne(chance);
            case CRASH_SERVER -> {
                if (server.isUp()) {
                    server.crash();
                }
            }
            case SNAPSHOT -> server.gates.keepSnapshot(chance);
            case COMPACT -> compact(device, chance);
            case BACK_UP -> server.disk.backUp();
            case RESTORE -> {
                if (server.isUp()) {
                    excuses.restored = true;
                    server.restore();
                }
            }
            case TAKE_RIGHT -> takeRight(device, chance);
            case GIVE_RIGHT -> giveRight(device);
            case EXPIRE_TOKENS -> server.expire(device.account);
            case FILL_DISK -> device.fillDisk(chance.below(6));
            case FLIP_BIT -> device.flipBit(chance);
            case EVICT -> {
                excuses.evicted = true;
                device.evict();
            }
            case CLONE -> clone(device);
            case SWITCH_ACCOUNT -> {
                device = devices.getFirst();
                (device.active ? device : device.twin).switchAccount();
            }
            case JUMP_CLOCK -> device.setClock(device.randomSkew(chance));
            case POISON -> {
                if (device.isRunning()) {
                    device.randomTab(chance).editor.poison();
                }
            }
            case EVIL -> {
                if (evil != null) {
                    evil.act(chance);
                }
            }
        }
    }

    /** A tab is closed so soon after typing that the store may have the change and nobody may know. */
    private void editAndKill(SimulatedDevice device, Chance chance) {
        if (device.isRunning()) {
            SimulatedTab tab = device.randomTab(chance);
            tab.editor.edit(chance);
            world.after(1 + chance.below(120), () -> {
                int index = device.tabs.indexOf(tab);
                if (world.hostile && index >= 0) {
                    device.killTab(index);
                }
            });
        }
    }

    private void compact(SimulatedDevice device, Chance chance) {
        List<DocumentId> ids = List.copyOf(device.store.documents.keySet());
        if (!ids.isEmpty()) {
            device.store.document(ids.get(chance.below(ids.size()))).compact(ledger);
        }
    }

    private void takeRight(SimulatedDevice device, Chance chance) {
        List<DocumentId> ids = List.copyOf(server.disk.documents());
        if (ids.isEmpty()) {
            return;
        }
        DocumentId id = chance.oneIn(2) ? ids.get(chance.below(ids.size())) : server.disk.newest();
        if (id.isUser() || id.isPolicy()) {
            return;
        }
        if (server.access.right(device.account, id) == Access.Right.NONE) {
            return;
        }
        if (chance.oneIn(3)) {
            world.count(Fault.RIGHT_TO_READ_TAKEN, device.phase());
            if (chance.oneIn(2)) {
                server.hideWhenNextRead(device.account, id);
            } else {
                server.setRight(device.account, id, Access.Right.NONE);
            }
        } else {
            world.count(Fault.RIGHT_TO_WRITE_TAKEN, device.phase());
            server.setRight(device.account, id, Access.Right.READ);
        }
    }

    /** The oldest document whose right to write was taken from the account can be written again. */
    private void giveRight(SimulatedDevice device) {
        for (DocumentId id : server.disk.documents()) {
            if (!id.isPolicy() && server.access.right(device.account, id) == Access.Right.READ) {
                server.setRight(device.account, id, Access.Right.WRITE);
                device.syncNow();
                return;
            }
        }
    }

    private void clone(SimulatedDevice device) {
        if (devices.size() <= DEVICES_MAX && !device.isClone()) {
            excuses.cloned.add(device.account);
            SimulatedDevice clone = device.cloned(devices.size());
            devices.add(clone);
            clone.openTab();
        }
    }

    private void heal() {
        world.hostile = false;
        for (SimulatedDevice device : devices) {
            device.active = true;
            device.freeDisk();
            if (device.choices != null) {
                device.choices.resume();
            }
            device.online = true;
            if (!device.isRunning()) {
                device.openTab();
            }
            server.accounts.signIn(device.account);
            device.setOnline(true);
            device.actIfAsked();
        }
        world.after(ACT_MILLIS, () -> devices.forEach(SimulatedDevice::actIfAsked));
    }
}
