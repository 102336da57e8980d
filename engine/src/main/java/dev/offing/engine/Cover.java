package dev.offing.engine;

import java.util.TreeSet;

/** That a deletion covers a block (MERGE-31), and who kept the block from it (MERGE-32): nobody = hidden. */
final class Cover {

    final Deletion deletion;
    final TreeSet<ReplicaId> keepers = new TreeSet<>();

    Cover(Deletion deletion) {
        this.deletion = deletion;
    }
}
