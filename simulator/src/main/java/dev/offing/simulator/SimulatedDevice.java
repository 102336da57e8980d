package dev.offing.simulator;

import dev.offing.engine.Document;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.SyncStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * One profile on one device: a store and up to four tabs that share it, the first of them leading. A tab
 * can be killed between any two events; what its queue to the store held is lost then. Power can fail,
 * and then the last writes may not have happened.
 */
final class SimulatedDevice {

    private static final int TABS_MAX = 4;
    private static final long YEARS_10_MILLIS = 10L * 365 * 24 * 60 * 60 * 1000;

    final Simulation simulation;
    final World world;
    final SimulatedServer server;
    final Chance chance;
    final int number;
    final String account;
    private final int cloneOf;

    /** The id the server knows the profile by; another one after an eviction. */
    private String deviceId;

    SimulatedStore store;
    /** What is chosen here; null where everything is kept. */
    final SimulatedChoices choices;

    final List<SimulatedTab> tabs = new ArrayList<>();
    boolean online = true;
    /** Another account's profile on this device; null if there is none. */
    SimulatedDevice twin;

    boolean active = true;
    /** What its clock is ahead of the world's. */
    long skewMillis;
    /** Store writes until the disk is full; negative = it is not. */
    int writesLeft = -1;

    private int tabsOpened;
    private int lives;
    /** The store was found empty and the person was told. */
    boolean saidThatStoreIsGone;

    SimulatedDevice(Simulation simulation, int number, String account) {
        this(simulation, number, account, -1);
    }

    private SimulatedDevice(Simulation simulation, int number, String account, int cloneOf) {
        this.simulation = simulation;
        this.world = simulation.world;
        this.server = simulation.server;
        this.number = number;
        this.account = account;
        this.cloneOf = cloneOf;
        this.chance = Chance.of(world.seed, Script.DEVICE, number);
        if (chance.oneIn(3)) {
            long skew = chance.next() % YEARS_10_MILLIS;
            if (world.mayHappen(Fault.CLOCK_SKEWED)) {
                world.count(Fault.CLOCK_SKEWED, Phase.APART);
                skewMillis = skew;
            }
        }
        this.store = new SimulatedStore(world, server.disk, simulation.ledger, account);
        this.choices = SimulatedChoices.inRun(world.seed) ? new SimulatedChoices(this) : null;
    }

    /** What is chosen may have to be looked at again. */
    void chooseSoon() {
        if (choices != null) {
            choices.soon();
        }
    }

    /** Signing in: the device becomes known and gets its first ids. */
    void signIn() {
        deviceId = account + "-" + number + (lives == 0 ? "" : "-" + lives);
        server.accounts.register(deviceId, account);
        for (int i = 0; i < 4; i++) {
            store.pool.add(server.accounts.issueReplica(account));
        }
    }

    /** The same profile on another device, as a copy of its folder gives it. */
    SimulatedDevice cloned(int as) {
        world.count(Fault.PROFILE_CLONED, phase());
        SimulatedDevice clone = new SimulatedDevice(simulation, as, account, number);
        clone.store = store.copy();
        clone.deviceId = deviceId;
        return clone;
    }

    String deviceId() {
        return deviceId;
    }

    boolean isClone() {
        return cloneOf >= 0;
    }

    Phase phase() {
        return tabs.isEmpty() ? Phase.APART : tabs.getFirst().phase();
    }

    // ---- tabs ----

    void openTab() {
        if (!active || tabs.size() >= TABS_MAX) {
            return;
        }
        if (tabs.isEmpty() && store.documents.values().stream().anyMatch(stored -> !stored.outbox.isEmpty())) {
            world.census.count(Invariant.NEW_PROGRAM_FINDS_PENDING_WORK);
        }
        SimulatedTab tab = new SimulatedTab(this, tabsOpened++);
        tabs.add(tab);
        if (tabs.size() == 1) {
            tab.machine.lead(true);
            tab.drain();
        } else {
            tabs.getFirst().machine.replicaIdsFree(store.pool.size());
            tabs.getFirst().drain();
        }
    }

    /** A tab dies; if it led, the next one leads; the leader looks for what the dead one did not say. */
    void killTab(int index) {
        if (index >= tabs.size()) {
            return;
        }
        Phase phase = phase();
        SimulatedTab dead = tabs.remove(index);
        if (!world.has(PlantedBug.STALE_LEADER) || tabs.isEmpty()) {
            dead.die();
        }
        world.count(index == 0 ? Fault.LEADER_KILLED : Fault.TAB_KILLED, phase);
        if (tabs.isEmpty()) {
            return;
        }
        SimulatedTab leader = tabs.getFirst();
        if (index == 0) {
            leader.machine.lead(true);
        } else if (!world.has(PlantedBug.DEAD_TABS_WORK_NOT_ADOPTED)) {
            leader.machine.rescan();
        }
        tabs.forEach(tab -> tab.editor.reread());
        leader.drain();
        chooseSoon();
    }

    /** All tabs end at once, as when the browser is closed. */
    void closeAll() {
        tabs.forEach(SimulatedTab::die);
        tabs.clear();
    }

    /** Power fails. */
    void crash() {
        world.count(Fault.DEVICE_CRASHED, phase());
        closeAll();
        store.undo.powerFails(chance);
    }

    // ---- what happens to a device ----

    void setOnline(boolean isOnline) {
        if (!isOnline && online) {
            world.count(Fault.NETWORK_GONE, phase());
        }
        online = isOnline;
        if (!isOnline) {
            tabs.forEach(SimulatedTab::cut);
        }
        if (chance.oneIn(2)) {
            tabs.forEach(tab -> {
                tab.machine.networkHint(isOnline);
                tab.drain();
            });
        }
    }

    /** Somebody works here; whichever tab it is in, the leading one hears of it. */
    void attend() {
        tabs.getFirst().machine.attended();
        tabs.getFirst().drain();
    }

    void syncNow() {
        if (!tabs.isEmpty()) {
            tabs.getFirst().machine.syncNow();
            tabs.getFirst().drain();
        }
    }

    /** The person who has the account signs in again. */
    void signInAgain() {
        server.accounts.signIn(account);
        syncNow();
    }

    /** The person does what the status asks for; without that nobody helps. */
    void actIfAsked() {
        if (status() instanceof SyncStatus.Attention) {
            signInAgain();
        }
    }

    /** The browser deletes all it has stored for the site. */
    void evict() {
        world.count(Fault.STORE_EVICTED, phase());
        closeAll();
        store.evict();
        lives++;
        signIn();
        saidThatStoreIsGone = true;
    }

    /** The person signs out here and another one in. */
    void switchAccount() {
        if (twin == null || !active) {
            return;
        }
        world.count(Fault.ACCOUNT_SWITCHED, phase());
        closeAll();
        active = false;
        twin.active = true;
        if (world.has(PlantedBug.OTHER_ACCOUNTS_STORE)) {
            twin.store = store;
        }
        twin.online = online;
        twin.openTab();
    }

    void fillDisk(int writes) {
        world.count(Fault.DISK_FULL, phase());
        writesLeft = writes;
        world.after(10_000 + chance.below(50_000), this::freeDisk);
    }

    void freeDisk() {
        writesLeft = -1;
    }

    /** Whether a write finds room. */
    boolean hasRoom() {
        if (writesLeft == 0) {
            return false;
        }
        if (writesLeft > 0) {
            writesLeft--;
        }
        return true;
    }

    /** The clock is set: tabs that are open go on with theirs, which may be late but never goes back. */
    void setClock(long millis) {
        if (!world.mayHappen(Fault.CLOCK_JUMPED)) {
            return;
        }
        world.count(Fault.CLOCK_JUMPED, phase());
        skewMillis = millis;
        tabs.forEach(tab -> tab.clockSet(millis));
    }

    long randomSkew(Chance choice) {
        return choice.next() % YEARS_10_MILLIS;
    }

    /** A bit of a stored record flips. */
    void flipBit(Chance choice) {
        List<StoredDocument.Record> records = new ArrayList<>();
        store.documents.values().forEach(stored -> records.addAll(stored.log.values()));
        if (records.isEmpty()) {
            return;
        }
        StoredDocument.Record record = records.get(choice.below(records.size()));
        boolean pending = store.document(record.made.document).outbox.contains(record.made);
        if (pending && !choice.oneIn(3)) {
            return; // Most of a store is not its outbox.
        }
        world.count(pending ? Fault.OUTBOX_RECORD_DAMAGED : Fault.RECORD_DAMAGED, phase());
        store.document(record.made.document).damage(record);
        record.made.destroyed = true;
    }

    /** A damaged record was met: it goes, its document is compared, the leader reads that. */
    void repair(DocumentId id) {
        if (store.repair(id)) {
            world.census.count(Invariant.DAMAGED_RECORD_IS_CONFINED);
            if (!tabs.isEmpty()) {
                tabs.getFirst().machine.rescan();
                tabs.getFirst().drain();
            }
        }
    }

    // ---- what is looked at ----

    boolean isRunning() {
        return !tabs.isEmpty();
    }

    /** The leading tab's. */
    SyncStatus status() {
        return tabs.getFirst().machine.status();
    }

    SimulatedTab randomTab(Chance choice) {
        return tabs.get(choice.below(tabs.size()));
    }

    /** Documents of every tab, to be compared with the log. */
    List<Document> openInstances(DocumentId id) {
        List<Document> instances = new ArrayList<>();
        for (SimulatedTab tab : tabs) {
            Document open = tab.editor.open.get(id);
            if (open != null) {
                instances.add(open);
            }
        }
        return instances;
    }

    @Override
    public String toString() {
        return deviceId + (isClone() ? " (clone)" : "");
    }
}
