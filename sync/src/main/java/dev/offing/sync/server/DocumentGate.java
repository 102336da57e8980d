package dev.offing.sync.server;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.Document;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.Limits;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The check every change passes before a document's log takes it: the server's own replica of the
 * document applies it, so stamps, counters and targets are checked by the rules every client uses.
 *
 * <p>A gate that accepted a change is one ahead of the log until the append is durable. If the append
 * fails, the gate is thrown away and built again from the log. One owner at a time; {@code offer} and
 * the append it allows are one step, no other offer comes between.
 *
 * <p>Whether the account may write the document, and as this replica, is the workspace's to decide,
 * before it asks the gate. Cost of an offer: that of applying the change; of one seen before: a look
 * into the log.
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
         * @param key what could be read of it; {@link #UNREADABLE} if nothing
         * @param text for people, constant for a reason
         */
        record Refuse(ChangeKey key, RefusalReason reason, String text) implements Verdict {}
    }

    /** The replica id the gate opens documents with; never issued, never writes. */
    public static final ReplicaId READER = new ReplicaId(0);

    /** The key a refusal names when the change could not be read. */
    public static final ChangeKey UNREADABLE = new ChangeKey(READER, 0, 1);

    private final DocumentId id;
    private final Document document;
    private final Log log;
    /** Whole, as it was after the last change taken. */
    private String title;

    private DocumentGate(DocumentId id, Document document, Log log) {
        this.id = id;
        this.document = document;
        this.log = log;
        this.title = document.title().text();
    }

    /** An empty document. */
    public static DocumentGate create(DocumentId id, Log log) {
        return new DocumentGate(id, Document.create(READER), log);
    }

    /**
     * From a snapshot; then {@link #replay} what the log has after it.
     *
     * @throws CodecException if the snapshot cannot be read: build from the log instead
     */
    public static DocumentGate load(DocumentId id, byte[] snapshot, Log log) {
        return new DocumentGate(id, Document.load(snapshot, READER), log);
    }

    /**
     * Takes an entry of the log, in order, without asking. One that a snapshot holds already does
     * nothing.
     *
     * @throws IllegalStateException if the log is damaged: the entry cannot be read or applied
     */
    public void replay(byte[] change) {
        Document.Applied applied;
        try {
            applied = document.apply(ChangeCodec.decode(change));
        } catch (CodecException | InvalidChangeException e) {
            throw new IllegalStateException("log entry cannot be applied", e);
        }
        if (applied instanceof Document.Applied.Pending) {
            throw new IllegalStateException("log entry comes before its causes");
        }
        followTitle();
    }

    /** Checks a change and, if it is accepted, applies it. */
    public Verdict offer(byte[] encoded) {
        if (encoded.length > Limits.CHANGE_BYTES_MAX) {
            return new Verdict.Refuse(UNREADABLE, RefusalReason.LIMIT_EXCEEDED, "The change is too large.");
        }
        Change change;
        ChangeKey key;
        try {
            change = ChangeCodec.decode(encoded);
            key = ChangeKey.of(change);
        } catch (CodecException e) {
            return new Verdict.Refuse(UNREADABLE, RefusalReason.UNREADABLE, "The change cannot be read.");
        }
        VersionVector version = document.version();
        if (key.firstCounter() < version.end(key.replica())) {
            return seen(key, change, encoded);
        }
        List<OpId> missing = missing(key, change, version);
        if (!missing.isEmpty()) {
            return new Verdict.MissingCauses(key, missing);
        }
        if (!id.isPage() && !holdsOwnPropertiesOnly(change)) {
            return new Verdict.Refuse(key, RefusalReason.WRONG_KIND, "A record takes nothing but its own properties.");
        }
        try {
            document.apply(change);
        } catch (InvalidChangeException e) {
            return refuse(key, e.reason());
        }
        return new Verdict.Accept(key, followTitle() ? Optional.of(title()) : Optional.empty());
    }

    /** Plain copy of the title, cut to {@link SyncLimits#TITLE_UTF16_MAX}. */
    public String title() {
        int end = Math.min(title.length(), SyncLimits.TITLE_UTF16_MAX);
        if (end < title.length() && Character.isHighSurrogate(title.charAt(end - 1))) {
            end--;
        }
        return title.substring(0, end);
    }

    /** Snapshot of everything accepted: a cache, derivable from the log. */
    public byte[] save() {
        return document.save();
    }

    /** The document, to be read only. */
    public Document document() {
        return document;
    }

    private Verdict seen(ChangeKey key, Change change, byte[] encoded) {
        Optional<LoggedChange> logged = log.find(key.replica(), key.firstCounter());
        boolean same = logged.isPresent()
                && (Arrays.equals(logged.get().change(), encoded)
                        || ChangeCodec.decode(logged.get().change()).equals(change));
        return same
                ? new Verdict.Duplicate(key, logged.get().sequence())
                : new Verdict.Refuse(
                        key, RefusalReason.EQUIVOCATION, "The identity of the change belongs to another one.");
    }

    private static List<OpId> missing(ChangeKey key, Change change, VersionVector version) {
        List<OpId> missing = new ArrayList<>();
        int end = version.end(key.replica());
        if (end < key.firstCounter()) {
            missing.add(new OpId(key.replica(), end));
        }
        for (OpId head : change.heads()) {
            if (!version.includes(head)) {
                missing.add(new OpId(head.replica(), version.end(head.replica())));
            }
        }
        return missing;
    }

    private static boolean holdsOwnPropertiesOnly(Change change) {
        for (Operation operation : change.operations()) {
            if (!(operation instanceof Operation.SetProperty property) || property.block() != null) {
                return false;
            }
        }
        return true;
    }

    private static Verdict refuse(ChangeKey key, InvalidChangeException.Reason reason) {
        return switch (reason) {
            case STAMP_NOT_EXACT ->
                new Verdict.Refuse(key, RefusalReason.STAMP_NOT_EXACT, "The stamp of the change is not exact.");
            case LIMIT_EXCEEDED ->
                new Verdict.Refuse(key, RefusalReason.LIMIT_EXCEEDED, "The change is beyond a limit.");
            case CAUSES_NOT_EXACT, COUNTER_REUSED, UNKNOWN_TARGET, WRONG_TARGET, WRONG_VALUE, MALFORMED_TEXT ->
                new Verdict.Refuse(key, RefusalReason.INVALID_CHANGE, "The change breaks a rule of the document.");
        };
    }

    private boolean followTitle() {
        String before = title;
        title = document.title().text();
        return !title.equals(before);
    }
}
