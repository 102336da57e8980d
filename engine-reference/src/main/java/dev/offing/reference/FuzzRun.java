package dev.offing.reference;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Difference;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Probe;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Plays a script and holds the engine to its laws. After every step: engine = oracle = the view made
 * by patches alone; after a local command: what a person expects; undo and redo give back what was
 * there; a reloaded snapshot is saved as the same bytes. At the end all replicas, and fresh ones fed
 * in other orders, show the same and save the same bytes.
 */
final class FuzzRun {

    private static final long FIRST_REPLICA = 0x0a;

    /** Unsigned order matters: some ids have the top bit. */
    private static final long TOP_BIT = 1L << 63;

    private static final ReplicaId OBSERVER = new ReplicaId(0xffff);

    /** Each replica has nodes of its own size; only small ones split and merge in short scripts. */
    private static final List<Probe> PROBES =
            List.of(Probe.USUAL, new Probe(2, 2), new Probe(2, 3), new Probe(3, 2), new Probe(3, 3));

    private final List<FuzzReplica> replicas = new ArrayList<>();
    private final Map<OpId, Change> changes = new LinkedHashMap<>();
    private final OrderLaw order = new OrderLaw();
    private final List<FuzzTape.Event> events;
    private final FuzzCensus census;
    private int step;
    private int adoptions;

    private FuzzRun(FuzzScript script, FuzzCensus census, List<FuzzTape.Event> events) {
        this.events = events;
        this.census = census;
        for (int i = 0; i < script.replicas(); i++) {
            int index = i;
            ReplicaId id = new ReplicaId((i == 1 ? TOP_BIT : 0) + FIRST_REPLICA + i);
            replicas.add(new FuzzReplica(
                    id,
                    PROBES.get(i % PROBES.size()),
                    census,
                    change -> events.add(new FuzzTape.Event(index, change))));
        }
    }

    /** @throws FuzzFailure if a law is broken */
    static void play(FuzzScript script, FuzzCensus census) {
        play(script, new FuzzRun(script, census, new ArrayList<>()));
    }

    /**
     * Plays a script and tells what every replica took.
     *
     * @param events in the order they happened; filled
     * @return every change, in the order they were made
     * @throws FuzzFailure if a law is broken
     */
    static Map<OpId, Change> record(FuzzScript script, List<FuzzTape.Event> events) {
        FuzzRun run = new FuzzRun(script, new FuzzCensus(), events);
        play(script, run);
        return run.changes;
    }

    private static void play(FuzzScript script, FuzzRun run) {
        try {
            for (run.step = 0; run.step < script.steps().size(); run.step++) {
                run.take(script.steps().get(run.step));
            }
            run.converge();
        } catch (RuntimeException | StackOverflowError broken) {
            String place = run.step < script.steps().size()
                    ? "step " + run.step + " (" + script.steps().get(run.step) + ")"
                    : "convergence";
            throw new FuzzFailure(run.step, place + ": " + broken, broken);
        }
    }

    // ---- steps ----

    private void take(FuzzStep step) {
        FuzzReplica replica = replicas.get(Math.floorMod(step.replica(), replicas.size()));
        switch (step.kind()) {
            case HOLD -> replica.hold = true;
            case KEEP_GROUP -> replica.keepGroup = true;
            case DELIVER -> deliver(replica, step);
            case PULL -> pull(replica, replicas.get(Math.floorMod(step.a(), replicas.size())));
            case DUPLICATE -> duplicate(replica, step);
            case RELOAD -> {
                commit(replica);
                replica.reload();
                census.count(step.kind());
            }
            case ADOPT -> {
                commit(replica);
                replica.adopt(new ReplicaId(FIRST_REPLICA + 0x100 + adoptions++));
                census.count(step.kind());
            }
            case CARET -> caret(replica, step);
            case VERSION -> {
                commit(replica);
                if (version(replica, step) != null) {
                    differences(replica, step);
                    census.count(step.kind());
                }
            }
            case RESTORE_VERSION -> restoreVersion(replica, step);
            default -> command(replica, step);
        }
        if (!replica.open) {
            replica.check();
            order.note(replica.document());
        }
    }

    private void deliver(FuzzReplica replica, FuzzStep step) {
        List<OpId> missing = new ArrayList<>(changes.keySet());
        missing.removeAll(replica.delivered);
        if (!missing.isEmpty()) {
            commit(replica);
            Change change = changes.get(missing.get(step.a() % missing.size()));
            Document.Applied applied = replica.receive(change);
            if (applied instanceof Document.Applied.Duplicate) {
                throw new IllegalStateException("a new change was taken for a duplicate");
            }
            census.count(step.kind());
            census.delivered(applied);
            if (applied instanceof Document.Applied.Done) {
                replica.forgetUndoViews();
            }
        }
    }

    private void pull(FuzzReplica to, FuzzReplica from) {
        if (to == from) {
            return;
        }
        commit(to);
        commit(from);
        for (Change change : from.document().changesSince(to.document().version())) {
            to.receive(change);
            census.count(FuzzStep.Kind.PULL);
            to.forgetUndoViews();
        }
        if (!to.document().version().includesAll(from.document().version())) {
            throw new IllegalStateException("after a pull something the other has is missing");
        }
    }

    private void duplicate(FuzzReplica replica, FuzzStep step) {
        if (replica.delivered.isEmpty()) {
            return;
        }
        commit(replica);
        DocumentView before = replica.view();
        OpId known = new ArrayList<>(replica.delivered).get(step.a() % replica.delivered.size());
        Document.Applied applied = replica.document().apply(changes.get(known));
        if (applied instanceof Document.Applied.Done) {
            throw new IllegalStateException("a duplicate took effect");
        }
        FuzzReplica.requireEqual("view after a duplicate", before, replica.view());
        census.held(FuzzCensus.Check.IDEMPOTENCE);
        census.count(step.kind());
    }

    private void caret(FuzzReplica replica, FuzzStep step) {
        TextTarget target = FuzzReplica.target(replica.view(), step.a());
        int offset = offset(replica.view(), target, step.b());
        Document.Caret caret = replica.document().caret(target, offset, step.c() % 2 == 0);
        Document.CaretPosition position = replica.document().resolve(caret);
        if (position == null || !position.target().equals(target) || position.offset() != offset) {
            throw new IllegalStateException("caret at " + target + " " + offset + " resolves to " + position);
        }
        replica.carets.add(caret);
        census.count(step.kind());
    }

    // ---- commands ----

    private void command(FuzzReplica replica, FuzzStep step) {
        DocumentView before = replica.view();
        if (replica.groupStart == null) {
            replica.groupStart = before;
        }
        replica.groupMixed |= replica.hasKeptOption();
        boolean isUndo = step.kind() == FuzzStep.Kind.UNDO || step.kind() == FuzzStep.Kind.REDO;
        if (isUndo) {
            commit(replica);
            replica.document().endUndoGroup();
            undoOrRedo(replica, step.kind());
        } else if (new FuzzCommand(replica, before, step).run()) {
            census.count(step.kind());
        }
        replica.open = true;
        if (replica.hold && !isUndo) {
            replica.hold = false;
        } else {
            commit(replica);
        }
    }

    private void undoOrRedo(FuzzReplica replica, FuzzStep.Kind kind) {
        boolean undo = kind == FuzzStep.Kind.UNDO;
        DocumentView before = replica.view();
        DocumentView owed = undo ? replica.undoGivesBack : replica.redoGivesBack;
        boolean could = undo ? replica.document().canUndo() : replica.document().canRedo();
        boolean did = undo ? replica.document().undo() : replica.document().redo();
        if (did && !could) {
            throw new IllegalStateException(kind + " had an effect although it said it could not");
        }
        replica.owed = owed;
        if (!did) {
            FuzzReplica.requireEqual("view after " + kind + " without effect", before, replica.view());
            // Throws if a change was left open.
            replica.document().saveUndo();
        } else {
            census.count(kind);
        }
        replica.undoing = undo;
        replica.takingBack = true;
        boolean shows = did && !before.equals(replica.view());
        replica.undoGivesBack = shows && !undo ? before : null;
        replica.redoGivesBack = shows && undo ? before : null;
        replica.endGroup();
    }

    // ---- history ----

    /** What the document showed right after some applied change; null if there is none. Checked by the oracle. */
    private DocumentView version(FuzzReplica replica, FuzzStep step) {
        List<Change> applied = replica.document().changesSince(VersionVector.EMPTY);
        if (applied.isEmpty()) {
            return null;
        }
        VersionVector version = version(replica, applied.get(step.a() % applied.size()));
        ReferenceDocument oracle = oracle(applied, version);
        FuzzReplica.requireEqual("version of the oracle", oracle.version(), version);
        DocumentView view = replica.document().viewAt(version);
        FuzzReplica.requireEqual("view of an earlier version", oracle.view(), view);
        census.held(FuzzCensus.Check.EARLIER_VERSION);
        return view;
    }

    private static ReferenceDocument oracle(List<Change> applied, VersionVector version) {
        ReferenceDocument oracle = new ReferenceDocument();
        for (Change change : applied) {
            if (change.firstCounter() < version.end(change.replica())) {
                oracle.apply(change);
            }
        }
        return oracle;
    }

    /** From one version to the present one, or to a version that has seen it. */
    private void differences(FuzzReplica replica, FuzzStep step) {
        List<Change> applied = replica.document().changesSince(VersionVector.EMPTY);
        VersionVector from = version(replica, applied.get(step.a() % applied.size()));
        VersionVector to = version(replica, applied.get(step.b() % applied.size()));
        if (!to.includesAll(from)) {
            to = replica.document().version();
        }
        List<Difference> told = replica.document().differences(from, to);
        new DifferenceLaw(
                        oracle(applied, from).shown(), from, oracle(applied, to).shown(), to)
                .check(told);
        census.told(told);
        census.held(FuzzCensus.Check.DIFFERENCES);
    }

    private static VersionVector version(FuzzReplica replica, Change change) {
        return replica.document().versionAfter(new OpId(change.replica(), change.firstCounter()));
    }

    private void restoreVersion(FuzzReplica replica, FuzzStep step) {
        commit(replica);
        DocumentView earlier = version(replica, step);
        if (earlier == null) {
            return;
        }
        List<Change> applied = replica.document().changesSince(VersionVector.EMPTY);
        replica.groupStart = replica.groupStart == null ? replica.view() : replica.groupStart;
        VersionVector version = version(replica, applied.get(step.a() % applied.size()));
        if (!replica.document().restoreVersion(version)) {
            throw new IllegalStateException("a small restore does not fit into a change");
        }
        FuzzReplica.requireEqual(
                "view after the restore of a version",
                FuzzReplica.withoutBadges(earlier),
                FuzzReplica.withoutBadges(replica.view()));
        census.held(FuzzCensus.Check.RESTORED_VERSION);
        census.count(step.kind());
        replica.open = true;
        commit(replica);
    }

    private void commit(FuzzReplica replica) {
        if (!replica.open) {
            return;
        }
        replica.open = false;
        Change change = replica.document().commit(step);
        if (change != null) {
            Change received = ChangeCodec.decode(ChangeCodec.encode(change));
            if (!received.equals(change)) {
                throw new IllegalStateException("decoded change differs: " + received + " from " + change);
            }
            requireRedoCleared(replica, change);
            boolean lasting = replica.hasLastingEffect(change);
            boolean takesBack = replica.takingBack;
            Set<OpId> shown = takesBack ? replica.shownCharacters() : Set.of();
            UndoLaw law = takesBack ? replica.undoLaw(changes) : null;
            DocumentView before = replica.shownView();
            if (replica.undoing) {
                law.check(change);
                census.held(FuzzCensus.Check.UNDO_IS_LOCAL);
            }
            replica.takingBack = true;
            if (replica.takesOutFromUnderDeletion(change)) {
                replica.owed = null;
            }
            if (lasting && replica.undoing) {
                replica.undoGivesBack = null;
                replica.redoGivesBack = null;
            }
            replica.groupMixed |= lasting;
            Set<BlockId> survivors = takesBack ? replica.survivors() : Set.of();
            changes.put(new OpId(change.replica(), change.firstCounter()), received);
            replica.note(change);
            if (takesBack) {
                law.checkShown(change, shown, replica.shownCharacters());
                census.held(FuzzCensus.Check.UNDO_HIDES_NO_NEWS);
                law.checkMarks(change);
                law.checkPlaces(change, before, replica.shownView());
                census.held(FuzzCensus.Check.UNDO_SPARES_OTHERS);
                if (!survivors.containsAll(replica.survivors())) {
                    // A word that keeps a block cannot be taken back without a trace (MERGE-52).
                    replica.undoGivesBack = null;
                    replica.redoGivesBack = null;
                }
            }
        }
        if (replica.owed != null) {
            FuzzReplica.requireEqual(
                    "view after undo or redo",
                    FuzzReplica.withoutBadges(replica.owed),
                    FuzzReplica.withoutBadges(replica.view()));
            census.held(replica.undoing ? FuzzCensus.Check.UNDO_GIVES_BACK : FuzzCensus.Check.REDO_GIVES_BACK);
            replica.owed = null;
        }
        replica.undoing = false;
        replica.takingBack = false;
        if (replica.keepGroup) {
            replica.keepGroup = false;
            replica.groupContinues = true;
            replica.undoGivesBack = null;
            replica.redoGivesBack = null;
        } else {
            replica.document().endUndoGroup();
            if (replica.groupStart != null && change != null) {
                // A group that came to nothing is skipped by undo, which then takes back the one before.
                boolean unknown = replica.groupMixed || replica.groupStart.equals(replica.view());
                replica.undoGivesBack = unknown ? null : replica.groupStart;
                replica.redoGivesBack = null;
            }
            replica.endGroup();
        }
        replica.check();
    }

    /** A new own change clears redo (MERGE-50); the restore of a survivor alone is none that undo knows of. */
    private static void requireRedoCleared(FuzzReplica replica, Change change) {
        boolean known =
                change.operations().stream().anyMatch(operation -> !(operation instanceof Operation.RestoreBlock));
        if (known && !replica.takingBack && replica.document().canRedo()) {
            throw new IllegalStateException("a new own change leaves something to redo");
        }
    }

    static int offset(DocumentView view, TextTarget target, int choice) {
        String text = text(view, target);
        int offset = choice % (text.length() + 1);
        boolean insidePair = offset > 0
                && offset < text.length()
                && Character.isLowSurrogate(text.charAt(offset))
                && Character.isHighSurrogate(text.charAt(offset - 1));
        return insidePair ? offset + 1 : offset;
    }

    static String text(DocumentView view, TextTarget target) {
        return new ExpectedView(view).text(target).richText().text();
    }

    // ---- the end ----

    private void converge() {
        replicas.forEach(this::commit);
        for (FuzzReplica replica : replicas) {
            List<OpId> missing = new ArrayList<>(changes.keySet());
            missing.removeAll(replica.delivered);
            Collections.shuffle(missing, new Random(missing.size()));
            for (OpId id : missing) {
                replica.receive(changes.get(id));
            }
            replica.check();
            if (!replica.document().pending().isEmpty()) {
                throw new IllegalStateException("changes are pending though all have arrived");
            }
            replica.carets.forEach(replica.document()::resolve);
            order.note(replica.document());
        }
        byte[] snapshot = replicas.getFirst().document().save();
        DocumentView view = replicas.getFirst().view();
        for (FuzzReplica replica : replicas) {
            FuzzReplica.requireEqual("view of another replica", view, replica.view());
            requireSame(snapshot, replica.document().save());
            census.held(FuzzCensus.Check.CONVERGENCE);
        }
        replay(snapshot, view);
        repeat(snapshot);
        judgeByOperations();
        census.conflicts(List.copyOf(changes.values()), view);
    }

    /** Every change again takes no effect. */
    private void repeat(byte[] snapshot) {
        Document document = replicas.getLast().document();
        for (Change change : changes.values()) {
            if (!(document.apply(change) instanceof Document.Applied.Duplicate)) {
                throw new IllegalStateException("a duplicate took effect: " + change);
            }
        }
        requireSame(snapshot, document.save());
        if (!document.takePatch().edits().isEmpty()) {
            throw new IllegalStateException("duplicates gave a patch");
        }
        census.held(FuzzCensus.Check.IDEMPOTENCE);
    }

    /** The laws that need no rule of merging, and the order of the oracle. */
    private void judgeByOperations() {
        FuzzReplica replica = replicas.getLast();
        List<TimedOperation> operations = new History(List.copyOf(changes.values())).operations();
        Strands strands = new Strands(operations);
        Probe.elements(replica.document()).forEach((strand, elements) -> {
            List<OpId> expected =
                    strands.elements(strand).stream().map(Element::id).toList();
            if (!expected.equals(elements)) {
                throw new IllegalStateException(
                        "elements of " + strand + "\n  expected " + expected + "\n  actual   " + elements);
            }
        });
        census.held(FuzzCensus.Check.ELEMENTS_ARE_THE_ORACLES);
        order.check(operations, replica.document());
        census.held(FuzzCensus.Check.LIST_SPECIFICATION_AND_NO_INTERLEAVING);
        DeletionLaw.check(operations, replica.shownCharacters());
        census.held(FuzzCensus.Check.DELETES_HIDE_WHAT_WAS_SEEN);
    }

    /** Fresh replicas, fed in random orders with a reload in between, end in the same bytes. */
    private void replay(byte[] snapshot, DocumentView view) {
        for (int seed = 0; seed < 2; seed++) {
            List<Change> order = new ArrayList<>(changes.values());
            Collections.shuffle(order, new Random(seed));
            Document document = Document.create(OBSERVER);
            for (int i = 0; i < order.size(); i++) {
                document.apply(order.get(i));
                if (i == order.size() / 2) {
                    document = Document.load(document.save(), OBSERVER);
                }
            }
            FuzzReplica.requireEqual("view after a replay", view, document.view());
            requireSame(snapshot, document.save());
            census.held(FuzzCensus.Check.ORDER_INDEPENDENCE);
        }
    }

    private static void requireSame(byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            throw new IllegalStateException("snapshots differ: lengths " + expected.length + " and " + actual.length
                    + ", first at " + Arrays.mismatch(expected, actual));
        }
    }
}
