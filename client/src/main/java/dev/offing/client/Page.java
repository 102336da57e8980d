package dev.offing.client;

import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.TextTarget;
import dev.offing.sync.DocumentId;
import java.util.function.Consumer;

/**
 * A page whose content is on this device. Holds nothing itself: every call asks the workspace, so it may be kept
 * for as long as the workspace is open, and used by any thread.
 */
public final class Page {

    private final Workspace workspace;
    private final PageId id;
    private final DocumentId document;

    Page(Workspace workspace, PageId id) {
        this.workspace = workspace;
        this.id = id;
        this.document = DocumentId.page(id.text());
    }

    /**
     * Which page.
     *
     * @return its identity
     */
    public PageId id() {
        return id;
    }

    /**
     * Everything the page shows. Cost: the size of the page.
     *
     * @return a value of its own, which later edits do not alter
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public DocumentView view() {
        return workspace.onOwner(
                parts -> parts.documents().read(document).document().view());
    }

    /**
     * The title.
     *
     * @return plain text, may be empty
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public String title() {
        return workspace.onOwner(
                parts -> parts.documents().read(document).document().title().text());
    }

    /**
     * How many changes of the page, made here, the server has not acknowledged. What was saved before a moment at
     * which this is 0 is in the server's log.
     *
     * @return 0 or more
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public int unsent() {
        return workspace.onOwner(parts -> parts.store().unsent(document));
    }

    /**
     * Runs commands on the page and saves what they did: when this returns, it is durable on this device, in the
     * log and in the outbox, whatever happens to the process or the power; it is sent as soon as the server can be
     * reached. If it throws, nothing of it is in the page.
     *
     * @param commands runs on the workspace's thread: it issues commands on the document and looks at it, and
     *     neither commits, nor applies changes, nor keeps the document. What it throws is thrown here
     * @throws WorkspaceException NO_REPLICA_ID, PAGE_DAMAGED, STORAGE_FULL, STORAGE_FAILED, CLOSED
     * @throws IllegalStateException by the engine, if the commands bring more than one change holds: look at {@link
     *     Document#hasRoom} and go on in another edit
     */
    public void edit(Consumer<Document> commands) {
        workspace.onOwner(parts -> {
            parts.edits().edit(document, commands);
            return null;
        });
    }

    /**
     * Gives the page another title. Only what differs is replaced, so that a title somebody else changes at the same
     * time merges with it.
     *
     * @param title the new one
     * @throws WorkspaceException as for {@link #edit}
     */
    public void rename(String title) {
        edit(document -> replaceTitle(document, title));
    }

    /**
     * The page as bytes, its history included: devices that have seen the same changes get the same bytes.
     *
     * @return a snapshot of the engine
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public byte[] snapshot() {
        return workspace.onOwner(
                parts -> parts.documents().read(document).document().save());
    }

    private static void replaceTitle(Document document, String title) {
        TextTarget target = new TextTarget.Title();
        String before = document.title().text();
        int start = 0;
        int shorter = Math.min(before.length(), title.length());
        while (start < shorter && before.charAt(start) == title.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && before.charAt(before.length() - 1 - end) == title.charAt(title.length() - 1 - end)) {
            end++;
        }
        // A surrogate pair is one character: it is replaced whole.
        start -= start > 0 && Character.isHighSurrogate(before.charAt(start - 1)) ? 1 : 0;
        end -= end > 0 && Character.isLowSurrogate(before.charAt(before.length() - end)) ? 1 : 0;
        if (before.length() - end > start) {
            document.delete(target, start, before.length() - end);
        }
        if (title.length() - end > start) {
            document.insert(target, start, title.substring(start, title.length() - end));
        }
    }
}
