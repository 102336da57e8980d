package dev.offing.lab;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays one trace through {@link Document}, step by step, without a clock: whoever measures calls a
 * step and looks at the time. The text is that of one paragraph, made by a replica of its own before
 * anything is timed. Each agent of the trace is a replica of its own.
 */
final class Replay {

    /** Replica of the paragraph, and that of the documents that only receive; agents come after. */
    private static final ReplicaId MAKER = new ReplicaId(1);

    private static final ReplicaId READER = new ReplicaId(2);
    private static final int FIRST_AGENT = 3;

    /** A change takes 2,500 operations before it is full; a patch is one to three. */
    private static final int PATCHES_OF_A_CHANGE = 800;

    private static final int UNITS_OF_A_CHANGE = 60_000;

    private final EditingTrace trace;
    private final CausalPlan plan;
    private final TextTarget.Block target;
    private final byte[] paragraph;

    Replay(EditingTrace trace) {
        this.trace = trace;
        this.plan = new CausalPlan(trace);
        Document maker = Document.create(MAKER);
        BlockId block = maker.newBlock(null, null, "paragraph");
        this.target = new TextTarget.Block(block);
        this.paragraph = ChangeCodec.encode(maker.commit(0));
    }

    /**
     * What typing left.
     *
     * @param documents all that were typed in
     * @param last the one that has the last transaction
     * @param frames the encoded change of each transaction, null for one without effect
     */
    record Written(List<Document> documents, Document last, List<byte[]> frames) {

        /** What there is to receive, causes first. */
        List<byte[]> sent() {
            List<byte[]> sent = new ArrayList<>(frames);
            sent.removeIf(frame -> frame == null);
            return sent;
        }
    }

    private Document document(ReplicaId replica) {
        Document document = Document.create(replica);
        document.apply(ChangeCodec.decode(paragraph));
        return document;
    }

    // ---- writing ----

    /** Types a sequential trace, one change a transaction. */
    Document write() {
        Document document = document(new ReplicaId(FIRST_AGENT));
        List<EditingTrace.Transaction> transactions = trace.transactions();
        for (int i = 0; i < transactions.size(); i++) {
            type(document, i);
            document.commit(0);
        }
        return document;
    }

    /** What {@link #write} sends. */
    Written sent(Document document) {
        List<byte[]> frames = new ArrayList<>();
        for (Change change : document.changesSince(VersionVector.EMPTY)) {
            if (!change.replica().equals(MAKER)) {
                frames.add(ChangeCodec.encode(change));
            }
        }
        return new Written(List.of(document), document, frames);
    }

    /**
     * Types any trace along its causal graph, one change a transaction, each agent as a replica of its
     * own. Before a document takes a transaction it is given, as bytes, what it lacks of that one's
     * causes, and has then nothing else.
     */
    Written writeTogether() {
        List<EditingTrace.Transaction> transactions = trace.transactions();
        Document[] documents = new Document[plan.documentCount()];
        List<byte[]> frames = new ArrayList<>(transactions.size());
        for (int i = 0; i < transactions.size(); i++) {
            ReplicaId replica = new ReplicaId(FIRST_AGENT + transactions.get(i).agent());
            Document document = documents[plan.document(i)];
            if (document == null) {
                document = document(replica);
                documents[plan.document(i)] = document;
            }
            for (int missing : plan.missing(i)) {
                if (frames.get(missing) != null) {
                    document.apply(ChangeCodec.decode(frames.get(missing)));
                }
            }
            if (!document.local().equals(replica)) {
                document.adoptReplica(replica);
            }
            type(document, i);
            Change change = document.commit(0);
            frames.add(change == null ? null : ChangeCodec.encode(change));
        }
        return new Written(List.of(documents), documents[plan.document(transactions.size() - 1)], frames);
    }

    /** Types a sequential trace with as few commits as the size of a change allows. */
    Document writeInBursts() {
        Document document = document(new ReplicaId(FIRST_AGENT));
        List<EditingTrace.Transaction> transactions = trace.transactions();
        int patchesOpen = 0;
        int unitsOpen = 0;
        for (int i = 0; i < transactions.size(); i++) {
            List<EditingTrace.Patch> patches = transactions.get(i).patches();
            for (int j = 0; j < patches.size(); j++) {
                EditingTrace.Patch patch = patches.get(j);
                patchesOpen++;
                unitsOpen += patch.inserted().length();
                if (patchesOpen > PATCHES_OF_A_CHANGE || unitsOpen > UNITS_OF_A_CHANGE) {
                    document.commit(0);
                    patchesOpen = 1;
                    unitsOpen = patch.inserted().length();
                }
                edit(document, patch, i, j);
            }
        }
        document.commit(0);
        return document;
    }

    private void type(Document document, int transaction) {
        List<EditingTrace.Patch> patches = trace.transactions().get(transaction).patches();
        for (int i = 0; i < patches.size(); i++) {
            edit(document, patches.get(i), transaction, i);
        }
    }

    private void edit(Document document, EditingTrace.Patch patch, int transaction, int index) {
        try {
            int position = patch.position();
            if (patch.deleted() > 0) {
                document.delete(target, position, position + patch.deleted());
            }
            if (!patch.inserted().isEmpty()) {
                document.insert(target, position, patch.inserted());
            }
        } catch (IllegalArgumentException outside) {
            throw new TraceFormatException(
                    "txns[" + transaction + "].patches[" + index + "]", "cannot be typed: " + outside.getMessage());
        }
    }

    // ---- receiving ----

    /** Decodes and merges each change, and reads the text at the end. */
    Document receive(List<byte[]> frames) {
        Document reader = document(READER);
        for (byte[] frame : frames) {
            reader.apply(ChangeCodec.decode(frame));
        }
        text(reader);
        return reader;
    }

    /** Merges all changes, then takes the one patch and reads the text, as an editor does that was away. */
    Document receiveBatch(List<byte[]> frames) {
        Document reader = document(READER);
        List<Change> changes = new ArrayList<>(frames.size());
        for (byte[] frame : frames) {
            changes.add(ChangeCodec.decode(frame));
        }
        for (Change change : changes) {
            reader.apply(change);
        }
        reader.takePatch();
        return reader;
    }

    // ---- storing ----

    static Document load(byte[] snapshot) {
        return Document.load(snapshot, READER);
    }

    /** The paragraph's text, read from a snapshot without building the document. */
    String text(byte[] snapshot) {
        return Document.readPage(snapshot).blocks().get(0).text().text();
    }

    /** The paragraph's text. */
    String text(Document document) {
        return document.view().blocks().get(0).text().text();
    }

    /** Brings all documents to the same version, and says whether they show the same text. */
    boolean converge(Written written) {
        List<Change> changes = new ArrayList<>();
        for (byte[] frame : written.sent()) {
            changes.add(ChangeCodec.decode(frame));
        }
        boolean same = true;
        for (Document document : written.documents()) {
            for (Change change : changes) {
                document.apply(change);
            }
            same &= text(document).equals(text(written.last()));
        }
        return same;
    }
}
