package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.InvalidChangeException.Reason;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.List;

/** One replica of a small document, with short names for what the tests of the rules do and see. */
final class Peer {

    final Document document;
    private BlockId lastParagraph;

    Peer(int replica) {
        this(Document.create(new ReplicaId(replica)));
    }

    Peer(Document document) {
        this.document = document;
    }

    ReplicaId replica() {
        return document.local();
    }

    // ---- commands ----

    /** A paragraph behind those this peer made before, at the top level. */
    BlockId paragraph(String text) {
        lastParagraph = paragraph(null, lastParagraph, text);
        return lastParagraph;
    }

    BlockId paragraph(BlockId parent, BlockId after, String text) {
        BlockId made = document.newBlock(parent, after, "paragraph");
        type(made, 0, text);
        return made;
    }

    void type(BlockId block, int offset, String text) {
        document.insert(new TextTarget.Block(block), offset, text);
    }

    void erase(BlockId block, int start, int end) {
        document.delete(new TextTarget.Block(block), start, end);
    }

    BlockId split(BlockId block, int offset) {
        return document.split(block, offset, "paragraph");
    }

    void mark(BlockId block, int start, int end, String type, Value value) {
        document.mark(new TextTarget.Block(block), start, end, type, value);
    }

    void set(BlockId block, String key, String value) {
        document.setProperty(block, key, new Value.Text(value));
    }

    /** Closes the open change and its undo group. */
    Change commit() {
        Change change = document.commit(0);
        document.endUndoGroup();
        return change;
    }

    /** A further replica that knows what this one has committed. */
    Peer fork(int replica) {
        return new Peer(Document.load(document.save(), new ReplicaId(replica)));
    }

    Peer hears(Change... changes) {
        for (Change change : changes) {
            document.apply(change);
        }
        return this;
    }

    /** Everybody commits and tells everybody else: from then on all show and save the same. */
    static void meet(Peer... peers) {
        for (Peer peer : peers) {
            peer.commit();
        }
        for (Peer to : peers) {
            for (Peer from : peers) {
                from.document.changesSince(to.document.version()).forEach(to.document::apply);
            }
        }
        for (Peer peer : peers) {
            assertThat(peer.document.view()).isEqualTo(peers[0].document.view());
            assertThat(peer.document.save()).isEqualTo(peers[0].document.save());
        }
    }

    // ---- a change written by hand ----

    /** The next change of a replica that has seen what this one has, with these operations: its header is exact. */
    Change byHand(int replica, Operation... operations) {
        Document writer = Document.load(document.save(), new ReplicaId(replica));
        writer.setProperty(null, "any", new Value.Text("new value"));
        Change exact = writer.commit(0);
        return new Change(exact.replica(), exact.firstCounter(), exact.stamp(), exact.heads(), 0, List.of(operations));
    }

    /** Holds that a change is refused so, and that nothing else came of it (OPS-14). */
    void refuses(Change change, Reason reason, int operationIndex) {
        byte[] saved = document.save();
        DocumentView view = document.view();
        InvalidChangeException refusal =
                catchThrowableOfType(InvalidChangeException.class, () -> document.apply(change));
        assertThat(refusal).as("refusal of %s", change.operations()).isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.operationIndex()).isEqualTo(operationIndex);
        assertThat(document.save()).isEqualTo(saved);
        assertThat(document.view()).isEqualTo(view);
    }

    // ---- what is shown ----

    /** The text of each block, its children in braces behind it: {@code "one{two three} four"}. */
    String outline() {
        return outline(null, document.view().blocks());
    }

    private static String outline(BlockId parent, List<BlockView> blocks) {
        List<String> siblings = new ArrayList<>();
        for (BlockView block : blocks) {
            if (parent == null ? block.parent() == null : parent.equals(block.parent())) {
                String below = outline(block.id(), blocks);
                siblings.add(block.text().text() + (below.isEmpty() ? "" : "{" + below + "}"));
            }
        }
        return String.join(" ", siblings);
    }

    BlockView shown(BlockId block) {
        return document.view().blocks().stream()
                .filter(view -> view.id().equals(block))
                .findFirst()
                .orElseThrow();
    }

    /** The marks of a block's text as {@code "type[start,end)"}. */
    List<String> marks(BlockId block) {
        return shown(block).text().marks().stream()
                .map(run -> run.type() + "[" + run.start() + "," + run.end() + ")")
                .toList();
    }

    Value property(BlockId block, String key) {
        return shown(block).properties().get(key);
    }
}
