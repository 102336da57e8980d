package dev.offing.simulator;

import dev.offing.engine.Change;
import dev.offing.engine.Document;
import dev.offing.engine.InvalidChangeException;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A person at work in one tab: open documents, what is done to them, and how that is saved. What a person
 * does counts as saved once the store has said so, and from then on the ledger expects it in the server's
 * log, once. While something does not fit into the store nothing more is taken (INV-30), nor ever in a
 * document in which this tab's identities are taken (INV-39).
 */
final class Editor {

    private static final int UNSAVED_RETRY_MILLIS = 4_000;

    final Map<DocumentId, Document> open = new LinkedHashMap<>();
    private final SimulatedTab tab;
    private final SimulatedDevice device;
    private final World world;
    private final Chance chance;
    private final ReplicaId replica;

    /** Done by the person and not in the store, which is full; nothing more is taken meanwhile. */
    private final ArrayDeque<Made> unsaved = new ArrayDeque<>();

    /** Done by the person and on its way to the store. */
    private final Set<Made> unstored = new LinkedHashSet<>();

    /** Documents in which this tab's changes cannot be stored: their identities are taken (a copied profile). */
    private final Set<DocumentId> stopped = new HashSet<>();

    /** Opened without a record that waits to be sent and cannot be read (SYNC-37). */
    private final Set<DocumentId> incomplete = new HashSet<>();

    /** Takes a replica id of the device for all that is done here. */
    Editor(SimulatedTab tab, SimulatedDevice device, Chance chance) {
        this.tab = tab;
        this.device = device;
        this.world = device.world;
        this.chance = chance;
        ReplicaId taken = device.store.takeReplica();
        this.replica = taken != null ? taken : device.server.accounts.issueReplica(device.account);
    }

    // ---- what a person does ----

    void edit(Chance choice) {
        if (device.choices != null && choice.oneIn(5)) {
            device.choices.act(tab, choice);
            return;
        }
        DocumentId id = device.simulation.edits.choose(device.store.pagesAndRecords(), choice);
        Document document = openable(id);
        if (document != null) {
            Edits.Edit edit = device.simulation.edits.edit(id, document, choice, tab.nowMillis());
            if (edit != null) {
                save(enter(id, edit));
            }
        }
    }

    /** A change of a record that is no page's. */
    void change(DocumentId id, Consumer<Document> command) {
        Document document = openable(id);
        if (document != null) {
            command.accept(document);
            commit(id, document);
        }
    }

    /** Undo in a free page. */
    void undo(Chance choice) {
        for (Map.Entry<DocumentId, Document> entry : open.entrySet()) {
            if (entry.getKey().isPage() && !Edits.isJournal(entry.getKey()) && openable(entry.getKey()) != null) {
                Document document = entry.getValue();
                // Whether or not there was something to take back, a change may be open.
                boolean _ = choice.oneIn(3) ? document.redo() : document.undo();
                commit(entry.getKey(), document);
                return;
            }
        }
    }

    private void commit(DocumentId id, Document document) {
        Change change = document.commit(tab.nowMillis());
        if (change != null) {
            save(enter(id, new Edits.Edit(change, List.of())));
        }
    }

    /** Something no server takes, in a page record. */
    void poison() {
        for (DocumentId id : device.store.documents.keySet()) {
            if (id.isRecord() && openable(id) != null) {
                save(enter(id, Edits.poison(open.get(id), tab.nowMillis())));
                return;
            }
        }
    }

    private Made enter(DocumentId id, Edits.Edit edit) {
        world.census.change();
        return device.simulation.ledger.enter(id, edit.change(), device.account, edit.tokens());
    }

    /** A page is closed, once all that was typed in it is in the store. */
    void close(Chance choice) {
        List<DocumentId> closable = new ArrayList<>();
        for (DocumentId id : open.keySet()) {
            boolean under = unstored.stream().anyMatch(made -> made.document.equals(id))
                    || unsaved.stream().anyMatch(made -> made.document.equals(id));
            if (id.isPage() && !under) {
                closable.add(id);
            }
        }
        if (!closable.isEmpty()) {
            open.remove(closable.get(choice.below(closable.size())));
        }
    }

    // ---- opening ----

    /** The document, if a person can work on it now: whole, and room to save. */
    private Document openable(DocumentId id) {
        if (!unsaved.isEmpty() || stopped.contains(id) || device.store.document(id).conflicted) {
            return null;
        }
        Document document = open.get(id);
        if (document == null
                && device.choices != null
                && !device.store.document(id).isHere()) {
            return null;
        }
        if (document == null) {
            document = load(id);
            open.put(id, document);
            device.chooseSoon();
        }
        return document.pending().isEmpty() ? document : null;
    }

    private Document load(DocumentId id) {
        device.repair(id);
        if (device.store.document(id).hasDamagedInOutbox()) {
            incomplete.add(id);
        }
        return device.store.document(id).load(replica);
    }

    /** What could not be read when a document was opened may have been sent since: then it can be asked for (SYNC-37). */
    void lookAgain() {
        for (DocumentId id : incomplete) {
            tab.queue.inStore(() -> {
                if (!device.store.document(id).hasDamagedInOutbox() && incomplete.remove(id)) {
                    device.repair(id);
                }
            });
        }
    }

    // ---- saving ----

    boolean hasUnsaved() {
        return !unsaved.isEmpty();
    }

    private void save(Made made) {
        made.saved |= world.has(PlantedBug.SAVED_BEFORE_WRITTEN);
        unstored.add(made);
        tab.queue.inStore(() -> {
            if (!unsaved.isEmpty() || !device.hasRoom()) {
                world.holds(Invariant.FULL_STORAGE_LOSES_NOTHING, !made.saved, made, "is saved in a full store");
                if (unsaved.isEmpty()) {
                    world.after(UNSAVED_RETRY_MILLIS, this::saveAgain);
                }
                unsaved.add(made);
            } else {
                write(made);
            }
        });
    }

    private void saveAgain() {
        if (!tab.isAlive()) {
            return;
        }
        tab.queue.inStore(() -> {
            while (!unsaved.isEmpty() && device.hasRoom()) {
                write(unsaved.remove());
            }
            if (!unsaved.isEmpty()) {
                world.after(UNSAVED_RETRY_MILLIS, this::saveAgain);
            }
        });
    }

    private void write(Made made) {
        unstored.remove(made);
        if (stopped.contains(made.document)
                || device.store.document(made.document).isTaken(made)) {
            world.holds(Invariant.CLONES_DO_NOT_EQUIVOCATE, !made.saved, made, "is saved under a taken identity");
            world.holds(
                    Invariant.NO_DUPLICATE_EFFECT,
                    device.simulation.excuses.cloned.contains(device.account),
                    made,
                    "has an identity that is taken, and no profile was copied");
            stop(made.document);
            return;
        }
        device.store.writeLocal(made);
        if (world.has(PlantedBug.OUTBOX_ENTRY_IN_A_WRITE_OF_ITS_OWN)) {
            tab.queue.inStore(() -> device.store.document(made.document).outbox.add(made));
        }
        tab.queue.answer(() -> saved(made));
    }

    private void saved(Made made) {
        made.saved = true;
        world.note(5, made.key.firstCounter());
        tab.localChange(made);
        for (SimulatedTab other : List.copyOf(device.tabs)) {
            if (other != tab) {
                long under = 1 + chance.below(chance.oneIn(10) ? 3_000 : 100);
                boolean said = chance.oneIn(2);
                world.after(under, () -> other.editor.hears(made, tab.isAlive() || said));
            }
        }
    }

    /** Another tab of this device stored a change. A message of a tab that has died may still arrive, or not. */
    private void hears(Made made, boolean arrives) {
        if (tab.isAlive() && arrives) {
            apply(made);
            tab.localChange(made);
        }
    }

    // ---- what others did ----

    /** Takes what the store has and this tab has not heard of. */
    void reread() {
        List.copyOf(open.keySet())
                .forEach(id -> device.store.document(id).readable().forEach(this::apply));
    }

    /**
     * A document of which the server has another past than this device cannot take what builds on that; it
     * is closed, and stopped by its status (SYNC-32), or by this tab if only what is not stored yet
     * contradicts (a copied profile).
     */
    void apply(Made made) {
        Document document = open.get(made.document);
        if (document != null) {
            try {
                document.apply(made.change);
            } catch (InvalidChangeException e) {
                if (cannotStore(made.document)) {
                    stop(made.document);
                } else if (device.store.document(made.document).conflicted) {
                    open.remove(made.document);
                } else {
                    throw e;
                }
            }
        }
    }

    /** Whether what the person did last in the document, not stored yet, has an identity that is taken. */
    private boolean cannotStore(DocumentId id) {
        return unstored.stream()
                .anyMatch(own ->
                        own.document.equals(id) && device.store.document(id).isTaken(own));
    }

    /** What the person did and is not saved is shown as that; nothing more is taken (a copied profile). */
    private void stop(DocumentId id) {
        open.remove(id);
        stopped.add(id);
    }
}
