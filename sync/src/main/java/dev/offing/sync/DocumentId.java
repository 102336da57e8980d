package dev.offing.sync;

/**
 * The identity of one document: the kind of document and the 128 random bits of its page. A page
 * document ({@code p:}) holds title, blocks and text; a page record ({@code r:}) holds the page's
 * place and face.
 *
 * @param text {@code p:} or {@code r:}, then 32 lower-case hexadecimal digits
 */
public record DocumentId(String text) implements Comparable<DocumentId> {

    /** @throws IllegalArgumentException if the text has another form */
    public DocumentId {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("document id is not p: or r: and 32 hexadecimal digits");
        }
    }

    /** @param page 32 lower-case hexadecimal digits */
    public static DocumentId page(String page) {
        return new DocumentId("p:" + page);
    }

    /** @param page 32 lower-case hexadecimal digits */
    public static DocumentId record(String page) {
        return new DocumentId("r:" + page);
    }

    /** Whether the constructor would take this text. */
    public static boolean isWellFormed(String text) {
        return text.length() == 34
                && (text.charAt(0) == 'p' || text.charAt(0) == 'r')
                && text.charAt(1) == ':'
                && isPageId(text.substring(2));
    }

    /** Whether the text is a page id: 32 lower-case hexadecimal digits. */
    public static boolean isPageId(String text) {
        if (text.length() != 32) {
            return false;
        }
        for (int i = 0; i < 32; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is a page's record, not its document. */
    public boolean isRecord() {
        return text.charAt(0) == 'r';
    }

    /** The page: 32 lower-case hexadecimal digits. */
    public String pageId() {
        return text.substring(2);
    }

    @Override
    public int compareTo(DocumentId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
