package dev.offing.simulator;

import java.util.ArrayDeque;

/**
 * How to take back the writes of a store whose answers are not out, oldest first. A crash takes back some
 * of the last ones, newest first; a write that is answered is durable, with all before it, and is never
 * taken back.
 */
final class UndoLog {

    /** How to take back one write. */
    private record Undo(long write, Runnable takeBack) {}

    private final World world;
    private final ArrayDeque<Undo> unsynced = new ArrayDeque<>();
    private long writes;

    UndoLog(World world) {
        this.world = world;
    }

    /** The number of the write made last. */
    long lastWrite() {
        return writes;
    }

    /** A write begins; what {@code takeBack} brings back is as it is now. */
    void begin(Runnable takeBack) {
        writes++;
        unsynced.addLast(new Undo(writes, takeBack));
    }

    /** A write begins that cannot be taken back, nor one before it. */
    void beginDurable() {
        writes++;
        syncAll();
    }

    /** The write that began last has more to take back, before the rest of it. */
    void takeBackFirst(Runnable more) {
        Undo undo = unsynced.removeLast();
        unsynced.addLast(new Undo(undo.write(), () -> {
            more.run();
            undo.takeBack().run();
        }));
    }

    /** The answer to a write is out: neither it nor one before it can be undone any more. */
    void synced(long write) {
        while (!unsynced.isEmpty() && unsynced.peekFirst().write() <= write) {
            unsynced.removeFirst();
        }
    }

    void syncAll() {
        synced(writes);
    }

    /** Power fails: some of the last writes whose answers are not out have not happened. */
    void powerFails(Chance chance) {
        int undone = unsynced.isEmpty() ? 0 : chance.below(unsynced.size() + 1);
        for (int i = 0; i < undone; i++) {
            world.count(Fault.STORE_WRITE_UNDONE, Phase.STORING);
            unsynced.removeLast().takeBack().run();
        }
        unsynced.clear();
    }

    /** As a store does that syncs a write in the middle of what belongs together. */
    void syncFirst() {
        unsynced.removeFirst();
    }

    /** There is nothing left that could be taken back to. */
    void clear() {
        unsynced.clear();
    }
}
