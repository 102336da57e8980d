package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;

/** That somebody put an option into a cell; it may keep the option from a deletion (MERGE-63). */
final class Assignment {

    private final Origin origin;
    private final int counter;

    /** What took it out of the cell again. */
    private final List<CellEdit> superseded = new ArrayList<>(0);

    Assignment(Origin origin, int counter) {
        this.origin = origin;
        this.counter = counter;
    }

    void supersede(CellEdit by) {
        superseded.add(by);
    }

    /**
     * Whether it keeps its option from a deletion: neither knew of the other, and nobody took it back who did not
     * know the deletion.
     */
    boolean keepsFrom(Register.Write<Value> deletion) {
        boolean seen = deletion.origin().saw(deletion.counter(), origin.agent, counter);
        if (seen || knows(origin, counter, deletion)) {
            return false;
        }
        for (CellEdit edit : superseded) {
            if (!knows(edit.origin(), edit.counter(), deletion)) {
                return false;
            }
        }
        return true;
    }

    private static boolean knows(Origin origin, int counter, Register.Write<Value> deletion) {
        return origin.saw(counter, deletion.origin().agent, deletion.counter());
    }
}
