package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a CSV (RFC 4180, with or without byte order mark) into the rows of a table. Notion writes a
 * relation as {@code Title (path.md)}: such a value becomes a link.
 */
final class TableReader {

    private static final Pattern RELATION = Pattern.compile("([^,()][^()]*?) \\(([^()\\s]+\\.(?:md|csv))\\)");

    private TableReader() {}

    /**
     * @param csv the text
     * @param link maps a path to an address in the workspace, null if it leads nowhere
     * @return rows of equal width, the header first
     */
    static List<List<ImportedText>> read(String csv, Function<String, String> link) throws IOException {
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        List<List<ImportedText>> rows = new ArrayList<>();
        int width = 0;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), CSVFormat.RFC4180)) {
            for (CSVRecord record : parser) {
                List<ImportedText> row = new ArrayList<>();
                for (String value : record) {
                    row.add(cell(value, link));
                }
                width = Math.max(width, row.size());
                rows.add(row);
            }
        }
        for (List<ImportedText> row : rows) {
            while (row.size() < width) {
                row.add(ImportedText.EMPTY);
            }
        }
        return rows;
    }

    private static ImportedText cell(String value, Function<String, String> link) {
        ImportedText.Builder out = new ImportedText.Builder();
        Matcher matcher = RELATION.matcher(value);
        int from = 0;
        while (matcher.find()) {
            out.append(value.substring(from, matcher.start()));
            int start = out.length();
            out.append(matcher.group(1));
            String href = link.apply(matcher.group(2));
            if (href != null) {
                out.mark("link", start, new Value.Text(href));
            } else {
                out.append(" (" + matcher.group(2) + ")");
            }
            from = matcher.end();
        }
        return out.append(value.substring(from)).build();
    }
}
