package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A whole document as bytes. Format: docs/spec/bytes.md, "Snapshot". Canonical: it depends on the
 * applied and the pending changes only, not on their order of arrival nor on who writes it.
 */
final class SnapshotCodec {

    private final byte[] bytes;

    private final ByteReader in;
    private final int version;

    private SnapshotCodec(byte[] bytes) {
        this.bytes = bytes;
        this.in = new ByteReader(bytes, 0, bytes.length);
        for (byte expected : SnapshotFormat.MAGIC) {
            if (in.readByte() != expected) {
                throw in.corrupt("not a snapshot");
            }
        }
        version = in.readByte();
        if (version == 0 || version > SnapshotFormat.VERSION) {
            throw new CodecException(
                    version == 0 ? CodecException.Kind.CORRUPT : CodecException.Kind.TOO_NEW,
                    "snapshot has an unknown version",
                    SnapshotFormat.MAGIC.length);
        }
    }

    // ---- writing

    /** @param history whether the text of deleted characters shall be in it, if it is here */
    static byte[] write(DocumentState state, List<Change> pending, boolean history) {
        List<ReplicaId> authors = new ArrayList<>();
        state.log.version().replicas().forEach(authors::add);
        ReplicaTable replicas = new ReplicaTable(authors);
        ByteWriter out = new ByteWriter();
        out.writeBytes(SnapshotFormat.MAGIC);
        out.writeByte(SnapshotFormat.VERSION);
        ElementsWriter elements = new ElementsWriter(state, replicas);
        boolean deletedText = history && elements.textComplete();
        out.writeByte(
                (deletedText ? SnapshotFormat.HAS_HISTORY : 0) | (pending.isEmpty() ? 0 : SnapshotFormat.HAS_PENDING));
        ByteWriter section = new ByteWriter();
        replicas.write(section);
        writeSection(out, SnapshotFormat.SECTION_REPLICAS, section);
        section = new ByteWriter();
        elements.writeVisibleText(section);
        writeSection(out, SnapshotFormat.SECTION_TEXT, section);
        section = new ByteWriter();
        new PageWriter(state, replicas, elements).write(section);
        writeSection(out, SnapshotFormat.SECTION_PAGE, section);
        section = new ByteWriter();
        elements.writeElements(section);
        writeSection(out, SnapshotFormat.SECTION_ELEMENTS, section);
        section = new ByteWriter();
        new LogWriter(state.log, state.agents, replicas).write(section);
        writeSection(out, SnapshotFormat.SECTION_LOG, section);
        if (deletedText) {
            section = new ByteWriter();
            elements.writeDeletedText(section);
            writeSection(out, SnapshotFormat.SECTION_DELETED_TEXT, section);
        }
        if (!pending.isEmpty()) {
            writePending(out, pending);
        }
        return out.toBytes();
    }

    private static void writePending(ByteWriter out, List<Change> pending) {
        ByteWriter section = new ByteWriter();
        section.writeVarint(pending.size());
        for (Change change : pending) {
            byte[] encoded = ChangeCodec.encode(change);
            section.writeVarint(encoded.length);
            section.writeBytes(encoded);
        }
        writeSection(out, SnapshotFormat.SECTION_PENDING, section);
    }

    private static void writeSection(ByteWriter out, int kind, ByteWriter section) {
        byte[] content = section.toBytes();
        CRC32 crc = new CRC32();
        crc.update(content, 0, content.length);
        out.writeByte(kind);
        out.writeVarint(content.length);
        out.writeInt((int) crc.getValue());
        out.writeBytes(content);
    }

    // ---- reading

    /**
     * @param state of an empty document
     * @param inbox of the same
     * @throws CodecException if the bytes are not a snapshot
     */
    static void read(byte[] bytes, DocumentState state, Inbox inbox) {
        SnapshotCodec codec = new SnapshotCodec(bytes);
        boolean pending;
        if (codec.version == SnapshotFormat.VERSION_OF_HISTORIES) {
            codec.readHistories(inbox);
            pending = codec.in.remaining() > 0;
        } else {
            int flags = codec.readFlags();
            codec.readState(state, (flags & SnapshotFormat.HAS_HISTORY) != 0);
            pending = (flags & SnapshotFormat.HAS_PENDING) != 0;
        }
        if (pending) {
            int offset = codec.in.offset();
            readPending(codec.section(SnapshotFormat.SECTION_PENDING), inbox, offset);
        }
        codec.in.expectEnd();
    }

    /** Whether a snapshot is of the version that holds changes and nothing else. */
    static boolean holdsHistories(byte[] bytes) {
        return new SnapshotCodec(bytes).version == SnapshotFormat.VERSION_OF_HISTORIES;
    }

    /** @throws CodecException if the bytes are not a snapshot, or one of a version without pages */
    static DocumentView readPage(byte[] bytes) {
        SnapshotCodec codec = new SnapshotCodec(bytes);
        if (codec.version == SnapshotFormat.VERSION_OF_HISTORIES) {
            throw new CodecException(CodecException.Kind.TOO_OLD, "snapshot has no page", SnapshotFormat.MAGIC.length);
        }
        int unused = codec.readFlags();
        ReplicaTable replicas = codec.readReplicas();
        String text = readText(codec.section(SnapshotFormat.SECTION_TEXT));
        return new PageReader(codec.section(SnapshotFormat.SECTION_PAGE), replicas, text).read();
    }

    private int readFlags() {
        int flags = in.readByte();
        if (flags > (SnapshotFormat.HAS_HISTORY | SnapshotFormat.HAS_PENDING)) {
            throw in.corrupt("unknown flags");
        }
        return flags;
    }

    private ReplicaTable readReplicas() {
        ByteReader section = section(SnapshotFormat.SECTION_REPLICAS);
        ReplicaTable replicas = ReplicaTable.read(section, 0);
        section.expectEnd();
        return replicas;
    }

    private static String readText(ByteReader section) {
        ByteReader column = Columns.read(section, 1)[0];
        return column.readUtf8(column.remaining());
    }

    private void readState(DocumentState state, boolean history) {
        ReplicaTable replicas = readReplicas();
        String visible = readText(section(SnapshotFormat.SECTION_TEXT));
        ByteReader page = section(SnapshotFormat.SECTION_PAGE);
        int offset = in.offset();
        ByteReader elements = section(SnapshotFormat.SECTION_ELEMENTS);
        new LogReader(section(SnapshotFormat.SECTION_LOG), replicas, state).read();
        String deleted = history ? readText(section(SnapshotFormat.SECTION_DELETED_TEXT)) : null;
        ElementsReader reader = new ElementsReader(elements, replicas, state.log);
        Pieces pieces = reader.read();
        CodecException corrupt =
                new CodecException(CodecException.Kind.CORRUPT, "elements and log do not match", offset);
        new StateLoader(state, pieces, corrupt).load(reader.strands(), visible, deleted);
        // Its form is checked here, whether it says the same as the rest by Document.verify.
        DocumentView unused = new PageReader(page, replicas, visible).read();
    }

    private ByteReader section(int kind) {
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

    // ---- version 1

    private void readHistories(Inbox inbox) {
        ReplicaTable replicas = readReplicas();
        int offset = in.offset();
        ByteReader section = section(HistoryReader.SECTION);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            new HistoryReader(section, replicas, i).readInto(changes);
        }
        section.expectEnd();
        changes.sort(ChangeLog::inTimeOrder);
        for (Change change : changes) {
            apply(change, inbox, false, offset);
        }
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
