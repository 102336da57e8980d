package dev.offing.server.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came in and what did not, each omission with its place and reason. */
public final class ImportReport {

    /**
     * @param place path inside the import
     * @param reason in plain words
     */
    public record Note(String place, String reason) {}

    private int pages;
    private int tableRows;
    private int links;
    private final Map<String, Long> files = new LinkedHashMap<>();
    private int leftovers;
    private final List<Note> changed = new ArrayList<>();
    private final List<Note> leftOut = new ArrayList<>();

    void page() {
        pages++;
    }

    void tableRows(int count) {
        tableRows += count;
    }

    void link() {
        links++;
    }

    void file(String path, long sizeBytes) {
        files.put(path, sizeBytes);
    }

    void leftover() {
        leftovers++;
    }

    void changed(String place, String reason) {
        changed.add(new Note(place, reason));
    }

    void leftOut(String place, String reason) {
        leftOut.add(new Note(place, reason));
    }

    public int pages() {
        return pages;
    }

    public int tableRowCount() {
        return tableRows;
    }

    /** Links between imported pages that lead to the right page. */
    public int linkCount() {
        return links;
    }

    public int files() {
        return files.size();
    }

    /** System leftovers (.DS_Store, __MACOSX …), which are no content. */
    public int leftovers() {
        return leftovers;
    }

    /** What came in differently from how it was. */
    public List<Note> changed() {
        return List.copyOf(changed);
    }

    /** What did not come in. */
    public List<Note> leftOut() {
        return List.copyOf(leftOut);
    }

    /** The whole report as text, a line each. */
    public String toText() {
        StringBuilder out = new StringBuilder();
        if (pages == 0) {
            out.append("There was nothing to import: no Markdown and no CSV file was found.\n");
        }
        out.append("Imported ").append(counted(pages, "page"));
        out.append(", ").append(counted(tableRows, "table row"));
        out.append(", ").append(counted(files.size(), "file"));
        out.append(", ").append(counted(links, "link")).append(" between pages.\n");
        if (leftovers > 0) {
            out.append("Ignored ")
                    .append(counted(leftovers, "system leftover"))
                    .append(" (.DS_Store, __MACOSX and the like).\n");
        }
        section(out, "Came in, but changed", changed);
        section(out, "Not imported", leftOut);
        if (leftOut.isEmpty()) {
            out.append("Nothing was left out.\n");
        }
        return out.toString();
    }

    private static void section(StringBuilder out, String heading, List<Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        out.append(heading).append(" (").append(notes.size()).append("):\n");
        Map<Note, Integer> counts = new LinkedHashMap<>();
        for (Note note : notes) {
            counts.merge(note, 1, Integer::sum);
        }
        counts.forEach((note, count) -> {
            out.append("  ").append(note.place()).append(": ").append(note.reason());
            out.append(count > 1 ? " (" + count + " times)" : "").append('\n');
        });
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
