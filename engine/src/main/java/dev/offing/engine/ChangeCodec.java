package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One change as bytes, as it is sent, logged and kept in the outbox. Format: docs/spec/bytes.md,
 * "Change". Strict and canonical: {@code decode(encode(c))} equals c, and what decodes was encoded
 * that way.
 */
public final class ChangeCodec {

    /** Version of changes about pages. */
    static final int VERSION_PAGES = 1;

    /** Version of changes that do something to a database; no others have it. */
    static final int VERSION_DATABASES = 2;

    private ChangeCodec() {}

    /**
     * Writes a change.
     *
     * @param change of any document
     * @return at most {@link Limits#CHANGE_BYTES_MAX} bytes
     * @throws IllegalArgumentException if the change is larger or holds a lone surrogate; changes of a
     *     {@link Document} never do
     */
    public static byte[] encode(Change change) {
        ReplicaTable replicas = new ReplicaTable(replicasOf(change));
        ByteWriter out = new ByteWriter();
        out.writeByte(version(change));
        replicas.write(out);
        out.writeVarint(change.firstCounter());
        out.writeLongVarint(change.stamp());
        out.writeSignedLongVarint(change.wallMillis());
        new OperationWriter(out, replicas, 0, change.firstCounter()).writeBody(change);
        if (out.size() > Limits.CHANGE_BYTES_MAX) {
            throw new IllegalArgumentException("encoded change is too long");
        }
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} writes. The change has the right form; whether it fits a document is
     * for {@link Document#apply} to say. Cost: the length of the bytes.
     *
     * @param bytes of one change, at most {@link Limits#CHANGE_BYTES_MAX}; not kept
     * @return the change they hold
     * @throws CodecException if the bytes are anything else
     */
    public static Change decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, 0, bytes.length);
        if (bytes.length > Limits.CHANGE_BYTES_MAX) {
            throw in.corrupt("change is too long");
        }
        int version = in.readByte();
        if (version != VERSION_PAGES && version != VERSION_DATABASES) {
            throw new CodecException(
                    version == 0 ? CodecException.Kind.CORRUPT : CodecException.Kind.TOO_NEW,
                    "change has an unknown version",
                    0);
        }
        ReplicaTable replicas = ReplicaTable.read(in, 1);
        if (replicas.size() == 0) {
            throw in.corrupt("change has no author");
        }
        replicas.markUsed(0);
        int firstCounter = in.readVarint();
        long stamp = in.readLongVarint();
        long wallMillis = in.readSignedLongVarint();
        OperationReader operations = new OperationReader(in, replicas, 0, firstCounter);
        Change change = operations.readBody(stamp, wallMillis);
        in.expectEnd();
        if (version != (operations.ofDatabase() ? VERSION_DATABASES : VERSION_PAGES)) {
            throw in.corrupt("version is not that of the operations");
        }
        if (!replicas.allUsed()) {
            throw in.corrupt("replica table has an unused id");
        }
        return change;
    }

    private static int version(Change change) {
        for (Operation operation : change.operations()) {
            if (OperationFormat.isOfDatabase(operation)) {
                return VERSION_DATABASES;
            }
        }
        return VERSION_PAGES;
    }

    /** The author, then all others that occur, ascending. */
    private static List<ReplicaId> replicasOf(Change change) {
        TreeSet<ReplicaId> others = new TreeSet<>();
        collectReplicas(change, others);
        others.remove(change.replica());
        List<ReplicaId> all = new ArrayList<>();
        all.add(change.replica());
        all.addAll(others);
        return all;
    }

    private static void collectReplicas(Change change, TreeSet<ReplicaId> found) {
        for (OpId head : change.heads()) {
            found.add(head.replica());
        }
        for (Operation operation : change.operations()) {
            switch (operation) {
                case Operation.InsertText insert -> collect(found, insert.strand(), insert.left(), insert.right());
                case Operation.SplitBlock split -> collect(found, split.strand(), split.left(), split.right());
                case Operation.DeleteText delete -> delete.targets().forEach(range -> found.add(range.replica()));
                case Operation.UndeleteText undelete -> collect(found, undelete.deletion());
                case Operation.NewBlock made -> collect(found, made.place().parent());
                case Operation.PlaceBlock place -> {
                    collect(found, place.block());
                    switch (place.place()) {
                        case Place.Child child -> collect(found, child.parent());
                        case Place.Continuation continuation -> collect(found, continuation.host());
                    }
                }
                case Operation.DeleteBlock delete -> {
                    collect(found, delete.block());
                    delete.seen().replicas().forEach(found::add);
                }
                case Operation.RestoreBlock restore -> {
                    collect(found, restore.block());
                    restore.seen().replicas().forEach(found::add);
                }
                case Operation.SetMark mark ->
                    collect(found, mark.strand(), element(mark.start()), element(mark.end()));
                case Operation.SetProperty set -> {
                    collect(found, set.block());
                    set.replaces().forEach(id -> collect(found, id));
                }
                case Operation.SetCell set -> {
                    collect(found, set.row());
                    set.replaces().forEach(id -> collect(found, id));
                }
                case Operation.AddToCell add -> collect(found, add.row());
                case Operation.RemoveFromCell remove -> {
                    collect(found, remove.row());
                    remove.adds().forEach(id -> collect(found, id));
                }
                case Operation.SetSchema set -> set.replaces().forEach(id -> collect(found, id));
            }
        }
    }

    private static OpId element(Anchor anchor) {
        return switch (anchor) {
            case Anchor.Start start -> null;
            case Anchor.End end -> null;
            case Anchor.Before before -> before.element();
            case Anchor.After after -> after.element();
        };
    }

    private static void collect(TreeSet<ReplicaId> found, StrandId strand, OpId left, OpId right) {
        switch (strand) {
            case StrandId.Title title -> {}
            case StrandId.OfBlock of -> collect(found, of.head());
            case StrandId.Cell cell -> {
                collect(found, cell.row());
                collect(found, cell.column());
            }
        }
        collect(found, left);
        collect(found, right);
    }

    private static void collect(TreeSet<ReplicaId> found, BlockId block) {
        collect(found, block == null ? null : block.op());
    }

    private static void collect(TreeSet<ReplicaId> found, OpId id) {
        if (id != null) {
            found.add(id.replica());
        }
    }
}
