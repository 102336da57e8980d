package dev.offing.sync.server;

import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.RefusalReason;
import java.util.List;
import java.util.Optional;

/**
 * The check every change passes before a document's log takes it: the server's own replica of the
 * document applies it, so stamps, counters and targets are checked by the rules every client uses.
 *
 * <p>A gate that accepted a change is one ahead of the log until the append is durable. If the append
 * fails, the gate is thrown away and built again from the log. One owner at a time; {@code offer} and
 * the append it allows are one step, no other offer comes between.
 */
public final class DocumentGate {

    /** Finds what the log holds. Only asked when a change's counters were seen before. */
    public interface Log {
        /** The entry whose change has exactly this replica and first counter. */
        Optional<LoggedChange> find(ReplicaId replica, int firstCounter);
    }

    /** What the gate says. */
    public sealed interface Verdict {

        /**
         * To be appended next.
         *
         * @param title the document's title if the change altered it, else empty
         */
        record Accept(ChangeKey key, Optional<String> title) implements Verdict {}

        /** The log has it, at this sequence: acknowledge it again. */
        record Duplicate(ChangeKey key, long sequence) implements Verdict {}

        /** The log lacks changes it builds on. @param missing the first missing operation of each */
        record MissingCauses(ChangeKey key, List<OpId> missing) implements Verdict {
            public MissingCauses {
                missing = List.copyOf(missing);
            }
        }

        /**
         * Not to be appended.
         *
         * @param key what could be read of it; replica 0, counter 0, count 1 if nothing
         * @param text for people, constant for a reason
         */
        record Refuse(ChangeKey key, RefusalReason reason, String text) implements Verdict {}
    }

    /** An empty document. */
    public static DocumentGate create(DocumentId id, Log log) {
        throw new UnsupportedOperationException();
    }

    /**
     * From a snapshot; then {@link #replay} what the log has after it.
     *
     * @throws dev.offing.engine.CodecException if the snapshot cannot be read: build from the log instead
     */
    public static DocumentGate load(DocumentId id, byte[] snapshot, Log log) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes an entry of the log, in order, without asking.
     *
     * @throws IllegalStateException if the log is damaged: the entry cannot be read or applied
     */
    public void replay(byte[] change) {
        throw new UnsupportedOperationException();
    }

    /** Checks a change and, if it is accepted, applies it. */
    public Verdict offer(byte[] change) {
        throw new UnsupportedOperationException();
    }

    /** Plain copy of the title, cut to {@link dev.offing.sync.SyncLimits#TITLE_UTF16_MAX}. */
    public String title() {
        throw new UnsupportedOperationException();
    }

    /** Snapshot of everything accepted: a cache, derivable from the log. */
    public byte[] save() {
        throw new UnsupportedOperationException();
    }

    /** The document, to be read only. */
    public Document document() {
        throw new UnsupportedOperationException();
    }

    /** The replica id the gate's documents are opened with; never issued, never writes. */
    public static ReplicaId reader() {
        return new ReplicaId(0);
    }

    /** The change of an encoded change. */
    static Change decode(byte[] change) {
        throw new UnsupportedOperationException();
    }
}
