package dev.offing.simulator;

/**
 * A tab's way to the store of its device: requests are executed in order, one after another, and answers
 * come back in order, each a little later. What a tab had queued when it died is lost; an answer that
 * comes back says that its write, and all before it, cannot be undone any more.
 */
final class StoreQueue {

    private final SimulatedTab tab;
    private final SimulatedDevice device;
    private final World world;
    private final Chance chance;
    private long storeFreeAt;
    private long answersFreeAt;
    private int storing;

    StoreQueue(SimulatedTab tab, SimulatedDevice device, Chance chance) {
        this.tab = tab;
        this.device = device;
        this.world = device.world;
        this.chance = chance;
    }

    /** Whether something is under way to the store or back. */
    boolean isStoring() {
        return storing > 0;
    }

    /** Runs in the queue to the store, after everything queued before. */
    void inStore(Runnable action) {
        storeFreeAt = Math.max(storeFreeAt, world.now()) + 1 + chance.below(chance.oneIn(20) ? 400 : 15);
        storing++;
        world.after(storeFreeAt - world.now(), () -> {
            storing--;
            if (tab.isAlive()) {
                action.run();
            } else if (world.hostile) {
                world.count(Fault.STORE_WRITE_LOST, Phase.STORING);
            }
        });
    }

    /** Comes back from the store a little later than it happened there, in order; it cannot be undone then. */
    void answer(Runnable action) {
        SimulatedStore store = device.store;
        long write = store.undo.lastWrite();
        answersFreeAt = Math.max(answersFreeAt, world.now()) + chance.below(chance.oneIn(20) ? 300 : 10);
        storing++;
        world.after(answersFreeAt - world.now(), () -> {
            storing--;
            if (tab.isAlive()) {
                store.undo.synced(write);
                action.run();
                tab.drain();
                device.chooseSoon();
            }
        });
    }
}
