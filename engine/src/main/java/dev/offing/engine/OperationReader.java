package dev.offing.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads heads and operations of one change, as {@link OperationWriter} writes them. */
final class OperationReader {

    private final ByteReader in;
    private final ReplicaTable replicas;
    private final int author;
    private final int firstCounter;

    /** Counter of the operation being read. */
    private int counter;

    private StrandId lastStrand;

    /** Whether one was read that only changes about databases have. */
    private boolean ofDatabase;

    /** @param author index of the change's replica in the table */
    OperationReader(ByteReader in, ReplicaTable replicas, int author, int firstCounter) {
        this.in = in;
        this.replicas = replicas;
        this.author = author;
        this.firstCounter = firstCounter;
        this.counter = firstCounter;
    }

    Change readBody(long stamp, long wallMillis) {
        if (stamp < 1 || stamp > Limits.STAMP_MAX) {
            throw in.corrupt("stamp is out of bounds");
        }
        int headCount = in.readCount(2);
        List<OpId> heads = headCount == 0 ? List.of() : new ArrayList<>(headCount);
        for (int i = 0; i < headCount; i++) {
            heads.add(new OpId(replicas.get(replicas.readIndex(in)), in.readVarint()));
        }
        int count = in.readCount(2);
        if (count == 0 || count > Limits.CHANGE_OPERATIONS_MAX) {
            throw in.corrupt("number of operations is out of bounds");
        }
        List<Operation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Operation operation = read();
            int ids = operation.idCount();
            if (ids > Integer.MAX_VALUE - counter) {
                throw in.corrupt("counters are used up");
            }
            counter += ids;
            operations.add(operation);
        }
        return new Change(replicas.get(author), firstCounter, stamp, heads, wallMillis, operations);
    }

    /** Reads one operation with this counter, as {@link OperationWriter#writeAt} writes it. */
    Operation readAt(int at) {
        counter = at;
        return read();
    }

    /** Whether an operation read so far is about a database. */
    boolean ofDatabase() {
        return ofDatabase;
    }

    private Operation read() {
        int kind = in.readByte();
        ofDatabase |= kind >= OperationFormat.SET_CELL;
        return switch (kind) {
            case OperationFormat.INSERT_TEXT -> {
                Operation.InsertText insert = new Operation.InsertText(readStrand(), readId(), readId(), in.readText());
                if (insert.text().isEmpty()) {
                    throw in.corrupt("typed text is empty");
                }
                yield insert;
            }
            case OperationFormat.SPLIT_BLOCK ->
                new Operation.SplitBlock(readStrand(), readId(), readId(), in.readText());
            case OperationFormat.DELETE_TEXT -> new Operation.DeleteText(readRanges());
            case OperationFormat.UNDELETE_TEXT -> new Operation.UndeleteText(required(readId()));
            case OperationFormat.NEW_BLOCK ->
                new Operation.NewBlock(new Place.Child(readBlock(), readKey()), in.readText());
            case OperationFormat.PLACE_CHILD ->
                new Operation.PlaceBlock(required(readBlock()), new Place.Child(readBlock(), readKey()));
            case OperationFormat.PLACE_CONTINUATION ->
                new Operation.PlaceBlock(
                        required(readBlock()), new Place.Continuation(required(readBlock()), readKey()));
            case OperationFormat.DELETE_BLOCK -> new Operation.DeleteBlock(required(readBlock()), readVector());
            case OperationFormat.RESTORE_BLOCK -> new Operation.RestoreBlock(required(readBlock()), readVector());
            case OperationFormat.SET_MARK ->
                new Operation.SetMark(
                        readStrand(), readAnchor(), readAnchor(), in.readText(), in.readText(), readValue(in));
            case OperationFormat.SET_PROPERTY ->
                new Operation.SetProperty(readBlock(), in.readText(), readValue(in), readIds());
            case OperationFormat.SET_CELL ->
                new Operation.SetCell(required(readBlock()), in.readText(), readCellValue(), readIds());
            case OperationFormat.ADD_TO_CELL ->
                new Operation.AddToCell(required(readBlock()), in.readText(), readCellValue());
            case OperationFormat.REMOVE_FROM_CELL ->
                new Operation.RemoveFromCell(required(readBlock()), in.readText(), readIds());
            case OperationFormat.SET_SCHEMA ->
                new Operation.SetSchema(in.readText(), readOption(), in.readText(), readValue(in), readIds());
            default -> throw in.corrupt("unknown operation");
        };
    }

    private <T> T required(T value) {
        if (value == null) {
            throw in.corrupt("an id is missing");
        }
        return value;
    }

    private List<IdRange> readRanges() {
        int count = in.readCount(3);
        List<IdRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            OpId first = required(readId());
            int length = in.readVarint();
            if (length < 1 || first.counter() > Integer.MAX_VALUE - length) {
                throw in.corrupt("range is out of bounds");
            }
            ranges.add(new IdRange(first.replica(), first.counter(), length));
        }
        return ranges;
    }

    private List<OpId> readIds() {
        int count = in.readCount(2);
        List<OpId> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(required(readId()));
        }
        return ids;
    }

    private String readOption() {
        String option = in.readText();
        return option.isEmpty() ? null : option;
    }

    private StrandId readStrand() {
        int kind = in.readByte();
        if (kind == OperationFormat.STRAND_SAME) {
            return required(lastStrand);
        }
        StrandId strand = switch (kind) {
            case OperationFormat.STRAND_TITLE -> new StrandId.Title();
            case OperationFormat.STRAND_BLOCK -> new StrandId.OfBlock(required(readBlock()));
            case OperationFormat.STRAND_CELL -> new StrandId.Cell(required(readBlock()), required(readBlock()));
            default -> throw in.corrupt("unknown kind of strand");
        };
        if (strand.equals(lastStrand)) {
            throw in.corrupt("strand is not in its shortest form");
        }
        lastStrand = strand;
        return strand;
    }

    private BlockId readBlock() {
        OpId id = readId();
        return id == null ? null : new BlockId(id);
    }

    private OpId readId() {
        int index = in.readVarint() - 1;
        if (index < 0) {
            return null;
        }
        if (index >= replicas.size()) {
            throw in.corrupt("replica is not in the table");
        }
        replicas.markUsed(index);
        if (index != author) {
            return new OpId(replicas.get(index), in.readVarint());
        }
        int back = in.readSignedVarint();
        int own = counter - back;
        if (own < 0 || back < 0 && own < counter) {
            throw in.corrupt("own counter is out of bounds");
        }
        return new OpId(replicas.get(index), own);
    }

    private PositionKey readKey() {
        int length = in.readCount(1);
        if (length > Limits.POSITION_KEY_BYTES_MAX) {
            throw in.corrupt("position key is too long");
        }
        try {
            return PositionKey.of(in.readBytes(length));
        } catch (IllegalArgumentException notAKey) {
            throw in.corrupt("not a position key");
        }
    }

    private VersionVector readVector() {
        int count = in.readCount(2);
        Map<ReplicaId, Integer> ends = new HashMap<>();
        ReplicaId last = null;
        for (int i = 0; i < count; i++) {
            ReplicaId replica = replicas.get(replicas.readIndex(in));
            int end = in.readVarint();
            if (end == 0 || last != null && last.compareTo(replica) >= 0) {
                throw in.corrupt("version vector is not sorted or has a zero");
            }
            last = replica;
            ends.put(replica, end);
        }
        return VersionVector.of(ends);
    }

    private Anchor readAnchor() {
        int kind = in.readByte();
        return switch (kind) {
            case OperationFormat.ANCHOR_START -> new Anchor.Start();
            case OperationFormat.ANCHOR_END -> new Anchor.End();
            case OperationFormat.ANCHOR_BEFORE -> new Anchor.Before(required(readId()));
            case OperationFormat.ANCHOR_AFTER -> new Anchor.After(required(readId()));
            default -> throw in.corrupt("unknown kind of anchor");
        };
    }

    private CellValue readCellValue() {
        int kind = in.readByte();
        return switch (kind) {
            case OperationFormat.VALUE_OPTION -> readNamed(CellValue.Kind.OPTION);
            case OperationFormat.VALUE_PERSON -> readNamed(CellValue.Kind.PERSON);
            case OperationFormat.VALUE_ROW -> readNamed(CellValue.Kind.ROW);
            default -> new CellValue(CellValue.Kind.PLAIN, readValue(in, kind));
        };
    }

    private CellValue readNamed(CellValue.Kind kind) {
        return new CellValue(kind, new Value.Text(in.readText()));
    }

    static Value readValue(ByteReader in) {
        return readValue(in, in.readByte());
    }

    private static Value readValue(ByteReader in, int kind) {
        return switch (kind) {
            case OperationFormat.VALUE_ABSENT -> Value.ABSENT;
            case OperationFormat.VALUE_FALSE -> Value.FALSE;
            case OperationFormat.VALUE_TRUE -> Value.TRUE;
            case OperationFormat.VALUE_NUMBER -> {
                double number = Double.longBitsToDouble(in.readLong());
                if (Double.isNaN(number) || Double.isInfinite(number)) {
                    throw in.corrupt("number is not finite");
                }
                yield new Value.Num(number);
            }
            case OperationFormat.VALUE_TEXT -> new Value.Text(in.readText());
            default -> throw in.corrupt("unknown kind of value");
        };
    }
}
