package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Encoded changes packed for a way: some bytes each for single keys of one author, where each change alone has about
 * thirty. What goes in comes out byte for byte, whatever it is. Format: docs/spec/bytes.md, "Pack of changes".
 *
 * <p>Changes of one length mostly have their fields at the same places, and neighbours differ little there: what is
 * written is each byte less the one before it at that place, place by place.
 */
public final class ChangePack {

    private static final int VERSION = 1;
    private static final int COLUMNS = 2;

    /** What the length of a change and of a column take at most. */
    private static final int LENGTH_BYTES_MAX = 5;

    private ChangePack() {}

    /**
     * Packs changes.
     *
     * @param changes any bytes
     * @return their pack; a pack of the same changes is the same bytes. Cost: up to 100 ns a byte
     */
    public static byte[] pack(List<byte[]> changes) {
        ByteWriter[] columns = Columns.create(COLUMNS);
        TreeMap<Integer, List<byte[]>> byLength = new TreeMap<>();
        for (byte[] change : changes) {
            columns[0].writeVarint(change.length);
            byLength.computeIfAbsent(change.length, length -> new ArrayList<>()).add(change);
        }
        byLength.forEach((length, alike) -> {
            for (int place = 0; place < length; place++) {
                int before = 0;
                for (byte[] change : alike) {
                    columns[1].writeByte((change[place] - before) & 0xff);
                    before = change[place];
                }
            }
        });
        ByteWriter out = new ByteWriter();
        out.writeByte(VERSION);
        out.writeVarint(changes.size());
        Columns.write(out, columns);
        return out.toBytes();
    }

    /**
     * Unpacks what {@link #pack} packed. Nothing beyond the limits is allocated.
     *
     * @param pack the bytes
     * @param countMax how many changes there may be
     * @param bytesMax how many bytes they may have together
     * @return the changes, in their order
     * @throws CodecException if the bytes are no pack, or one beyond a limit
     */
    public static List<byte[]> unpack(byte[] pack, int countMax, int bytesMax) {
        ByteReader in = new ByteReader(pack, 0, pack.length);
        int version = in.readByte();
        if (version != VERSION) {
            throw new CodecException(
                    version == 0 ? CodecException.Kind.CORRUPT : CodecException.Kind.TOO_NEW, "pack of changes", 0);
        }
        int count = in.readVarint();
        int expanded = new ByteReader(pack, in.offset(), pack.length).readVarint();
        long expandedMax = (long) bytesMax + LENGTH_BYTES_MAX * (long) countMax + COLUMNS * LENGTH_BYTES_MAX;
        if (count > countMax || expanded > expandedMax || count > expanded) {
            throw in.corrupt("pack of changes is beyond a limit");
        }
        ByteReader[] columns = Columns.read(in, COLUMNS);
        List<byte[]> changes = new ArrayList<>(count);
        TreeMap<Integer, List<byte[]>> byLength = new TreeMap<>();
        int left = columns[1].remaining();
        for (int i = 0; i < count; i++) {
            int length = columns[0].readVarint();
            if (length > left) {
                throw in.corrupt("changes are longer than their bytes");
            }
            left -= length;
            byte[] change = new byte[length];
            changes.add(change);
            byLength.computeIfAbsent(length, any -> new ArrayList<>()).add(change);
        }
        columns[0].expectEnd();
        if (left > 0 || columns[1].remaining() > bytesMax) {
            throw in.corrupt("changes and their bytes do not match");
        }
        byLength.forEach((length, alike) -> unpackAlike(columns[1].readBytes(length * alike.size()), alike));
        return changes;
    }

    private static void unpackAlike(byte[] differences, List<byte[]> alike) {
        int at = 0;
        int places = differences.length / alike.size();
        for (int place = 0; place < places; place++) {
            int before = 0;
            for (byte[] change : alike) {
                before += differences[at++];
                change[place] = (byte) before;
            }
        }
    }
}
