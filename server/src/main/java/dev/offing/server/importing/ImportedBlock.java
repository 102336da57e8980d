package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.util.List;
import java.util.Map;

/**
 * A block as it is read; the types are the engine's.
 *
 * @param type block type
 * @param text its text
 * @param properties its properties
 * @param children nested blocks
 * @param rows cells of a table, row by row, the first row is the header; empty for other blocks
 */
record ImportedBlock(
        String type,
        ImportedText text,
        Map<String, Value> properties,
        List<ImportedBlock> children,
        List<List<ImportedText>> rows) {

    ImportedBlock {
        properties = Map.copyOf(properties);
        children = List.copyOf(children);
        rows = List.copyOf(rows);
    }

    static ImportedBlock of(String type, ImportedText text) {
        return new ImportedBlock(type, text, Map.of(), List.of(), List.of());
    }

    static ImportedBlock with(String type, ImportedText text, Map<String, Value> properties) {
        return new ImportedBlock(type, text, properties, List.of(), List.of());
    }

    static ImportedBlock nesting(String type, ImportedText text, List<ImportedBlock> children) {
        return new ImportedBlock(type, text, Map.of(), children, List.of());
    }

    static ImportedBlock table(List<List<ImportedText>> rows) {
        return new ImportedBlock("table", ImportedText.EMPTY, Map.of(), List.of(), rows);
    }
}
