package dev.offing.sync;

/**
 * The identity of one document: the kind of document and 128 bits. A page document ({@code p:}) holds
 * title, blocks and text; a page record ({@code r:}) holds the page's place and face; both carry the
 * random bits of their page. A user record ({@code u:}) holds what one account chose and is named by
 * that account; the policy record ({@code w:}) holds what the workspace allows, and there is one.
 *
 * @param text {@code p:}, {@code r:}, {@code u:} or {@code w:}, then 32 lower-case hexadecimal digits
 */
public record DocumentId(String text) implements Comparable<DocumentId> {

    /** The policy record of the workspace. */
    public static final DocumentId POLICY = new DocumentId("w:00000000000000000000000000000000");

    /** @throws IllegalArgumentException if the text has another form */
    public DocumentId {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("document id is not p:, r:, u: or w: and 32 hexadecimal digits");
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

    /** The record of what an account chose. @param account 32 lower-case hexadecimal digits */
    public static DocumentId user(String account) {
        return new DocumentId("u:" + account);
    }

    /** Whether the constructor would take this text. */
    public static boolean isWellFormed(String text) {
        return text.length() == 34 && isKind(text.charAt(0)) && text.charAt(1) == ':' && isPageId(text.substring(2));
    }

    /** Whether a letter names a kind of document. */
    public static boolean isKind(char letter) {
        return letter == 'p' || letter == 'r' || letter == 'u' || letter == 'w';
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

    /** Whether this is a page's document: the only kind with blocks, and the only one a device may do without. */
    public boolean isPage() {
        return text.charAt(0) == 'p';
    }

    /** Whether this is a page's record, not its document. */
    public boolean isRecord() {
        return text.charAt(0) == 'r';
    }

    /** Whether this is the record of an account. */
    public boolean isUser() {
        return text.charAt(0) == 'u';
    }

    /** Whether this is a record of what the workspace allows; only {@link #POLICY} is ever written. */
    public boolean isPolicy() {
        return text.charAt(0) == 'w';
    }

    /** The page, or the account of a user record: 32 lower-case hexadecimal digits. */
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
