package dev.offing.simulator;

import dev.offing.sync.DocumentId;
import java.util.HashMap;
import java.util.Map;

/** Who may do what now: the truth that deliveries and appends are held to. */
final class Access {

    /** Each includes those before it. */
    enum Right {
        NONE,
        READ,
        WRITE
    }

    private record Place(String account, DocumentId document) {}

    /** What differs from WRITE. */
    private final Map<Place, Right> limited = new HashMap<>();

    private final Map<Place, Long> hiddenAt = new HashMap<>();

    private boolean hidden;

    Right right(String account, DocumentId document) {
        if (document.isUser()) {
            return document.equals(SimulatedChoices.userRecord(account)) ? Right.WRITE : Right.NONE;
        }
        if (document.isPolicy()) {
            return SimulatedChoices.isOwner(account) ? Right.WRITE : Right.READ;
        }
        return limited.getOrDefault(new Place(account, document), Right.WRITE);
    }

    boolean mayRead(String account, DocumentId document) {
        return right(account, document) != Right.NONE;
    }

    boolean mayWrite(String account, DocumentId document) {
        return right(account, document) == Right.WRITE;
    }

    /** Whether anything is hidden from anybody. */
    boolean hidesSomething() {
        return hidden;
    }

    /** Whether anybody may not write something. */
    boolean limitsSomething() {
        return limited.values().stream().anyMatch(right -> right != Right.WRITE);
    }

    /** When the right to read was taken; 0 where there never was one. */
    long takenAt(String account, DocumentId document) {
        return hiddenAt.getOrDefault(new Place(account, document), 0L);
    }

    void set(String account, DocumentId document, Right right, long now) {
        if (right == Right.NONE) {
            hiddenAt.putIfAbsent(new Place(account, document), now);
        }
        limited.put(new Place(account, document), right);
        hidden |= right == Right.NONE;
    }
}
