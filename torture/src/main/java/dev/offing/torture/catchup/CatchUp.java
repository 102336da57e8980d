package dev.offing.torture.catchup;

import dev.offing.engine.BlockId;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.sync.DocumentId;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures how a device catches up with a real server over loopback sockets. A device is copied as it was before
 * it missed something, and each round one copy catches up; what it then holds is compared with what was written.
 */
public final class CatchUp implements AutoCloseable {

    private static final ReplicaId READER = new ReplicaId(-1);
    private static final long TYPING_STARTS = 1_700_000_000_000L;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ";

    /**
     * What one case came to.
     *
     * @param millis of each round, ascending
     * @param traffic of the last round; the rounds differ in nothing but keys and times
     */
    public record Figures(List<Double> millis, Traffic traffic) {
        public double median() {
            return millis.get(millis.size() / 2);
        }
    }

    private final Member member;
    private final MemoryStore written = new MemoryStore();
    private final Random random = new Random(20_261_127);
    private int pages;

    /**
     * Sets a fresh server up.
     *
     * @param server its address
     * @param code its one-time code
     */
    public CatchUp(URI server, String code) {
        this.member = new Member(server, code);
        push(); // Its first replica ids.
    }

    /**
     * One document of which a device missed so many changes: letters, each typed by itself into one paragraph, as
     * fast as a person types.
     *
     * @param changes how many, at least 1
     * @param rounds how often to measure, at least 1
     * @return what it came to, the document's instance that shows the page included
     */
    public Figures oneDocument(int changes, int rounds) {
        Document document = Document.create(written.takeReplica());
        DocumentId id = freshPage();
        BlockId block = document.newBlock(null, null, "paragraph");
        keep(id, document, 0);
        push();
        MemoryStore missed = caughtUp();
        List<byte[]> before = List.copyOf(missed.log(id));

        long millis = TYPING_STARTS;
        for (int i = 0; i < changes; i++) {
            int letter = random.nextInt(LETTERS.length());
            document.insert(new TextTarget.Block(block), i, LETTERS.substring(letter, letter + 1));
            millis += 80 + random.nextInt(240);
            keep(id, document, millis);
        }
        push();
        return measure(rounds, missed, () -> {
            Document open = Document.create(READER);
            before.forEach(change -> open.apply(ChangeCodec.decode(change)));
            return new Shown(id, open, document);
        });
    }

    /**
     * Many documents of which few were changed.
     *
     * @param documents how many there are
     * @param changed how many of them a device missed a change of
     * @param rounds how often to measure, at least 1
     */
    public Figures manyDocuments(int documents, int changed, int rounds) {
        List<DocumentId> ids = new ArrayList<>();
        List<Document> made = new ArrayList<>();
        ReplicaId replica = written.takeReplica();
        for (int i = 0; i < documents; i++) {
            Document document = Document.create(replica);
            document.insert(new TextTarget.Title(), 0, "Page " + i);
            ids.add(freshPage());
            made.add(document);
            keep(ids.getLast(), document, TYPING_STARTS);
        }
        push();
        MemoryStore missed = caughtUp();
        for (int i = 0; i < changed; i++) {
            int which = i * (documents / changed);
            made.get(which).insert(new TextTarget.Title(), 0, "New: ");
            keep(ids.get(which), made.get(which), TYPING_STARTS + i);
        }
        push();
        return measure(rounds, missed, () -> null);
    }

    /** An open page and what it has to show in the end. */
    private record Shown(DocumentId id, Document open, Document expected) {}

    private interface Screen {
        /** Null if no page is open. */
        Shown open();
    }

    private Figures measure(int rounds, MemoryStore missed, Screen screen) {
        double[] millis = new double[rounds];
        Traffic traffic = null;
        for (int i = 0; i < rounds; i++) {
            Shown shown = screen.open();
            MemoryStore store = missed.copy();
            try (MemoryDevice device = new MemoryDevice(member, store, (id, changes) -> {
                if (shown != null && id.equals(shown.id())) {
                    changes.forEach(change -> shown.open().apply(ChangeCodec.decode(change)));
                }
            })) {
                millis[i] = device.catchUp() / 1e6;
                traffic = device.traffic();
            }
            check(store, shown);
        }
        Arrays.sort(millis);
        return new Figures(Arrays.stream(millis).boxed().toList(), traffic);
    }

    private void check(MemoryStore store, Shown shown) {
        if (!store.holdsWhat(written)) {
            throw new IllegalStateException("a device holds something else than was written");
        }
        if (shown != null && !shown.open().view().equals(shown.expected().view())) {
            throw new IllegalStateException("an open page shows something else than was written");
        }
    }

    private DocumentId freshPage() {
        pages++;
        return DocumentId.page("%032x".formatted(pages));
    }

    private void keep(DocumentId id, Document document, long millis) {
        written.addLocal(id, ChangeCodec.encode(document.commit(millis)));
    }

    /** Sends what was written. */
    private void push() {
        try (MemoryDevice device = new MemoryDevice(member, written, (id, changes) -> {})) {
            device.catchUp();
        }
    }

    /** The store of a device that has everything. */
    private MemoryStore caughtUp() {
        MemoryStore store = new MemoryStore();
        try (MemoryDevice device = new MemoryDevice(member, store, (id, changes) -> {})) {
            device.catchUp();
        }
        return store;
    }

    @Override
    public void close() {
        member.close();
    }
}
