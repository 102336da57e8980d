package dev.offing.engine;

import java.util.List;

/**
 * Why a block is shown although it, or a block it stood in, was deleted: somebody wrote what the
 * deleter had not seen.
 *
 * @param deletions the deletions it outlived, sorted
 * @param keepers replicas whose unseen work kept it, sorted
 */
public record Survivor(List<OpId> deletions, List<ReplicaId> keepers) {

    /** Copies its lists. */
    public Survivor {
        deletions = List.copyOf(deletions);
        keepers = List.copyOf(keepers);
    }
}
