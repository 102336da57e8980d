package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Reads Markdown (CommonMark with GitHub tables, strike-through, task lists and bare links) into
 * blocks. Nothing is fetched; HTML is kept as its text.
 */
final class MarkdownReader {

    private final Parser parser = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create(), AutolinkExtension.create()))
            .build();
    private final References references;
    private boolean keptHtml;

    /** How links and images of one page lead to pages and files of the import. */
    interface References {
        /** Where a link leads in the workspace: the same address, another one, or null if it leads nowhere. */
        String link(String href);

        /** The block for an image, or null where only its description can be kept. */
        ImportedBlock image(String source, String description);

        /** The block for a link that stands alone and leads to a file of the import, else null. */
        ImportedBlock attachment(String href, ImportedText text);
    }

    MarkdownReader(References references) {
        this.references = references;
    }

    /**
     * @param title from front matter or the first heading of level 1, null if neither is there
     * @param blocks without that heading
     * @param keptHtml whether HTML was turned into its text
     */
    record Page(String title, List<ImportedBlock> blocks, boolean keptHtml) {}

    Page read(String markdown) {
        keptHtml = false;
        FrontMatter front = FrontMatter.of(markdown);
        Node root = parser.parse(front.body());
        String title = front.title();
        Node first = root.getFirstChild();
        if (first instanceof Heading heading && heading.getLevel() == 1) {
            String text = inline(first).collect().text();
            if (title == null || title.equals(text)) {
                title = text;
                first.unlink();
            }
        }
        return new Page(title, blocks(root), keptHtml);
    }

    /** The title in front matter without opening the rest. */
    static String titleOf(String markdown) {
        FrontMatter front = FrontMatter.of(markdown);
        if (front.title() != null) {
            return front.title();
        }
        String body = front.body().stripLeading();
        if (!body.startsWith("# ")) {
            return null;
        }
        int end = body.indexOf('\n');
        return body.substring(2, end < 0 ? body.length() : end)
                .replaceAll("[*_`]", "")
                .strip();
    }

    private List<ImportedBlock> blocks(Node parent) {
        List<ImportedBlock> out = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node, out);
        }
        return out;
    }

    private void block(Node node, List<ImportedBlock> out) {
        switch (node) {
            case Heading heading -> text("heading" + heading.getLevel(), node, Map.of(), out);
            case Paragraph paragraph -> paragraph(paragraph, out);
            case BulletList list -> items(list, "bulleted", out);
            case OrderedList list -> items(list, "numbered", out);
            case BlockQuote quote -> quote(blocks(quote), out);
            case FencedCodeBlock code -> out.add(code(code.getLiteral(), code.getInfo()));
            case IndentedCodeBlock code -> out.add(code(code.getLiteral(), ""));
            case ThematicBreak rule -> out.add(ImportedBlock.of("divider", ImportedText.EMPTY));
            case TableBlock table -> out.add(table(table));
            case HtmlBlock html -> html(html.getLiteral(), out);
            default -> out.addAll(blocks(node));
        }
    }

    private InlineReader inline(Node parent) {
        InlineReader reader = new InlineReader(references);
        reader.read(parent);
        keptHtml |= reader.keptHtml();
        return reader;
    }

    /** A block of text, followed by the images that stood in it. */
    private void text(String type, Node node, Map<String, Value> properties, List<ImportedBlock> out) {
        InlineReader reader = inline(node);
        ImportedText text = reader.collect();
        if (!text.isBlank() || reader.images().isEmpty()) {
            out.add(ImportedBlock.with(type, text, properties));
        }
        out.addAll(reader.images());
    }

    private void paragraph(Paragraph paragraph, List<ImportedBlock> out) {
        Node only = paragraph.getFirstChild();
        if (only instanceof org.commonmark.node.Link link
                && only.getNext() == null
                && !(link.getFirstChild() instanceof Image)) {
            ImportedBlock file =
                    references.attachment(link.getDestination(), inline(link).collect());
            if (file != null) {
                out.add(file);
                return;
            }
        }
        InlineReader reader = inline(paragraph);
        ImportedText text = reader.collect();
        if (!text.isBlank()) {
            out.add(ImportedBlock.of("paragraph", text));
        }
        out.addAll(reader.images());
    }

    private void quote(List<ImportedBlock> inside, List<ImportedBlock> out) {
        if (!inside.isEmpty() && inside.getFirst().type().equals("paragraph")) {
            ImportedBlock head = inside.getFirst();
            out.add(ImportedBlock.nesting("quote", head.text(), inside.subList(1, inside.size())));
        } else {
            out.add(ImportedBlock.nesting("quote", ImportedText.EMPTY, inside));
        }
    }

    private void items(Node list, String type, List<ImportedBlock> out) {
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            List<ImportedBlock> inside = blocks(item);
            ImportedText text = ImportedText.EMPTY;
            if (!inside.isEmpty() && inside.getFirst().type().equals("paragraph")) {
                text = inside.getFirst().text();
                inside = inside.subList(1, inside.size());
            }
            out.add(item(type, text, inside));
        }
    }

    private static ImportedBlock item(String type, ImportedText text, List<ImportedBlock> children) {
        String start = text.text().length() >= 3 ? text.text().substring(0, 3) : "";
        boolean open = start.equals("[ ]");
        boolean done = start.equalsIgnoreCase("[x]");
        if (!open && !done) {
            return ImportedBlock.nesting(type, text, children);
        }
        ImportedText rest = cut(text, 3);
        return new ImportedBlock("todo", rest, Map.of("checked", new Value.Bool(done)), children, List.of());
    }

    /** The text after its first {@code count} units and the white space there, with its marks. */
    private static ImportedText cut(ImportedText text, int count) {
        int from = count;
        while (from < text.text().length() && Character.isWhitespace(text.text().charAt(from))) {
            from++;
        }
        return text.from(from);
    }

    private static ImportedBlock code(String literal, String info) {
        String code = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
        Map<String, Value> properties = new LinkedHashMap<>();
        if (info != null && !info.isBlank()) {
            properties.put("language", new Value.Text(info.strip().split("\\s", 2)[0]));
        }
        ImportedText.Builder text = new ImportedText.Builder().append(code);
        return ImportedBlock.with("code", text.buildExact(), properties);
    }

    private ImportedBlock table(TableBlock table) {
        List<List<ImportedText>> rows = new ArrayList<>();
        for (Node section = table.getFirstChild(); section != null; section = section.getNext()) {
            for (Node row = section.getFirstChild(); row instanceof TableRow; row = row.getNext()) {
                List<ImportedText> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell instanceof TableCell; cell = cell.getNext()) {
                    cells.add(inline(cell).collect());
                }
                rows.add(cells);
            }
        }
        return ImportedBlock.table(rows);
    }

    /** HTML between blocks: its text, paragraph by paragraph; a rule that leads to no text is dropped. */
    private void html(String literal, List<ImportedBlock> out) {
        if (literal.strip().startsWith("<!--")) {
            return;
        }
        keptHtml = true;
        Document html = Jsoup.parseBodyFragment(literal);
        for (org.jsoup.nodes.Element image : html.select("img[src]")) {
            ImportedBlock block = references.image(image.attr("src"), image.attr("alt"));
            if (block != null) {
                out.add(block);
            }
        }
        for (String line : html.body().wholeText().split("\n")) {
            if (!line.isBlank()) {
                out.add(ImportedBlock.of(
                        "paragraph", new ImportedText.Builder().append(line).build()));
            }
        }
    }

    /**
     * The header between two lines of dashes that documentation tools put on top of a file.
     *
     * @param title its {@code title}, null without one
     * @param body the Markdown after it
     */
    record FrontMatter(String title, String body) {

        static FrontMatter of(String markdown) {
            String text = markdown.startsWith("\uFEFF") ? markdown.substring(1) : markdown;
            if (!text.startsWith("---\n") && !text.startsWith("---\r\n")) {
                return new FrontMatter(null, text);
            }
            int start = text.indexOf('\n') + 1;
            int end = text.indexOf("\n---", start - 1);
            if (end < 0) {
                return new FrontMatter(null, text);
            }
            String title = null;
            for (String line : text.substring(start, Math.max(start, end)).split("\n")) {
                if (line.startsWith("title:")) {
                    title = unquote(line.substring(6).strip());
                }
            }
            int body = text.indexOf('\n', end + 4);
            return new FrontMatter(
                    title == null || title.isEmpty() ? null : title, body < 0 ? "" : text.substring(body + 1));
        }

        private static String unquote(String value) {
            boolean quoted = value.length() >= 2
                    && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(value.length() - 1) == value.charAt(0);
            return quoted ? value.substring(1, value.length() - 1) : value;
        }
    }
}
