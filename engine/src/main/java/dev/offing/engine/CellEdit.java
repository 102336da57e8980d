package dev.offing.engine;

/** That somebody did something to a cell of a row: it keeps the row from a deletion it met (MERGE-32). */
record CellEdit(Origin origin, int counter) {

    /** Whether neither knew of the other. */
    boolean meets(Deletion deletion) {
        return !deletion.saw(origin, counter) && !deletion.isKnownTo(origin, counter);
    }
}
