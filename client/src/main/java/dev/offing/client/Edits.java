package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes made here: open the document, run commands, commit, write log and outbox in one transaction. */
final class Edits {

    private static final int POSITIVE_INT = 0x7fffffff;
    private static final int PAGE_ID_BYTES = 16;

    private final WorkspaceStore store;
    private final OpenDocuments documents;
    private final Consumer<List<LocalChange>> stored;
    private final Runnable replicaTaken;
    private final SecureRandom random = new SecureRandom();
    /** Null until something is written. */
    private ReplicaId writer;

    /** @param stored hears of changes that are durable @param replicaTaken the pool has one id less */
    Edits(WorkspaceStore store, OpenDocuments documents, Consumer<List<LocalChange>> stored, Runnable replicaTaken) {
        this.store = store;
        this.documents = documents;
        this.stored = stored;
        this.replicaTaken = replicaTaken;
    }

    /**
     * This process's identity as a writer. One process at a time has the folder open, so it goes on under the id
     * of the one before it, whose last word is in the store.
     */
    private ReplicaId writer() {
        if (writer == null) {
            writer = store.takeReplica()
                    .orElseThrow(() -> new WorkspaceException(
                            Reason.NO_REPLICA_ID, "this new device has to reach the server once before it can write"));
            replicaTaken.run();
        }
        return writer;
    }

    PageId create(Optional<PageId> parent, String title, DirectoryTree tree) {
        ReplicaId replica = writer();
        byte[] bits = new byte[PAGE_ID_BYTES];
        random.nextBytes(bits);
        PageId page = new PageId(HexFormat.of().formatHex(bits));
        Optional<String> above = parent.map(PageId::text);
        List<String> siblings = above.map(tree::children).orElseGet(tree::topLevel);
        Optional<String> last = siblings.isEmpty() ? Optional.empty() : Optional.of(siblings.getLast());
        String order = PageRecordView.orderText(
                tree.orderAfter(page.text(), above, last, replica, random.nextInt() & POSITIVE_INT));
        Document record = Document.create(replica);
        above.ifPresent(id -> record.setProperty(null, PageRecordView.PARENT, new Value.Text(id)));
        record.setProperty(null, PageRecordView.ORDER, new Value.Text(order));
        record.setProperty(null, PageRecordView.MOVED, new Value.Num(tree.nextMove()));
        Document content = Document.create(replica);
        content.insert(new TextTarget.Title(), 0, title);
        // A place for the caret; made once and here, as two devices would make two.
        content.newBlock(null, null, "paragraph");
        append(List.of(change(DocumentId.record(page.text()), record), change(DocumentId.page(page.text()), content)));
        return page;
    }

    private static LocalChange change(DocumentId id, Document document) {
        return localChange(id, document, document.commit(System.currentTimeMillis()));
    }

    private static LocalChange localChange(DocumentId id, Document document, Change change) {
        Optional<String> title = id.isPage() ? Optional.of(document.title().text()) : Optional.empty();
        return new LocalChange(id, ChangeCodec.encode(change), title);
    }

    /**
     * Runs commands on a document and saves them. If anything fails the document is as it was.
     *
     * @throws WorkspaceException NO_REPLICA_ID, PAGE_NOT_HERE, PAGE_DAMAGED, STORAGE_FULL, STORAGE_FAILED
     */
    void edit(DocumentId id, Consumer<Document> commands) {
        OpenDocuments.Open open = documents.write(id, writer());
        if (!open.present()) {
            throw new WorkspaceException(Reason.PAGE_NOT_HERE, "the page is not on this device yet");
        }
        if (!open.whole()) {
            throw new WorkspaceException(
                    Reason.PAGE_DAMAGED, "a part of the page cannot be read and has to come back from the server");
        }
        boolean done = false;
        try {
            Optional<Change> change = run(open.document(), commands);
            if (change.isPresent()) {
                append(List.of(localChange(id, open.document(), change.get())));
            }
            done = true;
        } finally {
            if (!done) {
                documents.drop(id); // Half a command, or what the store does not have, is in the instance.
            }
        }
    }

    private static Optional<Change> run(Document document, Consumer<Document> commands) {
        ReplicaId replica = document.local();
        VersionVector before = document.version();
        commands.accept(document);
        Optional<Change> change = Optional.ofNullable(document.commit(System.currentTimeMillis()));
        int end = before.end(replica) + change.map(Change::idCount).orElse(0);
        if (!document.local().equals(replica) || document.version().end(replica) != end) {
            throw new IllegalStateException("an edit runs commands only: it neither commits nor applies changes");
        }
        return change;
    }

    private void append(List<LocalChange> changes) {
        store.appendLocal(changes, System.currentTimeMillis());
        stored.accept(changes);
    }
}
