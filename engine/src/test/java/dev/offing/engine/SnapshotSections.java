package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A snapshot taken apart into its sections and their columns, and put together again. */
final class SnapshotSections {

    private static final int HEADER_BYTES = 6;

    private SnapshotSections() {}

    /**
     * @param content of a section without columns
     * @param columns to be changed; empty for a section without
     */
    record Section(byte[] header, int kind, byte[] content, List<byte[]> columns) {}

    static List<Section> read(byte[] snapshot) {
        byte[] header = java.util.Arrays.copyOf(snapshot, HEADER_BYTES);
        ByteReader in = new ByteReader(snapshot, HEADER_BYTES, snapshot.length);
        List<Section> sections = new ArrayList<>();
        while (in.remaining() > 0) {
            int kind = in.readByte();
            int length = in.readVarint();
            in.readInt();
            int start = in.offset();
            byte[] content = in.readBytes(length);
            List<byte[]> columns = new ArrayList<>();
            int count = columnCount(kind);
            if (count > 0) {
                for (ByteReader column : Columns.read(new ByteReader(snapshot, start, start + length), count)) {
                    columns.add(column.readBytes(column.remaining()));
                }
            }
            sections.add(new Section(header, kind, content, columns));
        }
        return sections;
    }

    private static int columnCount(int kind) {
        return switch (kind) {
            case SnapshotFormat.SECTION_TEXT, SnapshotFormat.SECTION_PAGE, SnapshotFormat.SECTION_DELETED_TEXT -> 1;
            case SnapshotFormat.SECTION_ELEMENTS -> SnapshotFormat.ELEMENT_COLUMNS;
            case SnapshotFormat.SECTION_LOG -> SnapshotFormat.LOG_COLUMNS;
            default -> 0;
        };
    }

    static Section find(List<Section> sections, int kind) {
        return sections.stream()
                .filter(section -> section.kind == kind)
                .findFirst()
                .orElseThrow();
    }

    static byte[] write(List<Section> sections) {
        ByteWriter out = new ByteWriter();
        out.writeBytes(sections.getFirst().header);
        for (Section section : sections) {
            byte[] content = section.content;
            if (!section.columns.isEmpty()) {
                ByteWriter[] columns = Columns.create(section.columns.size());
                for (int i = 0; i < columns.length; i++) {
                    columns[i].writeBytes(section.columns.get(i));
                }
                ByteWriter packed = new ByteWriter();
                Columns.write(packed, columns);
                content = packed.toBytes();
            }
            CRC32 crc = new CRC32();
            crc.update(content);
            out.writeByte(section.kind);
            out.writeVarint(content.length);
            out.writeInt((int) crc.getValue());
            out.writeBytes(content);
        }
        return out.toBytes();
    }

    /** The snapshot without the section that is derived from the others. */
    static byte[] withoutPage(byte[] snapshot) {
        List<Section> sections = read(snapshot);
        sections.removeIf(section -> section.kind == SnapshotFormat.SECTION_PAGE);
        return write(sections);
    }
}
