package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Imports a folder of Markdown or a Notion export (Markdown and CSV). First everything is read and
 * checked, then the files are kept, then the pages are written, all or none: a source that cannot be
 * read changes nothing.
 */
public final class Importer {

    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp");

    private final ImportSource source;
    private final ImportSink sink;
    private final ImportReport report;
    private final PagePlan plan;
    private final Map<String, String> kept = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    private Importer(ImportSource source, ImportSink sink, ImportReport report) {
        this.source = source;
        this.sink = sink;
        this.report = report;
        this.plan = PagePlan.of(source.files().keySet(), sink::newPageId);
    }

    /**
     * @param path a folder or a zip
     * @param name what to call the page that holds the import, if it has several pages at its top
     * @param progress hears the number of pages read so far
     * @throws ImportException if the source cannot be read; nothing was changed
     */
    public static ImportReport run(Path path, String name, ImportSink sink, IntConsumer progress) {
        ImportReport report = new ImportReport();
        try (ImportSource source = ImportSource.open(path, report)) {
            List<PageDraft> drafts = new Importer(source, sink, report).read(name, progress);
            if (!drafts.isEmpty()) {
                sink.write(drafts);
            }
        }
        return report;
    }

    private List<PageDraft> read(String name, IntConsumer progress) {
        for (PagePlan.Planned page : plan.all()) {
            page.title = titleOf(page);
        }
        List<PageDraft> drafts = new ArrayList<>();
        String top = null;
        if (plan.roots().size() > 1) {
            top = sink.newPageId();
            drafts.add(new PageDraft(top, null, name, List.of()));
            report.page();
        }
        read(plan.roots(), top, drafts, progress);
        return keepUnused(drafts);
    }

    private void read(List<PagePlan.Planned> pages, String parent, List<PageDraft> drafts, IntConsumer progress) {
        for (PagePlan.Planned page : pages) {
            drafts.add(new PageDraft(page.id, parent, page.title, content(page)));
            report.page();
            progress.accept(drafts.size());
            read(page.children, page.id, drafts, progress);
        }
    }

    private String titleOf(PagePlan.Planned page) {
        if (page.file == null || page.isTable()) {
            return page.name;
        }
        try {
            String title = MarkdownReader.titleOf(text(page.file));
            return title == null || title.isBlank() ? page.name : title;
        } catch (ImportException tooLarge) {
            return page.name;
        }
    }

    private List<ImportedBlock> content(PagePlan.Planned page) {
        if (page.file == null) {
            return List.of();
        }
        try {
            return page.isTable() ? table(page.file) : markdown(page);
        } catch (ImportException | IOException e) {
            String reason = e instanceof ImportException failure ? failure.getMessage() : "this is no readable CSV";
            report.leftOut(page.file, reason + "; its page is there, empty");
            return List.of();
        }
    }

    private List<ImportedBlock> table(String file) throws IOException {
        PageReferences references = new PageReferences(file);
        List<List<ImportedText>> rows = TableReader.read(text(file), references::link);
        if (rows.isEmpty()) {
            return List.of();
        }
        report.tableRows(rows.size() - 1);
        linkRows(file, rows);
        return List.of(ImportedBlock.table(rows));
    }

    /** The first cell of a row leads to the row's own page, where the export has one. */
    private void linkRows(String file, List<List<ImportedText>> rows) {
        PagePlan.Planned page = plan.byFile(file);
        Map<String, PagePlan.Planned> byTitle = new HashMap<>();
        for (PagePlan.Planned child : page.children) {
            byTitle.putIfAbsent(child.title, child);
        }
        for (List<ImportedText> row : rows.subList(1, rows.size())) {
            PagePlan.Planned target =
                    row.isEmpty() ? null : byTitle.get(row.getFirst().text());
            if (target != null && row.getFirst().marks().isEmpty()) {
                report.link();
                row.set(
                        0,
                        new ImportedText.Builder()
                                .append(row.getFirst())
                                .mark("link", 0, new Value.Text("/p/" + target.id))
                                .build());
            }
        }
    }

    private List<ImportedBlock> markdown(PagePlan.Planned page) {
        MarkdownReader.Page read = new MarkdownReader(new PageReferences(page.file)).read(text(page.file));
        if (read.keptHtml()) {
            report.changed(page.file, "HTML in it was kept as its text");
        }
        return read.blocks();
    }

    private String text(String file) {
        return new String(source.bytes(file, ImportLimits.TEXT_BYTES_MAX), StandardCharsets.UTF_8);
    }

    /**
     * Files that no page shows or links to: in a Notion export they belong to the page whose folder
     * they lie in and are put at its end; elsewhere they are named in the report.
     */
    private List<PageDraft> keepUnused(List<PageDraft> drafts) {
        Map<String, List<ImportedBlock>> added = new HashMap<>();
        for (String file : source.files().keySet()) {
            if (PagePlan.isPage(file)) {
                if (plan.byFile(file) == null) {
                    report.leftOut(file, "another file holds the same table");
                }
            } else if (!used.contains(file) && !isIndexOfExport(file)) {
                PagePlan.Planned owner = plan.notionFolderOf(file);
                String address = owner == null ? null : keep(file);
                if (address != null) {
                    added.computeIfAbsent(owner.id, id -> new ArrayList<>())
                            .add(fileBlock(isImage(file) ? "image" : "file", file, address, ImportedText.EMPTY));
                    report.changed(file, "no page shows it; it was put at the end of the page whose folder it lies in");
                } else if (owner == null) {
                    report.leftOut(file, "no page shows it or links to it");
                }
            }
        }
        return drafts.stream()
                .map(draft -> draft.with(added.getOrDefault(draft.id(), List.of())))
                .toList();
    }

    /** Notion puts a table of contents beside the pages. */
    private static boolean isIndexOfExport(String file) {
        return file.equals("index.html") || file.endsWith("/index.html");
    }

    /** Keeps a file of the import once. @return its address, null if it could not be kept */
    private String keep(String file) {
        if (kept.containsKey(file)) {
            return kept.get(file);
        }
        used.add(file);
        String address = null;
        try {
            byte[] content = source.bytes(file, sink.fileBytesMax());
            try (InputStream in = new java.io.ByteArrayInputStream(content)) {
                address = sink.keepFile(file.substring(file.lastIndexOf('/') + 1), in);
                report.file(file, content.length);
            }
        } catch (ImportException e) {
            report.leftOut(file, "the file is larger than a file of a workspace may be");
        } catch (IOException e) {
            report.leftOut(file, "the file could not be kept");
        }
        kept.put(file, address);
        return address;
    }

    /** How one file of the import sees the others. */
    private final class PageReferences implements MarkdownReader.References {
        private final String file;

        PageReferences(String file) {
            this.file = file;
        }

        @Override
        public String link(String href) {
            if (href.startsWith("#") || href.isBlank()) {
                return null;
            }
            if (isAbsolute(href)) {
                return isSafe(href) ? href : null;
            }
            String path = withoutFragment(decode(href));
            PagePlan.Planned page = page(path);
            if (page != null) {
                report.link();
                return "/p/" + page.id;
            }
            String target = existing(path);
            String address = target == null ? null : keep(target);
            if (address == null) {
                report.changed(file, "the link to " + path + " leads to nothing in the import; its text was kept");
            }
            return address;
        }

        @Override
        public ImportedBlock image(String address, String description) {
            ImportedText caption =
                    new ImportedText.Builder().append(description).build();
            if (isAbsolute(address)) {
                report.changed(file, "the image " + shortened(address) + " lies elsewhere; a link to it was kept");
                String text = caption.isBlank() ? address : caption.text();
                return isSafe(address)
                        ? ImportedBlock.of(
                                "paragraph",
                                new ImportedText.Builder()
                                        .append(text)
                                        .mark("link", 0, new Value.Text(address))
                                        .build())
                        : null;
            }
            String target = existing(withoutFragment(decode(address)));
            String kept = target == null ? null : keep(target);
            if (kept == null) {
                report.changed(
                        file, "the image " + shortened(address) + " is not in the import; its description was kept");
                return null;
            }
            return fileBlock(isImage(target) ? "image" : "file", target, kept, caption);
        }

        @Override
        public ImportedBlock attachment(String href, ImportedText text) {
            if (isAbsolute(href) || href.startsWith("#")) {
                return null;
            }
            String path = withoutFragment(decode(href));
            String target = page(path) == null ? existing(path) : null;
            String kept = target == null ? null : keep(target);
            return kept == null
                    ? null
                    : fileBlock(isImage(target) ? "image" : "file", target, kept, ImportedText.EMPTY);
        }

        private PagePlan.Planned page(String path) {
            String target = existing(path);
            PagePlan.Planned page = target == null ? null : plan.byFile(target);
            if (page == null && (target == null || PagePlan.isPage(target))) {
                page = plan.byNotionId(path);
            }
            boolean document = !path.substring(path.lastIndexOf('/') + 1).contains(".") || PagePlan.isPage(path);
            if (page == null && target == null && document) {
                page = plan.bySitePath(path.startsWith("/") ? path.substring(1) : relative(path));
            }
            return page;
        }

        /** The file of the import a path names, from this file's folder or from the top; null if none. */
        private String existing(String path) {
            String relative = relative(path);
            if (source.files().containsKey(relative)) {
                return relative;
            }
            String fromTop = path.startsWith("/") ? path.substring(1) : path;
            return source.files().containsKey(fromTop) ? fromTop : null;
        }

        private String relative(String path) {
            List<String> segments = new ArrayList<>();
            String folder = file.substring(0, file.lastIndexOf('/') + 1);
            for (String segment : (folder + path).split("/")) {
                if (segment.equals("..")) {
                    if (!segments.isEmpty()) {
                        segments.removeLast();
                    }
                } else if (!segment.isEmpty() && !segment.equals(".")) {
                    segments.add(segment);
                }
            }
            return String.join("/", segments);
        }
    }

    private static ImportedBlock fileBlock(String type, String target, String address, ImportedText caption) {
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("url", new Value.Text(address));
        properties.put("name", new Value.Text(target.substring(target.lastIndexOf('/') + 1)));
        if (!caption.isBlank()) {
            properties.put("caption", new Value.Text(caption.text()));
        }
        return ImportedBlock.with(type, ImportedText.EMPTY, properties);
    }

    private static boolean isImage(String file) {
        return IMAGES.contains(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isAbsolute(String href) {
        return href.matches("^[A-Za-z][A-Za-z0-9+.-]*:.*") || href.startsWith("//");
    }

    private static boolean isSafe(String href) {
        return href.matches("(?is)^(https?://|mailto:.|tel:.).*");
    }

    private static String withoutFragment(String href) {
        int end = href.length();
        for (char cut : new char[] {'#', '?'}) {
            int at = href.indexOf(cut);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return href.substring(0, end);
    }

    private static String decode(String href) {
        try {
            return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return href;
        }
    }

    private static String shortened(String address) {
        return address.length() > 120 ? address.substring(0, 120) + "…" : address;
    }
}
