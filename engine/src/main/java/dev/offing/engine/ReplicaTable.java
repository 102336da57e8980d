package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The replica ids of one encoded structure, each written once and named by its index. Layout:
 * docs/spec/bytes.md, "Replica table".
 */
final class ReplicaTable {

    private static final int ID_BYTES = 8;

    private final List<ReplicaId> replicas;
    private final Map<ReplicaId, Integer> indexes = new HashMap<>();
    private final boolean[] used;

    /** @param replicas distinct */
    ReplicaTable(List<ReplicaId> replicas) {
        this.replicas = replicas;
        for (int i = 0; i < replicas.size(); i++) {
            indexes.put(replicas.get(i), i);
        }
        used = new boolean[replicas.size()];
    }

    int size() {
        return replicas.size();
    }

    ReplicaId get(int index) {
        return replicas.get(index);
    }

    int index(ReplicaId replica) {
        return indexes.get(replica);
    }

    void write(ByteWriter out) {
        out.writeVarint(replicas.size());
        for (ReplicaId replica : replicas) {
            out.writeLong(replica.bits());
        }
    }

    /**
     * @param sortedFrom index from which the ids ascend
     */
    static ReplicaTable read(ByteReader in, int sortedFrom) {
        int count = in.readCount(ID_BYTES);
        List<ReplicaId> replicas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ReplicaId replica = new ReplicaId(in.readLong());
            if (i > sortedFrom && replicas.get(i - 1).compareTo(replica) >= 0
                    || i > 0 && replica.equals(replicas.getFirst())) {
                throw in.corrupt("replica ids are not sorted");
            }
            replicas.add(replica);
        }
        return new ReplicaTable(replicas);
    }

    /** Reads an index and remembers that it was used. */
    int readIndex(ByteReader in) {
        int index = in.readVarint();
        if (index >= replicas.size()) {
            throw in.corrupt("replica is not in the table");
        }
        used[index] = true;
        return index;
    }

    void markUsed(int index) {
        used[index] = true;
    }

    boolean allUsed() {
        for (boolean one : used) {
            if (!one) {
                return false;
            }
        }
        return true;
    }
}
