package dev.offing.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a document shows from a snapshot, as {@link PageWriter} writes it. Cost: linear. */
final class PageReader {

    private final ByteReader in;
    private final ReplicaTable replicas;
    private final String text;
    private final List<String> names = new ArrayList<>();
    private int sliceEnd;

    /** UTF-16 units in texts so far: what is visible is shown once. */
    private int shown;

    /** @param text the visible text */
    PageReader(ByteReader section, ReplicaTable replicas, String text) {
        this.in = Columns.read(section, 1)[0];
        this.replicas = replicas;
        this.text = text;
    }

    DocumentView read() {
        RichText title = readText();
        SortedMap<String, Value> properties = readProperties();
        int count = in.readCount(8);
        List<BlockView> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(readBlock(blocks));
        }
        List<PropertyView> schema = in.remaining() == 0 ? List.of() : readDatabase(blocks);
        in.expectEnd();
        return new DocumentView(title, properties, schema, blocks);
    }

    /** @param blocks the rows among them get their cells */
    private List<PropertyView> readDatabase(List<BlockView> blocks) {
        int count = in.readCount(4);
        if (count == 0) {
            throw in.corrupt("schema is empty");
        }
        List<PropertyView> schema = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            schema.add(new PropertyView(readName(), readName(), in.readText(), readOptions()));
        }
        for (int i = 0; i < blocks.size(); i++) {
            BlockView block = blocks.get(i);
            if (block.type().equals(Operation.ROW)) {
                blocks.set(
                        i,
                        new BlockView(
                                block.id(),
                                block.parent(),
                                block.type(),
                                block.text(),
                                block.properties(),
                                readCells(),
                                block.survivor(),
                                block.table()));
            }
        }
        return schema;
    }

    private List<PropertyView.Option> readOptions() {
        int count = in.readCount(3);
        List<PropertyView.Option> options = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            options.add(new PropertyView.Option(readName(), in.readText(), in.readText()));
        }
        return options;
    }

    private SortedMap<String, CellView> readCells() {
        int count = in.readCount(3);
        SortedMap<String, CellView> cells = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String property = readName();
            if (!cells.isEmpty() && cells.lastKey().compareTo(property) >= 0) {
                throw in.corrupt("cells are not sorted");
            }
            cells.put(property, readCell(true));
        }
        return cells;
    }

    private CellView readCell(boolean outermost) {
        int form = in.readVarint();
        if (form == 0) {
            return new CellView.Single(OperationReader.readValue(in));
        }
        if (form == 1) {
            if (!outermost) {
                throw in.corrupt("cell is not converted twice");
            }
            return new CellView.Unconverted(readCell(false));
        }
        if (form - 1 > in.remaining()) {
            throw in.corrupt("count is greater than what follows");
        }
        List<Value> values = new ArrayList<>(form - 1);
        for (int i = 1; i < form; i++) {
            values.add(OperationReader.readValue(in));
        }
        return new CellView.Several(values);
    }

    private BlockView readBlock(List<BlockView> before) {
        BlockId id = new BlockId(readId());
        int back = in.readVarint();
        if (back > before.size()) {
            throw in.corrupt("parent is out of bounds");
        }
        BlockId parent = back == 0 ? null : before.get(before.size() - back).id();
        String type = readName();
        RichText own = readText();
        SortedMap<String, Value> properties = readProperties();
        return new BlockView(id, parent, type, own, properties, new TreeMap<>(), readSurvivor(), readTable());
    }

    private BlockView.TableView readTable() {
        int count = in.readCount(1);
        if (count == 0) {
            return null;
        }
        List<BlockId> columns = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            columns.add(new BlockId(readId()));
        }
        int rowCount = in.readCount(2);
        List<BlockView.Row> rows = new ArrayList<>(rowCount);
        for (int i = 0; i < rowCount; i++) {
            BlockId row = new BlockId(readId());
            List<RichText> cells = new ArrayList<>(columns.size());
            for (int j = 0; j < columns.size(); j++) {
                cells.add(readText());
            }
            rows.add(new BlockView.Row(row, cells));
        }
        return new BlockView.TableView(columns, rows);
    }

    private RichText readText() {
        int count = in.readCount(2);
        String whole = "";
        StringBuilder joined = count > 1 ? new StringBuilder() : null;
        for (int i = 0; i < count; i++) {
            long start = (long) sliceEnd + in.readSignedVarint();
            int length = in.readVarint();
            if (length == 0 || start < 0 || start + length > text.length()) {
                throw in.corrupt("slice is outside the text");
            }
            if (length > text.length() - shown) {
                throw in.corrupt("slices overlap");
            }
            shown += length;
            sliceEnd = (int) start + length;
            whole = text.substring((int) start, sliceEnd);
            if (joined != null) {
                joined.append(whole);
            }
        }
        whole = joined == null ? whole : joined.toString();
        return new RichText(whole, readMarks(whole.length()));
    }

    private List<MarkRun> readMarks(int length) {
        int count = in.readCount(4);
        List<MarkRun> marks = new ArrayList<>(count);
        int last = 0;
        for (int i = 0; i < count; i++) {
            String type = readName();
            int back = in.readVarint();
            int size = in.readVarint();
            if (back > length - last || size == 0 || size > length - last - back) {
                throw in.corrupt("mark is outside its text");
            }
            last += back;
            marks.add(new MarkRun(type, last, last + size, OperationReader.readValue(in)));
        }
        return marks;
    }

    private SortedMap<String, Value> readProperties() {
        int count = in.readCount(2);
        SortedMap<String, Value> properties = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = readName();
            Value value = OperationReader.readValue(in);
            if (!properties.isEmpty() && properties.lastKey().compareTo(key) >= 0) {
                throw in.corrupt("properties are not sorted");
            }
            properties.put(key, value);
        }
        return properties;
    }

    private Survivor readSurvivor() {
        int count = in.readCount(2);
        if (count == 0) {
            return null;
        }
        List<OpId> deletions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deletions.add(readId());
        }
        int keeperCount = in.readCount(1);
        List<ReplicaId> keepers = new ArrayList<>(keeperCount);
        for (int i = 0; i < keeperCount; i++) {
            keepers.add(replicas.get(replicas.readIndex(in)));
        }
        return new Survivor(deletions, keepers);
    }

    private OpId readId() {
        return new OpId(replicas.get(replicas.readIndex(in)), in.readVarint());
    }

    private String readName() {
        int index = in.readVarint();
        if (index > names.size()) {
            throw in.corrupt("name is out of bounds");
        }
        if (index > 0) {
            return names.get(index - 1);
        }
        names.add(in.readText());
        return names.getLast();
    }
}
