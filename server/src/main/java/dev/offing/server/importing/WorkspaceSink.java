package dev.offing.server.importing;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import dev.offing.server.account.Tokens;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.live.LiveWorkspace.NewDocument;
import dev.offing.server.store.FileShelf;
import dev.offing.sync.DocumentId;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an import into a workspace: one new replica writes every page's document and record, all of
 * them become durable in one transaction, and whoever is connected is told as of any other change.
 * New pages stand at the end of the page they are put under, or of the top level.
 */
public final class WorkspaceSink implements ImportSink {

    private final LiveWorkspace workspace;
    private final FileShelf files;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Optional<String> under;

    /**
     * @param under page id; empty for the top level
     * @throws IllegalArgumentException if there is no such page, or it is in the trash
     */
    public WorkspaceSink(
            LiveWorkspace workspace, FileShelf files, Tokens tokens, InstantSource clock, Optional<String> under) {
        this.workspace = workspace;
        this.files = files;
        this.tokens = tokens;
        this.clock = clock;
        this.under = under;
        if (under.isPresent() && !tree().isShown(under.get())) {
            throw new IllegalArgumentException("there is no page " + under.get() + " to import under");
        }
    }

    private DirectoryTree tree() {
        return DirectoryTree.of(workspace.records());
    }

    @Override
    public String newPageId() {
        return tokens.id();
    }

    @Override
    public long fileBytesMax() {
        return FileShelf.FILE_BYTES_MAX;
    }

    @Override
    public String keepFile(String name, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        String id = HexFormat.of().formatHex(sha256(bytes));
        Optional<FileShelf.Refusal> refusal =
                files.put(id, new ByteArrayInputStream(bytes), Optional.empty(), clock.millis());
        if (refusal.isPresent()) {
            throw new IOException("the file was not kept: " + refusal.get());
        }
        return "/files/" + id;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(List<PageDraft> pages) {
        ReplicaId replica = workspace.issueReplicas(Optional.empty(), 1).getFirst();
        Places places = new Places(tree(), replica);
        List<NewDocument> documents = new ArrayList<>(2 * pages.size());
        for (PageDraft page : pages) {
            documents.add(new NewDocument(DocumentId.page(page.id()), encode(content(page, replica))));
            documents.add(new NewDocument(DocumentId.record(page.id()), encode(List.of(places.record(page)))));
        }
        workspace.create(documents);
    }

    private List<Change> content(PageDraft page, ReplicaId replica) {
        Document document = Document.create(replica);
        List<Change> changes = page.changes(document, clock.millis());
        if (!changes.isEmpty()) {
            return changes;
        }
        // A page without title and text is a page all the same: its document has to exist.
        document.newBlock(null, null, "paragraph");
        return List.of(document.commit(clock.millis()));
    }

    private static List<byte[]> encode(List<Change> changes) {
        return changes.stream().map(ChangeCodec::encode).toList();
    }

    /** Finds each new page its place and writes its record. */
    private final class Places {
        private final DirectoryTree tree;
        private final ReplicaId replica;

        /** The place given out last, by parent; the empty text for the top level. */
        private final Map<String, PositionKey> last = new HashMap<>();

        private int unique;

        Places(DirectoryTree tree, ReplicaId replica) {
            this.tree = tree;
            this.replica = replica;
        }

        Change record(PageDraft page) {
            Optional<String> parent = Optional.ofNullable(page.parent()).or(() -> under);
            Document document = Document.create(replica);
            parent.ifPresent(id -> document.setProperty(null, PageRecordView.PARENT, new Value.Text(id)));
            document.setProperty(
                    null, PageRecordView.ORDER, new Value.Text(PageRecordView.orderText(next(page.id(), parent))));
            document.setProperty(null, PageRecordView.MOVED, new Value.Num(tree.nextMove()));
            return document.commit(clock.millis());
        }

        private PositionKey next(String page, Optional<String> parent) {
            return last.compute(parent.orElse(""), (any, before) -> {
                unique++;
                if (before != null) {
                    return PositionKey.between(before, null, replica, unique, true);
                }
                List<String> siblings = parent.map(tree::children).orElseGet(tree::topLevel);
                Optional<String> after = siblings.isEmpty() ? Optional.empty() : Optional.of(siblings.getLast());
                return tree.orderAfter(page, parent, after, replica, unique);
            });
        }
    }
}
