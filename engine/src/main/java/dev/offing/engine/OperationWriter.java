package dev.offing.engine;

import java.util.List;

/** Writes heads and operations of one change; {@link OperationReader} reads them. */
final class OperationWriter {

    private final ByteWriter out;
    private final ReplicaTable replicas;
    private final int author;

    /** Counter of the operation being written. */
    private int counter;

    private StrandId lastStrand;

    /** @param author index of the change's replica in the table */
    OperationWriter(ByteWriter out, ReplicaTable replicas, int author, int firstCounter) {
        this.out = out;
        this.replicas = replicas;
        this.author = author;
        this.counter = firstCounter;
    }

    void writeBody(Change change) {
        out.writeVarint(change.heads().size());
        for (OpId head : change.heads()) {
            out.writeVarint(replicas.index(head.replica()));
            out.writeVarint(head.counter());
        }
        out.writeVarint(change.operations().size());
        for (Operation operation : change.operations()) {
            write(operation);
            counter += operation.idCount();
        }
    }

    /** Writes one operation with this counter; all those written so have one last strand. */
    void writeAt(int at, Operation operation) {
        counter = at;
        write(operation);
    }

    private void write(Operation operation) {
        switch (operation) {
            case Operation.InsertText insert -> {
                out.writeByte(OperationFormat.INSERT_TEXT);
                writeStrand(insert.strand());
                writeId(insert.left());
                writeId(insert.right());
                out.writeText(insert.text());
            }
            case Operation.SplitBlock split -> {
                out.writeByte(OperationFormat.SPLIT_BLOCK);
                writeStrand(split.strand());
                writeId(split.left());
                writeId(split.right());
                out.writeText(split.type());
            }
            case Operation.DeleteText delete -> writeDeleteText(delete.targets());
            case Operation.UndeleteText undelete -> {
                out.writeByte(OperationFormat.UNDELETE_TEXT);
                writeId(undelete.deletion());
            }
            case Operation.NewBlock made -> {
                out.writeByte(OperationFormat.NEW_BLOCK);
                writeBlock(made.place().parent());
                writeKey(made.place().key());
                out.writeText(made.type());
            }
            case Operation.PlaceBlock place -> writePlaceBlock(place);
            case Operation.DeleteBlock delete -> {
                out.writeByte(OperationFormat.DELETE_BLOCK);
                writeBlock(delete.block());
                writeVector(delete.seen());
            }
            case Operation.RestoreBlock restore -> {
                out.writeByte(OperationFormat.RESTORE_BLOCK);
                writeBlock(restore.block());
                writeVector(restore.seen());
            }
            case Operation.SetMark mark -> {
                out.writeByte(OperationFormat.SET_MARK);
                writeStrand(mark.strand());
                writeAnchor(mark.start());
                writeAnchor(mark.end());
                out.writeText(mark.type());
                out.writeText(mark.instance());
                writeValue(out, mark.value());
            }
            case Operation.SetProperty set -> {
                out.writeByte(OperationFormat.SET_PROPERTY);
                writeBlock(set.block());
                out.writeText(set.key());
                writeValue(out, set.value());
                writeIds(set.replaces());
            }
            case Operation.SetCell set -> {
                out.writeByte(OperationFormat.SET_CELL);
                writeBlock(set.row());
                out.writeText(set.property());
                writeCellValue(set.value());
                writeIds(set.replaces());
            }
            case Operation.AddToCell add -> {
                out.writeByte(OperationFormat.ADD_TO_CELL);
                writeBlock(add.row());
                out.writeText(add.property());
                writeCellValue(add.member());
            }
            case Operation.RemoveFromCell remove -> {
                out.writeByte(OperationFormat.REMOVE_FROM_CELL);
                writeBlock(remove.row());
                out.writeText(remove.property());
                writeIds(remove.adds());
            }
            case Operation.SetSchema set -> {
                out.writeByte(OperationFormat.SET_SCHEMA);
                out.writeText(set.property());
                out.writeText(set.option() == null ? "" : set.option());
                out.writeText(set.key());
                writeValue(out, set.value());
                writeIds(set.replaces());
            }
        }
    }

    private void writeDeleteText(List<IdRange> targets) {
        out.writeByte(OperationFormat.DELETE_TEXT);
        out.writeVarint(targets.size());
        for (IdRange range : targets) {
            writeId(new OpId(range.replica(), range.first()));
            out.writeVarint(range.length());
        }
    }

    private void writePlaceBlock(Operation.PlaceBlock operation) {
        switch (operation.place()) {
            case Place.Child child -> {
                out.writeByte(OperationFormat.PLACE_CHILD);
                writeBlock(operation.block());
                writeBlock(child.parent());
                writeKey(child.key());
            }
            case Place.Continuation continuation -> {
                out.writeByte(OperationFormat.PLACE_CONTINUATION);
                writeBlock(operation.block());
                writeBlock(continuation.host());
                writeKey(continuation.key());
            }
        }
    }

    private void writeStrand(StrandId strand) {
        if (strand.equals(lastStrand)) {
            out.writeByte(OperationFormat.STRAND_SAME);
            return;
        }
        lastStrand = strand;
        switch (strand) {
            case StrandId.Title title -> out.writeByte(OperationFormat.STRAND_TITLE);
            case StrandId.OfBlock of -> {
                out.writeByte(OperationFormat.STRAND_BLOCK);
                writeBlock(of.head());
            }
            case StrandId.Cell cell -> {
                out.writeByte(OperationFormat.STRAND_CELL);
                writeBlock(cell.row());
                writeBlock(cell.column());
            }
        }
    }

    private void writeBlock(BlockId block) {
        writeId(block == null ? null : block.op());
    }

    /** 0 for null, else 1 + index of the replica; the author's own ids count back from the operation. */
    private void writeId(OpId id) {
        if (id == null) {
            out.writeVarint(0);
            return;
        }
        int index = replicas.index(id.replica());
        out.writeVarint(index + 1);
        if (index == author) {
            out.writeSignedVarint(counter - id.counter());
        } else {
            out.writeVarint(id.counter());
        }
    }

    private void writeIds(List<OpId> ids) {
        out.writeVarint(ids.size());
        for (OpId id : ids) {
            writeId(id);
        }
    }

    private void writeKey(PositionKey key) {
        byte[] bytes = key.toBytes();
        out.writeVarint(bytes.length);
        out.writeBytes(bytes);
    }

    private void writeVector(VersionVector vector) {
        out.writeVarint(vector.size());
        for (ReplicaId replica : vector.replicas()) {
            out.writeVarint(replicas.index(replica));
            out.writeVarint(vector.end(replica));
        }
    }

    private void writeAnchor(Anchor anchor) {
        switch (anchor) {
            case Anchor.Start start -> out.writeByte(OperationFormat.ANCHOR_START);
            case Anchor.End end -> out.writeByte(OperationFormat.ANCHOR_END);
            case Anchor.Before before -> {
                out.writeByte(OperationFormat.ANCHOR_BEFORE);
                writeId(before.element());
            }
            case Anchor.After after -> {
                out.writeByte(OperationFormat.ANCHOR_AFTER);
                writeId(after.element());
            }
        }
    }

    private void writeCellValue(CellValue cell) {
        switch (cell.kind()) {
            case PLAIN -> writeValue(out, cell.value());
            case OPTION -> writeNamed(OperationFormat.VALUE_OPTION, cell);
            case PERSON -> writeNamed(OperationFormat.VALUE_PERSON, cell);
            case ROW -> writeNamed(OperationFormat.VALUE_ROW, cell);
        }
    }

    private void writeNamed(int kind, CellValue cell) {
        out.writeByte(kind);
        out.writeText(cell.text());
    }

    static void writeValue(ByteWriter out, Value value) {
        switch (value) {
            case Value.Absent absent -> out.writeByte(OperationFormat.VALUE_ABSENT);
            case Value.Bool bool ->
                out.writeByte(bool.value() ? OperationFormat.VALUE_TRUE : OperationFormat.VALUE_FALSE);
            case Value.Num num -> {
                out.writeByte(OperationFormat.VALUE_NUMBER);
                out.writeLong(Double.doubleToLongBits(num.value()));
            }
            case Value.Text text -> {
                out.writeByte(OperationFormat.VALUE_TEXT);
                out.writeText(text.value());
            }
        }
    }
}
