package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The oracle's book: every change that anybody made, once, with what became of it. Stores and logs of
 * the simulation hold its entries, so that two of them are the same change exactly if they are the same
 * object, and bytes that nobody made are noticed wherever they turn up.
 */
final class Ledger {

    /** One change. */
    static final class Made {
        final DocumentId document;
        final ChangeKey key;
        final byte[] bytes;
        final Change change;
        final String account;
        /** What it typed into a journal, each found nowhere else. */
        final List<String> tokens;

        /** A device has shown it as saved. */
        boolean saved;
        /** The server has acknowledged it and was not restored to a time before. */
        boolean acknowledged;
        /** When the server's log had it first; 0 = never. */
        long firstLoggedAt;
        /** A store that held it was destroyed, or its record: what only that device had is gone. */
        boolean destroyed;

        /** It left a device by choice, after the server had it: a restored server may not get it back from there. */
        boolean left;

        private Made(DocumentId document, Change change, byte[] bytes, String account, List<String> tokens) {
            this.document = document;
            this.key = ChangeKey.of(change);
            this.bytes = bytes;
            this.change = change;
            this.account = account;
            this.tokens = tokens;
        }

        @Override
        public String toString() {
            return document.text().substring(0, 2)
                    + document.text().substring(30) + " " + key.replica() + "." + key.firstCounter() + "+"
                    + key.idCount()
                    + " of " + account;
        }
    }

    private record Content(DocumentId document, byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Content content
                    && document.equals(content.document)
                    && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return document.hashCode() * 31 + Arrays.hashCode(bytes);
        }
    }

    private final Map<Content, Made> byContent = new HashMap<>();
    private final List<Made> all = new ArrayList<>();

    /** In the order they were made. */
    List<Made> all() {
        return all;
    }

    Made enter(DocumentId document, Change change, String account, List<String> tokens) {
        byte[] bytes = ChangeCodec.encode(change);
        Made made = new Made(document, change, bytes, account, List.copyOf(tokens));
        Made before = byContent.putIfAbsent(new Content(document, bytes), made);
        if (before != null) {
            return before;
        }
        all.add(made);
        return made;
    }

    /** The entry with these bytes; null if nobody made them. */
    Made find(DocumentId document, byte[] bytes) {
        return byContent.get(new Content(document, bytes));
    }
}
