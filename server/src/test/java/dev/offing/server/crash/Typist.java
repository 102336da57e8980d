package dev.offing.server.crash;

import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.server.TestBrowser;
import dev.offing.server.TestSocket;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.Message;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * One device that types into shared pages as fast as its changes are acknowledged, merging what others
 * type. It remembers what was acknowledged, and offers what was not again after each reconnect.
 */
final class Typist {

    /** Hears of each acknowledgement as it arrives. */
    interface Witness {
        /** @param again whether the change had been offered in an earlier connection already */
        void acknowledged(DocumentId page, ChangeKey key, byte[] change, long sequence, boolean again);
    }

    private final List<DocumentId> pages;
    private final Random random;
    private final Witness witness;
    private final Map<DocumentId, Document> documents = new TreeMap<>();
    private final Map<DocumentId, Integer> applied = new TreeMap<>();
    private ReplicaId replica;

    /** Offered and not acknowledged: all of one page, as one push is on its way at a time. */
    private List<byte[]> unacknowledged = List.of();

    private DocumentId unacknowledgedPage;

    Typist(List<DocumentId> pages, Random random, Witness witness) {
        this.pages = pages;
        this.random = random;
        this.witness = witness;
    }

    int unacknowledgedCount() {
        return unacknowledged.size();
    }

    Document document(DocumentId page) {
        return documents.get(page);
    }

    /** Applies what the server's log has beyond what this device has applied of it. */
    void catchUp(DocumentId page, List<byte[]> log) {
        Document document = documents.get(page);
        if (document == null) {
            return; // Not connected yet.
        }
        for (byte[] change : log.subList(applied.getOrDefault(page, 0), log.size())) {
            document.apply(ChangeCodec.decode(change));
        }
        applied.put(page, log.size());
    }

    /** Connects and types until the connection ends. */
    void type(String origin, TestBrowser browser) {
        try (TestSocket socket = TestSocket.open(origin, browser)) {
            Message.Welcome welcome = socket.next(Message.Welcome.class);
            if (replica == null) {
                replica = welcome.replicaIds().getFirst();
                pages.forEach(page -> documents.put(page, Document.create(replica)));
            }
            if (!unacknowledged.isEmpty()) {
                push(socket, true);
            }
            while (true) {
                unacknowledgedPage = pages.get(random.nextInt(pages.size()));
                unacknowledged = edits(documents.get(unacknowledgedPage));
                push(socket, false);
            }
        } catch (TestSocket.Closed | CompletionException | UncheckedIOException killed) {
            // The server is gone; what was not acknowledged is offered again next time.
        }
    }

    private void push(TestSocket socket, boolean again) {
        socket.send(new Message.Push(unacknowledgedPage, unacknowledged));
        while (!unacknowledged.isEmpty()) {
            switch (socket.next()) {
                case Message.Accepted accepted -> acknowledged(accepted, again);
                case Message.Entries entries -> merge(entries);
                case Message.Refused refused -> throw new AssertionError("refused: " + refused);
                case Message.Closing closing -> throw new AssertionError("closing: " + closing);
                case Message other -> {} // Heads: what they tell of is fetched after the next restart.
            }
        }
    }

    private void acknowledged(Message.Accepted accepted, boolean again) {
        List<byte[]> rest = new ArrayList<>(unacknowledged);
        for (Message.Receipt receipt : accepted.receipts()) {
            byte[] change = rest.removeFirst();
            if (!ChangeKey.of(change).equals(receipt.key())) {
                throw new AssertionError("acknowledged another change than was offered: " + receipt);
            }
            witness.acknowledged(unacknowledgedPage, receipt.key(), change, receipt.sequence(), again);
        }
        unacknowledged = rest;
    }

    private void merge(Message.Entries entries) {
        for (byte[] change : entries.changes()) {
            documents.get(entries.document()).apply(ChangeCodec.decode(change));
        }
    }

    private List<byte[]> edits(Document document) {
        List<byte[]> changes = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        while (changes.size() < count) {
            edit(document);
            Change change = document.commit(0);
            if (change != null) {
                changes.add(ChangeCodec.encode(change));
            }
        }
        return changes;
    }

    private void edit(Document document) {
        DocumentView view = document.view();
        if (view.blocks().isEmpty() || random.nextInt(20) == 0) {
            document.newBlock(null, null, "paragraph");
            return;
        }
        BlockView block = view.blocks().get(random.nextInt(view.blocks().size()));
        TextTarget text = new TextTarget.Block(block.id());
        int length = block.text().text().length();
        int at = random.nextInt(length + 1);
        switch (random.nextInt(10)) {
            case 0 -> document.split(block.id(), at, "paragraph");
            case 1, 2 -> document.delete(text, at, Math.min(length, at + 3));
            default -> document.insert(text, at, Character.toString('a' + random.nextInt(26)));
        }
    }
}
