package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A whole document as bytes. Format: docs/spec/bytes.md, "Snapshot". Canonical: it depends on the
 * applied and the pending changes only, not on their order of arrival nor on who writes it.
 */
final class SnapshotCodec {

    private static final byte[] MAGIC = {'O', 'f', 'f', 'D'};
    private static final int VERSION = 1;
    private static final int SECTION_REPLICAS = 1;
    private static final int SECTION_CHANGES = 2;
    private static final int SECTION_PENDING = 3;

    private SnapshotCodec() {}

    static byte[] write(ChangeLog log, List<Change> pending) {
        List<ReplicaId> authors = new ArrayList<>();
        log.version().replicas().forEach(authors::add);
        ReplicaTable replicas = new ReplicaTable(authors);
        ByteWriter out = new ByteWriter();
        out.writeBytes(MAGIC);
        out.writeByte(VERSION);
        ByteWriter section = new ByteWriter();
        replicas.write(section);
        writeSection(out, SECTION_REPLICAS, section);
        section = new ByteWriter();
        for (int i = 0; i < replicas.size(); i++) {
            new HistoryWriter(section, replicas, i).write(log.changesOf(replicas.get(i)));
        }
        writeSection(out, SECTION_CHANGES, section);
        if (!pending.isEmpty()) {
            section = new ByteWriter();
            section.writeVarint(pending.size());
            for (Change change : pending) {
                byte[] bytes = ChangeCodec.encode(change);
                section.writeVarint(bytes.length);
                section.writeBytes(bytes);
            }
            writeSection(out, SECTION_PENDING, section);
        }
        return out.toBytes();
    }

    private static void writeSection(ByteWriter out, int kind, ByteWriter section) {
        byte[] bytes = section.toBytes();
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length);
        out.writeByte(kind);
        out.writeVarint(bytes.length);
        out.writeInt((int) crc.getValue());
        out.writeBytes(bytes);
    }

    /**
     * @param inbox of an empty document
     * @throws CodecException if the bytes are not a snapshot
     */
    static void read(byte[] bytes, Inbox inbox) {
        ByteReader in = new ByteReader(bytes, 0, bytes.length);
        for (byte expected : MAGIC) {
            if (in.readByte() != expected) {
                throw in.corrupt("not a snapshot");
            }
        }
        int version = in.readByte();
        if (version != VERSION) {
            throw new CodecException(
                    version == 0 ? CodecException.Kind.CORRUPT : CodecException.Kind.TOO_NEW,
                    "snapshot has an unknown version",
                    MAGIC.length);
        }
        ByteReader section = readSection(in, bytes, SECTION_REPLICAS);
        ReplicaTable replicas = ReplicaTable.read(section, 0);
        section.expectEnd();
        int changesOffset = in.offset();
        section = readSection(in, bytes, SECTION_CHANGES);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            new HistoryReader(section, replicas, i).readInto(changes);
        }
        section.expectEnd();
        changes.sort(SnapshotCodec::inTimeOrder);
        for (Change change : changes) {
            apply(change, inbox, false, changesOffset);
        }
        if (in.remaining() > 0) {
            int pendingOffset = in.offset();
            section = readSection(in, bytes, SECTION_PENDING);
            readPending(section, inbox, pendingOffset);
        }
        in.expectEnd();
    }

    private static int inTimeOrder(Change a, Change b) {
        int byStamp = Long.compare(a.stamp(), b.stamp());
        return byStamp != 0 ? byStamp : a.replica().compareTo(b.replica());
    }

    private static ByteReader readSection(ByteReader in, byte[] bytes, int kind) {
        if (in.readByte() != kind) {
            throw in.corrupt("section is not in its place");
        }
        int length = in.readVarint();
        int expected = in.readInt();
        int start = in.offset();
        ByteReader section = in.readRange(length);
        CRC32 crc = new CRC32();
        crc.update(bytes, start, length);
        if ((int) crc.getValue() != expected) {
            throw new CodecException(CodecException.Kind.CORRUPT, "section is damaged", start);
        }
        return section;
    }

    private static void readPending(ByteReader section, Inbox inbox, int sectionOffset) {
        int count = section.readCount(2);
        if (count == 0) {
            throw section.corrupt("section is empty");
        }
        OpId last = null;
        for (int i = 0; i < count; i++) {
            Change change = ChangeCodec.decode(section.readBytes(section.readVarint()));
            OpId id = new OpId(change.replica(), change.firstCounter());
            if (last != null && last.compareTo(id) >= 0) {
                throw section.corrupt("pending changes are not sorted");
            }
            last = id;
            apply(change, inbox, true, sectionOffset);
        }
        section.expectEnd();
    }

    private static void apply(Change change, Inbox inbox, boolean pending, int offset) {
        Document.Applied applied;
        try {
            applied = inbox.apply(change);
        } catch (InvalidChangeException invalid) {
            throw new CodecException(CodecException.Kind.CORRUPT, "snapshot holds an invalid change", offset);
        }
        boolean expected =
                pending ? applied instanceof Document.Applied.Pending : applied instanceof Document.Applied.Done;
        if (!expected) {
            throw new CodecException(CodecException.Kind.CORRUPT, "snapshot holds a change out of place", offset);
        }
    }
}
