package dev.offing.simulator;

import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.Choice;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import dev.offing.sync.offline.Decision;
import dev.offing.sync.offline.DeviceChoices;
import dev.offing.sync.offline.OfflinePolicy;
import dev.offing.sync.offline.OfflineSet;
import dev.offing.sync.offline.PageFacts;
import dev.offing.sync.offline.Reason;
import dev.offing.sync.offline.UserChoices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person with one device chooses to have on it, and how the device asks the rules: with what its
 * store holds, a moment after something has changed.
 */
final class SimulatedChoices {

    private static final ReplicaId READER = new ReplicaId(-1);
    private static final String OWNER = "user-0";

    /** Pages are counted so large for each change the device has heard of. */
    private static final int BYTES_A_CHANGE = 100;

    private final SimulatedDevice device;
    private final World world;
    private final Set<String> optedOut = new TreeSet<>();
    private boolean automatic = true;
    private boolean paused;
    private boolean due;
    private OfflineSet latest;
    /** Who was told the latest decision; the next leader is told its own a moment after it began. */
    private SimulatedTab told;

    /** What the rules were asked last, and what follows. */
    private Question asked;

    private OfflineSet kept;
    private List<PageRecordView> firstRecords;

    SimulatedChoices(SimulatedDevice device) {
        this.device = device;
        this.world = device.world;
    }

    /** Whether the devices of a run choose. The others keep everything, as they always did. */
    static boolean inRun(long seed) {
        return seed % 10 == 6 || seed % 10 == 9;
    }

    static DocumentId userRecord(String account) {
        String digits = account.startsWith("user-") ? account.substring("user-".length()) : "99";
        return DocumentId.user("0".repeat(32 - digits.length()) + digits);
    }

    static boolean isOwner(String account) {
        return account.equals(OWNER);
    }

    // ---- a person who chooses ----

    void act(SimulatedTab tab, Chance chance) {
        switch (chance.below(12)) {
            case 0, 1 -> tab.editor.change(userRecord(device.account), document -> pin(document, chance));
            case 2 -> tab.editor.change(userRecord(device.account), document -> number(document, "favourite:", chance));
            case 3 -> tab.editor.change(userRecord(device.account), document -> number(document, "opened:", chance));
            case 4, 11 -> {
                if (isOwner(device.account)) {
                    tab.editor.change(DocumentId.POLICY, document -> rule(document, chance));
                }
            }
            case 5 -> optOut(page(chance));
            case 8, 9, 10 -> tab.editor.change(DocumentId.record(page(chance)), document -> place(document, chance));
            case 6 -> {
                paused = chance.oneIn(4);
                automatic = !chance.oneIn(4);
            }
            case 7 -> {
                DocumentId wanted = DocumentId.page(page(chance));
                if (device.store.document(wanted).head > 0) {
                    tab.want(wanted);
                }
            }
            default -> tab.editor.close(chance);
        }
        soon();
    }

    private String page(Chance chance) {
        return Edits.page(1 + chance.below(6));
    }

    private void pin(Document document, Chance chance) {
        String key = chance.oneIn(12) ? UserChoices.WORKSPACE_PIN : UserChoices.PIN + page(chance);
        Value pinned = key.equals(UserChoices.WORKSPACE_PIN)
                ? Value.TRUE
                : new Value.Text(chance.oneIn(3) ? UserChoices.PAGE_ALONE : UserChoices.WITH_SUBPAGES);
        document.setProperty(null, key, chance.oneIn(3) ? Value.ABSENT : pinned);
    }

    /** A page gets a place, so that pins reach it from above. */
    private void place(Document document, Chance chance) {
        document.setProperty(null, PageRecordView.PARENT, new Value.Text(page(chance)));
        document.setProperty(null, PageRecordView.MOVED, new Value.Num(1 + chance.below(20)));
    }

    private void number(Document document, String kind, Chance chance) {
        long next = UserChoices.of(document.view()).nextNumber();
        document.setProperty(null, kind + page(chance), chance.oneIn(4) ? Value.ABSENT : new Value.Num(next));
    }

    private static void rule(Document document, Chance chance) {
        OfflinePolicy plan = OfflinePolicy.PRESETS.get(chance.below(OfflinePolicy.PRESETS.size()));
        document.setProperty(null, "keep", new Value.Text(plan.keep().word()));
        document.setProperty(null, "automatic", new Value.Bool(plan.automatic()));
        document.setProperty(null, "everything", new Value.Bool(plan.everything()));
        document.setProperty(null, "recents", new Value.Num(chance.below(4)));
        document.setProperty(null, "favourites", new Value.Num(chance.below(4)));
        document.setProperty(null, "budgetBytes", new Value.Num(chance.oneIn(2) ? 1e9 : chance.below(3_000)));
    }

    private void optOut(String page) {
        if (!optedOut.remove(page)) {
            optedOut.add(page);
        }
    }

    // ---- a device that follows ----

    /** Something the rules depend on has changed. */
    void soon() {
        if (!due) {
            due = true;
            world.after(150, this::decide);
        }
    }

    private void decide() {
        due = false;
        if (!device.isRunning() || !isDecidable()) {
            return;
        }
        latest = gather(false).decide();
        OfflineSet set = follow(gather(true));
        Map<String, Integer> tiers = new HashMap<>();
        Set<String> leftOut = new HashSet<>();
        for (Decision decision : set.decisions()) {
            boolean drops = world.has(PlantedBug.DROPS_PINNED_PAGES)
                    && decision.reasons().stream().anyMatch(reason -> reason.kind() == Reason.Kind.PINNED);
            if (decision.chosen() && !drops) {
                tiers.put(decision.page(), decision.tier());
            } else {
                leftOut.add(decision.page());
            }
        }
        if (world.has(PlantedBug.DROPS_WHAT_IS_UNSENT)) {
            set.decisions().forEach(decision -> {
                if (decision.objection().isPresent()) {
                    device.store.document(DocumentId.page(decision.page())).dropUnsent();
                }
            });
        }
        SimulatedTab leader = device.tabs.getFirst();
        told = leader;
        leader.machine.choose(new Choice(tiers, leftOut, paused));
        leader.drain();
    }

    /** OFF-11. */
    private boolean isDecidable() {
        return device.store.complete && isWhole(DocumentId.POLICY) && isWhole(userRecord(device.account));
    }

    private boolean isWhole(DocumentId id) {
        StoredDocument stored = device.store.document(id);
        return stored.known >= stored.head && !stored.isToBeCompared();
    }

    /** All that the rules are asked with. */
    private record Question(
            List<PageRecordView> records,
            Map<String, PageFacts> facts,
            UserChoices user,
            OfflinePolicy policy,
            DeviceChoices device) {

        OfflineSet decide() {
            return OfflineSet.of(DirectoryTree.of(records), facts.values(), user, policy, device);
        }

        /** Whether another one differs in nothing but pages. */
        boolean differsInPagesAlone(Question other) {
            return records.equals(other.records)
                    && user.equals(other.user)
                    && policy.equals(other.policy)
                    && device.equals(other.device)
                    && other.facts.keySet().containsAll(facts.keySet());
        }
    }

    /** As a device does: decisions that were made are brought up to date where they can be. */
    private OfflineSet follow(Question now) {
        if (asked != null && asked.differsInPagesAlone(now)) {
            Map<String, PageFacts> before = asked.facts();
            kept.update(now.facts().values().stream()
                    .filter(facts -> !facts.equals(before.get(facts.page())))
                    .toList());
        } else {
            kept = now.decide();
        }
        asked = now;
        return kept;
    }

    /** What the store holds now. @param mayErr whether planted bugs count */
    private Question gather(boolean mayErr) {
        List<PageRecordView> records = new ArrayList<>();
        Map<String, PageFacts> facts = new LinkedHashMap<>();
        device.store.documents.forEach((id, stored) -> {
            if (id.isRecord() && !stored.log.isEmpty()) {
                records.add(PageRecordView.of(id.pageId(), stored.load(READER).view()));
            } else if (id.isPage()) {
                facts.put(
                        id.pageId(),
                        new PageFacts(
                                id.pageId(),
                                stored.head * BYTES_A_CHANGE,
                                stored.changedAt,
                                isOpen(id),
                                !stored.outbox.isEmpty()));
            }
        });
        firstRecords = firstRecords == null && !records.isEmpty() ? records : firstRecords;
        boolean forgets = mayErr && world.has(PlantedBug.FORGETS_NEW_CHILDREN) && firstRecords != null;
        OfflinePolicy policy = mayErr && world.has(PlantedBug.KEEPS_AFTER_POLICY_WAS_LOWERED)
                ? OfflinePolicy.EVERYONE
                : OfflinePolicy.of(
                        device.store.document(DocumentId.POLICY).load(READER).view());
        UserChoices user = UserChoices.of(
                device.store.document(userRecord(device.account)).load(READER).view());
        DeviceChoices choices = new DeviceChoices(isOwner(device.account), automatic, optedOut, Long.MAX_VALUE, false);
        return new Question(forgets ? firstRecords : records, facts, user, policy, choices);
    }

    private boolean isOpen(DocumentId id) {
        return device.tabs.stream().anyMatch(tab -> tab.editor.open.containsKey(id));
    }

    // ---- what is looked at ----

    /** INV-23: a device in contact that has followed holds nothing that was not chosen. */
    void check() {
        SimulatedTab leader = device.tabs.getFirst();
        boolean followed = !due && told == leader && isDecidable();
        boolean quiet = leader.machine.status() instanceof SyncStatus.Synced
                && leader.machine.documentsToFetch() == 0
                && !leader.machine.awaitsServer();
        if (!followed || !quiet) {
            return;
        }
        device.store.documents.forEach((id, stored) -> {
            if (id.isPage() && !stored.log.isEmpty() && !isOpen(id) && stored.outbox.isEmpty()) {
                world.holds(
                        Invariant.NOTHING_BEYOND_THE_CHOICE,
                        latest.of(id.pageId()).chosen() || stored.wanted || stored.isToBeCompared(),
                        id,
                        "is on a device where it was not chosen");
            }
        });
    }

    /** Peace: everything that was chosen comes. */
    void resume() {
        paused = false;
        soon();
    }

    /** Whether a page is to be here now, by rules that are asked afresh. Empty: the device cannot tell yet. */
    Optional<Boolean> isChosen(DocumentId id) {
        return isDecidable()
                ? Optional.of(gather(false).decide().of(id.pageId()).chosen())
                : Optional.empty();
    }
}
