package dev.offing.simulator;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Document;
import dev.offing.engine.DocumentView;
import dev.offing.engine.ReplicaId;
import dev.offing.simulator.Ledger.Made;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.DocumentStatus;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.DocumentGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to be true of a run once everything is healed and time has passed. */
final class Audit {

    private static final ReplicaId READER = new ReplicaId(-1);

    private final Simulation simulation;
    private final World world;
    private final SimulatedServer server;
    private final Chance chance;
    /** In the outbox of a device, or in the log of one whose document stopped over a contradiction. */
    private final Set<Made> kept = new HashSet<>();

    Audit(Simulation simulation) {
        this.simulation = simulation;
        this.world = simulation.world;
        this.server = simulation.server;
        this.chance = Chance.of(world.seed, Script.WORLD, 1);
    }

    void run() {
        simulation.devices.forEach(this::checkQueues);
        checkLedger();
        DocumentId sample = null;
        for (DocumentId id : server.disk.documents()) {
            checkDocument(id);
            sample = sample == null || chance.oneIn(3) ? id : sample;
        }
        if (sample != null) {
            checkOrder(sample);
        }
    }

    // ---- queues and statuses ----

    private void checkQueues(SimulatedDevice device) {
        boolean anyRefused = false;
        for (Map.Entry<DocumentId, StoredDocument> entry : device.store.documents.entrySet()) {
            List<Made> outbox = entry.getValue().outbox;
            Optional<RefusalReason> refused = refusal(device, entry.getKey());
            anyRefused |= refused.isPresent();
            kept.addAll(outbox);
            if (refused.isPresent() && refused.get() == RefusalReason.EQUIVOCATION) {
                kept.addAll(entry.getValue().readable()); // Neither is overwritten (SYNC-32).
            }
            if (entry.getValue().conflicted) {
                world.holds(
                        Invariant.CLONES_DO_NOT_EQUIVOCATE,
                        refused.isPresent(),
                        device,
                        "has another change than the server under one identity and says nothing");
            }
            if (refused.isEmpty()) {
                world.holds(Invariant.QUEUES_DRAIN, outbox.isEmpty(), device, "keeps changes and gives no reason");
            } else {
                world.holds(
                        Invariant.QUEUES_DRAIN,
                        isExcused(device, entry.getKey(), refused.get()),
                        entry.getKey(),
                        reasonThatIsNone(refused.get()));
                outbox.forEach(made -> world.holds(
                        Invariant.REFUSED_IS_KEPT,
                        entry.getValue().log.get(made.key).made == made,
                        made,
                        "is refused and not kept"));
            }
        }
        if (anyRefused) {
            world.holds(
                    Invariant.ONE_BAD_OPERATION_BLOCKS_NOTHING_ELSE,
                    device.status() instanceof SyncStatus.Attention,
                    device,
                    "has something refused and asks nobody");
        } else {
            world.holds(
                    Invariant.QUEUES_DRAIN,
                    device.status() instanceof SyncStatus.Synced,
                    device,
                    "does not become synced");
        }
        device.tabs.forEach(tab -> world.holds(
                Invariant.FULL_STORAGE_LOSES_NOTHING,
                !tab.editor.hasUnsaved(),
                device,
                "does not save although there is room"));
        if (device.saidThatStoreIsGone) {
            world.census.count(Invariant.EVICTION_IS_SURVIVED);
        }
    }

    private static String reasonThatIsNone(RefusalReason reason) {
        return "is refused, and nothing in the run explains " + reason;
    }

    private static Optional<RefusalReason> refusal(SimulatedDevice device, DocumentId id) {
        DocumentStatus status = device.tabs.getFirst().machine.document(id);
        return status.refused();
    }

    /** Its author's devices let the page go when the server had it, and the server was restored to before that. */
    private boolean isGoneForGood(Made made, DocumentId id) {
        return simulation.excuses.restored && made.left && made.document.equals(id) && !server.disk.holds(id, made.key);
    }

    /** Whether something happened that leaves a document in this state, for a person to look at. */
    private boolean isExcused(SimulatedDevice device, DocumentId id, RefusalReason reason) {
        StoredDocument stored = device.store.document(id);
        return switch (reason) {
            case NO_RIGHT -> !server.access.mayWrite(device.account, id);
            case WRONG_KIND -> id.isRecord() && stored.outbox.stream().anyMatch(made -> !isOwnProperties(made));
            case EQUIVOCATION ->
                simulation.excuses.cloned.contains(device.account)
                        || simulation.excuses.restored && !simulation.excuses.cloned.isEmpty()
                        || evilKeepsBackWhatWasLost(id);
            case UNREADABLE ->
                stored.log.values().stream().anyMatch(record -> record.damaged && stored.outbox.contains(record.made));
            case MISSING_CAUSES, FOREIGN_REPLICA ->
                !simulation.excuses.cloned.isEmpty()
                        || evilKeepsBackWhatWasLost(id)
                        || simulation.excuses.restored && server.access.limitsSomething()
                        || !server.access.mayRead(device.account, id)
                        || simulation.ledger.all().stream().anyMatch(made -> made.destroyed || isGoneForGood(made, id));
            case STAMP_NOT_EXACT, INVALID_CHANGE, LIMIT_EXCEEDED, QUOTA -> false;
        };
    }

    /**
     * Whether a restored server has lost a change of the evil client, which does not offer it again and may
     * offer another one under its identity: who holds the first stops (SYNC-32), and who built on it waits
     * for an author who does not come (SYNC-34).
     */
    private boolean evilKeepsBackWhatWasLost(DocumentId id) {
        return simulation.ledger.all().stream()
                .anyMatch(made -> made.document.equals(id)
                        && made.account.equals(EvilClient.ACCOUNT)
                        && made.firstLoggedAt > 0
                        && !server.disk.holds(made));
    }

    private static boolean isOwnProperties(Made made) {
        return made.change.operations().stream()
                .allMatch(operation -> operation instanceof dev.offing.engine.Operation.SetProperty);
    }

    // ---- what became of every change ----

    private void checkLedger() {
        for (Made made : simulation.ledger.all()) {
            boolean logged = server.disk.holds(made);
            world.holds(
                    Invariant.ACKNOWLEDGED_IS_DURABLE,
                    logged || !made.acknowledged,
                    made,
                    "was acknowledged and is gone");
            if (made.saved) {
                boolean leftBeforeRestore = made.left && simulation.excuses.restored;
                boolean somewhere = logged || kept.contains(made) || made.destroyed || leftBeforeRestore;
                world.holds(Invariant.SAVED_IS_DURABLE, somewhere, made, "was saved and is gone");
                world.holds(Invariant.NOTHING_IS_LOST, somewhere, made, "was saved and is nowhere");
                if (simulation.excuses.restored && made.firstLoggedAt > 0) {
                    world.holds(
                            Invariant.RESTORED_SERVER_GETS_BACK_WHAT_IT_LOST, somewhere, made, "was not offered again");
                }
            }
        }
    }

    // ---- documents ----

    private void checkDocument(DocumentId id) {
        DocumentGate gate = server.gates.rebuild(id);
        byte[] state = gate.save();
        world.holds(
                Invariant.SNAPSHOT_IS_LOG,
                Arrays.equals(server.gates.open(id).save(), state),
                id,
                "is another one from its snapshot");
        DocumentView view = gate.document().view();
        checkTree(id, view);
        checkIdentities(id);
        if (Edits.isJournal(id)) {
            checkTyped(id, view);
        }
        for (SimulatedDevice device : simulation.devices) {
            if (!server.access.mayRead(device.account, id)) {
                checkHidden(device, id);
            } else if (device.choices != null && id.isPage()) {
                checkChoice(device, id, state);
            } else if (refusal(device, id).isEmpty()) {
                checkCopy(device, id, state);
            }
        }
        if (simulation.hasEvilClient()) {
            world.census.count(Invariant.EVIL_CLIENT_IS_CONTAINED);
        }
    }

    /** INV-23, and what was chosen is whole. */
    private void checkChoice(SimulatedDevice device, DocumentId id, byte[] state) {
        Optional<Boolean> chosen = device.choices.isChosen(id);
        if (chosen.isEmpty() || refusal(device, id).isPresent() || device.store.document(id).wanted) {
            return;
        }
        if (chosen.get()) {
            checkCopy(device, id, state);
        } else {
            StoredDocument stored = device.store.document(id);
            world.holds(
                    Invariant.NOTHING_BEYOND_THE_CHOICE,
                    stored.log.isEmpty(),
                    device,
                    "keeps a page that was not chosen");
        }
    }

    /** A device has the server's log, and so have its open documents. */
    private void checkCopy(SimulatedDevice device, DocumentId id, byte[] state) {
        StoredDocument stored = device.store.document(id);
        List<ServerDisk.Entry> log = server.disk.log(id);
        boolean same = stored.log.size() == log.size();
        for (ServerDisk.Entry entry : log) {
            StoredDocument.Record record = stored.log.get(entry.made().key);
            same &= record != null && record.made == entry.made();
        }
        world.holds(Invariant.CONVERGENCE, same, device, "has another log than the server");
        for (Document open : device.openInstances(id)) {
            boolean equal = Arrays.equals(open.save(), state);
            world.holds(Invariant.CONVERGENCE, equal, device, "shows another document than the server");
            if (device.tabs.size() > 1) {
                world.holds(Invariant.TABS_SHARE_ONE_STORE, equal, device, "has tabs that show different things");
            }
        }
    }

    /** INV-14: nothing of others that came after the right was taken. */
    private void checkHidden(SimulatedDevice device, DocumentId id) {
        long takenAt = server.access.takenAt(device.account, id);
        for (ServerDisk.Entry entry : server.disk.log(id)) {
            if (entry.made().firstLoggedAt > takenAt && !entry.made().account.equals(device.account)) {
                StoredDocument.Record record = device.store.document(id).log.get(entry.made().key);
                world.holds(
                        Invariant.DRAFT_LEAKS_NOTHING,
                        record == null || record.made != entry.made(),
                        entry.made(),
                        "is on a device whose right was taken before");
            }
        }
    }

    private void checkTree(DocumentId id, DocumentView view) {
        Map<BlockId, BlockView> blocks = new HashMap<>();
        for (BlockView block : view.blocks()) {
            world.holds(
                    Invariant.TREE_IS_WELL_FORMED, blocks.put(block.id(), block) == null, id, "shows a block twice");
        }
        for (BlockView block : view.blocks()) {
            int depth = 0;
            BlockView at = block;
            while (at != null && at.parent() != null && depth <= blocks.size()) {
                at = blocks.get(at.parent());
                depth++;
            }
            world.holds(
                    Invariant.TREE_IS_WELL_FORMED,
                    at != null && depth <= blocks.size(),
                    id,
                    "has an orphan or a cycle");
        }
    }

    /** INV-39, INV-40: each counter of each replica once, without gaps. */
    private void checkIdentities(DocumentId id) {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (ServerDisk.Entry entry : server.disk.log(id)) {
            int end = ends.getOrDefault(entry.made().key.replica(), 0);
            world.holds(
                    Invariant.CLONES_DO_NOT_EQUIVOCATE,
                    end == entry.made().key.firstCounter(),
                    entry.made(),
                    "takes counters that are taken");
            ends.put(entry.made().key.replica(), end + entry.made().key.idCount());
        }
    }

    /** INV-5, INV-10: every word of a journal is there, once. */
    private void checkTyped(DocumentId id, DocumentView view) {
        Map<String, Integer> words = new HashMap<>();
        for (BlockView block : view.blocks()) {
            String text = block.text().text();
            int start = 0;
            for (int end = text.indexOf(';'); end >= 0; end = text.indexOf(';', start)) {
                // An evil member's word may have none.
                words.merge(text.substring(Math.max(start, text.lastIndexOf('w', end)), end + 1), 1, Integer::sum);
                start = end + 1;
            }
        }
        for (ServerDisk.Entry entry : server.disk.log(id)) {
            for (String token : entry.made().tokens) {
                int times = words.getOrDefault(token, 0);
                world.holds(Invariant.TYPED_TEXT_IS_VISIBLE, times > 0, entry.made(), "typed what nobody can see");
                world.holds(Invariant.NO_DUPLICATE_EFFECT, times == 1, entry.made(), "typed what is there twice");
            }
        }
    }

    /** INV-7: any order of the same changes gives the same document. */
    private void checkOrder(DocumentId id) {
        byte[] state = server.gates.rebuild(id).save();
        List<ServerDisk.Entry> shuffled = new ArrayList<>(server.disk.log(id));
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = chance.below(i + 1);
            ServerDisk.Entry swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, swapped);
        }
        Document document = Document.create(READER);
        shuffled.forEach(entry -> document.apply(entry.made().change));
        world.holds(Invariant.ORDER_INDEPENDENCE, Arrays.equals(document.save(), state), id, "depends on the order");
    }

    /** A hash of all that people see in the end. */
    static long shown(Simulation simulation) {
        long hash = 0;
        for (DocumentId id : simulation.server.disk.documents()) {
            hash = hash * 31
                    + simulation.server.gates.rebuild(id).document().view().hashCode();
        }
        return hash;
    }
}
