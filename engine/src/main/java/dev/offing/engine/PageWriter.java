package dev.offing.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes what a document shows, so that it can be shown without building the document: docs/spec/bytes.md, "Page".
 * Texts are slices of the visible text. {@link PageReader} reads it.
 */
final class PageWriter {

    private final DocumentState state;
    private final ReplicaTable replicas;
    private final ElementsWriter elements;
    private final ByteWriter out = new ByteWriter();

    /** Names written so far. */
    private final Map<String, Integer> names = new HashMap<>();

    /** Where in the visible text the last slice ended. */
    private int sliceEnd;

    PageWriter(DocumentState state, ReplicaTable replicas, ElementsWriter elements) {
        this.state = state;
        this.replicas = replicas;
        this.elements = elements;
    }

    void write(ByteWriter section) {
        DocumentView view = state.view.documentView();
        writeText(state.title.shown);
        writeProperties(view.properties());
        Map<BlockId, Integer> indexes = new HashMap<>();
        out.writeVarint(view.blocks().size());
        state.view.forEachListed(shown -> {
            BlockView block = view.blocks().get(indexes.size());
            writeBlock(shown, block, indexes);
            indexes.put(block.id(), indexes.size());
        });
        writeDatabase(view);
        Columns.write(section, out);
    }

    /** Nothing for a page that is no database. */
    private void writeDatabase(DocumentView view) {
        if (view.schema().isEmpty()) {
            return;
        }
        out.writeVarint(view.schema().size());
        for (PropertyView property : view.schema()) {
            writeName(property.id());
            writeName(property.type());
            out.writeText(property.name());
            out.writeVarint(property.options().size());
            for (PropertyView.Option option : property.options()) {
                writeName(option.id());
                out.writeText(option.name());
                out.writeText(option.color());
            }
        }
        for (BlockView block : view.blocks()) {
            if (block.type().equals(Operation.ROW)) {
                out.writeVarint(block.cells().size());
                block.cells().forEach((property, cell) -> {
                    writeName(property);
                    writeCell(cell);
                });
            }
        }
    }

    private void writeCell(CellView cell) {
        switch (cell) {
            case CellView.Single single -> {
                out.writeVarint(0);
                OperationWriter.writeValue(out, single.value());
            }
            case CellView.Several several -> {
                out.writeVarint(1 + several.values().size());
                several.values().forEach(value -> OperationWriter.writeValue(out, value));
            }
            case CellView.Unconverted unconverted -> {
                out.writeVarint(1);
                writeCell(unconverted.raw());
            }
        }
    }

    private void writeBlock(Shown shown, BlockView block, Map<BlockId, Integer> indexes) {
        writeId(block.id().op());
        // Counts back to the parent, which was before.
        out.writeVarint(block.parent() == null ? 0 : indexes.size() - indexes.get(block.parent()));
        writeName(block.type());
        writeText(shown.text);
        writeProperties(block.properties());
        writeSurvivor(block.survivor());
        if (block.table() == null) {
            out.writeVarint(0);
            return;
        }
        out.writeVarint(1 + block.table().columns().size());
        block.table().columns().forEach(column -> writeId(column.op()));
        out.writeVarint(block.table().rows().size());
        for (BlockView.Row row : block.table().rows()) {
            writeId(row.id().op());
            for (BlockId column : block.table().columns()) {
                TextStrand cell = state.strand(new StrandId.Cell(row.id(), column));
                if (cell == null) {
                    writeRichText(List.of(), RichText.EMPTY);
                } else {
                    writeText(cell.shown);
                }
            }
        }
    }

    private void writeText(ShownText text) {
        writeRichText(text.segments(), text.richText());
    }

    private void writeRichText(List<Segment> segments, RichText text) {
        ByteWriter slices = new ByteWriter();
        int count = 0;
        int start = 0;
        int end = 0;
        for (Segment segment : segments) {
            int length = segment.lengthUtf16();
            if (length == 0) {
                continue;
            }
            int at =
                    elements.visibleStart(segment.strand) + segment.strand.elements.visibleUtf16Before(segment.start());
            if (end > start && at == end) {
                end += length;
                continue;
            }
            count += writeSlice(slices, start, end);
            start = at;
            end = at + length;
        }
        count += writeSlice(slices, start, end);
        out.writeVarint(count);
        out.writeBytes(slices.toBytes());
        writeMarks(text.marks());
    }

    /** @return how many slices that is */
    private int writeSlice(ByteWriter slices, int start, int end) {
        if (start == end) {
            return 0;
        }
        slices.writeSignedVarint(start - sliceEnd);
        slices.writeVarint(end - start);
        sliceEnd = end;
        return 1;
    }

    private void writeMarks(List<MarkRun> marks) {
        out.writeVarint(marks.size());
        int last = 0;
        for (MarkRun mark : marks) {
            writeName(mark.type());
            out.writeVarint(mark.start() - last);
            out.writeVarint(mark.end() - mark.start());
            OperationWriter.writeValue(out, mark.value());
            last = mark.start();
        }
    }

    private void writeProperties(SortedMap<String, Value> properties) {
        out.writeVarint(properties.size());
        properties.forEach((key, value) -> {
            writeName(key);
            OperationWriter.writeValue(out, value);
        });
    }

    private void writeSurvivor(Survivor survivor) {
        out.writeVarint(survivor == null ? 0 : survivor.deletions().size());
        if (survivor != null) {
            survivor.deletions().forEach(this::writeId);
            out.writeVarint(survivor.keepers().size());
            survivor.keepers().forEach(keeper -> out.writeVarint(replicas.index(keeper)));
        }
    }

    private void writeId(OpId id) {
        out.writeVarint(replicas.index(id.replica()));
        out.writeVarint(id.counter());
    }

    /** 0 and a new name, or 1 + the index of one that was written before. */
    private void writeName(String name) {
        Integer index = names.get(name);
        if (index == null) {
            names.put(name, names.size());
            out.writeVarint(0);
            out.writeText(name);
        } else {
            out.writeVarint(index + 1);
        }
    }
}
