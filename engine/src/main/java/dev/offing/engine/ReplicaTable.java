package dev.offing.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The replica ids of one encoded structure, each written once and named by its index. Layout:
 * docs/spec/bytes.md, "Replica table".
 */
final class ReplicaTable {

    private static final int ID_BYTES = 8;

    /** Up to so many are found sooner by looking at each than by hashing. */
    private static final int SCANNED = 8;

    private final ReplicaId[] replicas;
    private final boolean[] used;

    /** Made when it is first asked; most tables are only read, and hold one id or two. */
    private Map<ReplicaId, Integer> indexes;

    /** @param replicas distinct */
    ReplicaTable(List<ReplicaId> replicas) {
        this(replicas.toArray(new ReplicaId[0]));
    }

    private ReplicaTable(ReplicaId[] replicas) {
        this.replicas = replicas;
        this.used = new boolean[replicas.length];
    }

    int size() {
        return replicas.length;
    }

    ReplicaId get(int index) {
        return replicas[index];
    }

    /** Where a replica of the table stands in it. */
    int index(ReplicaId replica) {
        if (replicas.length > SCANNED) {
            return hashed().get(replica);
        }
        int index = 0;
        while (!replicas[index].equals(replica)) {
            index++;
        }
        return index;
    }

    private Map<ReplicaId, Integer> hashed() {
        if (indexes == null) {
            indexes = new HashMap<>();
            for (int i = 0; i < replicas.length; i++) {
                indexes.put(replicas[i], i);
            }
        }
        return indexes;
    }

    void write(ByteWriter out) {
        out.writeVarint(replicas.length);
        for (ReplicaId replica : replicas) {
            out.writeInt(replica.high());
            out.writeInt(replica.low());
        }
    }

    /**
     * @param sortedFrom index from which the ids ascend
     */
    static ReplicaTable read(ByteReader in, int sortedFrom) {
        int count = in.readCount(ID_BYTES);
        ReplicaId[] replicas = new ReplicaId[count];
        for (int i = 0; i < count; i++) {
            replicas[i] = new ReplicaId(in.readInt(), in.readInt());
            if (i > sortedFrom && replicas[i - 1].compareTo(replicas[i]) >= 0
                    || i > 0 && replicas[i].equals(replicas[0])) {
                throw in.corrupt("replica ids are not sorted");
            }
        }
        return new ReplicaTable(replicas);
    }

    /** Reads an index and remembers that it was used. */
    int readIndex(ByteReader in) {
        int index = in.readVarint();
        if (index >= replicas.length) {
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
