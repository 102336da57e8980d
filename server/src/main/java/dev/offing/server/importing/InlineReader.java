package dev.offing.server.importing;

import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Reads the inside of one Markdown block: text, marks, and the images that stood in it. */
final class InlineReader {

    private final MarkdownReader.References references;
    private final ImportedText.Builder text = new ImportedText.Builder();
    private final List<ImportedBlock> images = new ArrayList<>();
    private boolean keptHtml;

    InlineReader(MarkdownReader.References references) {
        this.references = references;
    }

    ImportedText collect() {
        return text.build();
    }

    List<ImportedBlock> images() {
        return images;
    }

    boolean keptHtml() {
        return keptHtml;
    }

    void read(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            inline(node);
        }
    }

    private void inline(Node node) {
        int start = text.length();
        switch (node) {
            case Text literal -> text.append(literal.getLiteral());
            case Code code -> text.append(code.getLiteral()).mark("code", start, Value.TRUE);
            case SoftLineBreak soft -> text.append(" ");
            case HardLineBreak hard -> text.append("\n");
            case StrongEmphasis strong -> marked(strong, "bold", start);
            case Emphasis emphasis -> marked(emphasis, "italic", start);
            case Strikethrough strike -> marked(strike, "strike", start);
            case Link link -> link(link, start);
            case Image image -> image(image);
            case HtmlInline html -> html(html.getLiteral());
            default -> read(node);
        }
    }

    private void marked(Node node, String type, int start) {
        read(node);
        text.mark(type, start, Value.TRUE);
    }

    private void link(Link link, int start) {
        read(link);
        String href = references.link(link.getDestination());
        if (text.length() == start && href != null && images.isEmpty()) {
            text.append(link.getDestination());
        }
        if (href != null) {
            text.mark("link", start, new Value.Text(href));
        }
    }

    private void image(Image image) {
        InlineReader description = new InlineReader(references);
        description.read(image);
        String alt = description.collect().text();
        ImportedBlock block = references.image(image.getDestination(), alt);
        if (block != null) {
            images.add(block);
        } else if (!alt.isBlank()) {
            text.append(alt);
        }
    }

    private void html(String literal) {
        if (literal.matches("(?i)<br\\s*/?>")) {
            text.append("\n");
        } else if (!literal.startsWith("<!--")) {
            keptHtml = true;
        }
    }
}
