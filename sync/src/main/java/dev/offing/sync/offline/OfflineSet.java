package dev.offing.sync.offline;

import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.offline.Decision.Objection;
import dev.offing.sync.offline.Reason.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which page documents a device keeps: a pure function of the tree, what the account chose, what the
 * workspace allows, what the device is told, and the facts of each page (docs/spec/offline.md). Computing it
 * costs one walk over the pages and the sorting of those that come by themselves: for 2,000 pages 13 ms on the
 * JVM, and 39 ms compiled and handed over from JavaScript, both on a busy machine of two cores. While only
 * facts change, {@link #update} brings a set up to date, as a rule at the cost of what changed: a page's
 * facts decide about other pages through the budget alone, and not while all that was chosen fits into it.
 */
public final class OfflineSet {

    /** What a page has from the pages above it, itself excluded where pins are meant. */
    private record Above(Optional<String> pinned, boolean optedOut) {}

    private final DirectoryTree tree;
    private final UserChoices user;
    private final OfflinePolicy policy;
    private final DeviceChoices device;
    private final Map<String, PageFacts> facts = new LinkedHashMap<>();
    private final Map<String, Above> above = new HashMap<>();
    /** Favourites and recents that come by themselves. */
    private final Map<String, Set<Kind>> byUse = new HashMap<>();

    private final Set<String> overBudget = new HashSet<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    /** What comes by itself has so much room, what was chosen by hand counted first. */
    private final long budget;
    /** Whether every page comes by itself, unless the device opted out of it. */
    private boolean everything;

    /** Bytes of all that was chosen by hand or comes by itself; 0 if nothing comes by itself. */
    private long asked;

    /** Whether something came by itself alone: only then sizes decide. */
    private boolean contested;

    private OfflineSet(
            DirectoryTree tree,
            Collection<PageFacts> pages,
            UserChoices user,
            OfflinePolicy policy,
            DeviceChoices device) {
        this.tree = tree;
        this.user = user;
        this.policy = policy;
        this.device = device;
        this.budget = Math.min(policy.budgetBytes(), device.roomBytes());
        pages.forEach(page -> facts.put(page.page(), page));
    }

    /** @param pages every page document the device has heard of */
    public static OfflineSet of(
            DirectoryTree tree,
            Collection<PageFacts> pages,
            UserChoices user,
            OfflinePolicy policy,
            DeviceChoices device) {
        OfflineSet set = new OfflineSet(tree, pages, user, policy, device);
        set.decideAll();
        return set;
    }

    /**
     * Takes other facts of some pages, or pages that were heard of since; all else is as it was. The set is then
     * the one that {@link #of} gives for the facts it has.
     *
     * <p>Cost: the given pages, while what was chosen fits the budget before and after; otherwise as {@link #of}.
     *
     * @param changed at most once each page; one that is new comes after the others
     * @return what is decided otherwise than before, in no particular order
     */
    public List<Decision> update(Collection<PageFacts> changed) {
        boolean one = !isTight();
        for (PageFacts page : changed) {
            PageFacts before = facts.put(page.page(), page);
            if (before == null) {
                one = false;
            } else if (isByHand(page.page()) || isAutomatic(page.page())) {
                asked += page.sizeBytes() - before.sizeBytes();
            }
        }
        List<Decision> others = new ArrayList<>();
        if (one && !isTight()) {
            changed.forEach(page -> put(page, others));
        } else {
            Map<String, Decision> before = new HashMap<>(decisions);
            decideAll();
            addOthers(before, others);
        }
        return others;
    }

    /** What is decided otherwise than in another set, of the pages of this one. */
    public List<Decision> since(OfflineSet before) {
        List<Decision> others = new ArrayList<>();
        addOthers(before.decisions, others);
        return others;
    }

    private void addOthers(Map<String, Decision> before, List<Decision> others) {
        for (Decision decision : decisions.values()) {
            if (!decision.equals(before.get(decision.page()))) {
                others.add(decision);
            }
        }
    }

    private void put(PageFacts page, List<Decision> others) {
        Decision decision = decide(page);
        if (!decision.equals(decisions.put(page.page(), decision))) {
            others.add(decision);
        }
    }

    private void decideAll() {
        byUse.clear();
        overBudget.clear();
        chooseAutomatic();
        for (PageFacts page : facts.values()) {
            decisions.put(page.page(), decide(page));
        }
    }

    /** Whether the size of one page decides about another. */
    private boolean isTight() {
        return contested && asked > budget;
    }

    /** Of every page, in the order the facts were given. */
    public Collection<Decision> decisions() {
        return decisions.values();
    }

    /** Of one page; one nobody has heard of is not chosen. */
    public Decision of(String page) {
        Decision decision = decisions.get(page);
        return decision == null ? new Decision(page, List.of(), Optional.of(Objection.NOT_CHOSEN)) : decision;
    }

    // ---- what comes by itself (OFF-4, OFF-7) ----

    private void chooseAutomatic() {
        boolean comes =
                policy.automatic() && device.automatic() && !device.outOfTouch() && policy.lets(device.administrator());
        everything = comes && policy.everything();
        asked = 0;
        contested = false;
        if (comes) {
            first(user.favourites(), policy.favourites()).forEach(page -> comes(page, Kind.FAVOURITE));
            first(user.recents(), policy.recents()).forEach(page -> comes(page, Kind.RECENT));
            fitBudget();
        }
    }

    private List<String> first(List<String> pages, int count) {
        List<String> known = new ArrayList<>();
        for (String page : pages) {
            if (known.size() == count) {
                break;
            }
            if (facts.containsKey(page)) {
                known.add(page);
            }
        }
        return known;
    }

    private void comes(String page, Kind kind) {
        if (!above(page).optedOut()) {
            byUse.computeIfAbsent(page, key -> EnumSet.noneOf(Kind.class)).add(kind);
        }
    }

    private boolean isAutomatic(String page) {
        return byUse.containsKey(page) || everything && !above(page).optedOut();
    }

    private void fitBudget() {
        long byHand = 0;
        for (PageFacts page : facts.values()) {
            if (isByHand(page.page())) {
                byHand += page.sizeBytes();
            } else if (isAutomatic(page.page())) {
                contested = true;
                asked += page.sizeBytes();
            }
        }
        asked += byHand;
        if (isTight()) {
            leaveOut(byHand);
        }
    }

    /** What was chosen by hand counts first; then favourites and recents in their order, the rest newest first. */
    private void leaveOut(long byHand) {
        List<String> order = new ArrayList<>();
        Set<String> used = new LinkedHashSet<>(user.favourites());
        used.addAll(user.recents());
        for (String page : used) {
            if (byUse.containsKey(page) && !isByHand(page)) {
                order.add(page);
            }
        }
        List<PageFacts> rest = new ArrayList<>();
        for (PageFacts page : facts.values()) {
            if (!byUse.containsKey(page.page()) && isAutomatic(page.page()) && !isByHand(page.page())) {
                rest.add(page);
            }
        }
        rest.sort(Comparator.comparingLong((PageFacts page) -> -page.changedAtMillis())
                .thenComparing(PageFacts::page));
        rest.forEach(page -> order.add(page.page()));
        long spent = byHand;
        boolean full = false;
        for (String page : order) {
            long size = facts.get(page).sizeBytes();
            // One that fits no budget does not keep out those after it.
            full = full || size <= budget && spent + size > budget;
            if (full || size > budget) {
                overBudget.add(page);
            } else {
                spent += size;
            }
        }
    }

    private boolean isByHand(String page) {
        return !above(page).optedOut()
                && (user.workspacePinned()
                        || user.pins().containsKey(page)
                        || above(page).pinned().isPresent());
    }

    // ---- one page ----

    private Decision decide(PageFacts page) {
        List<Reason> reasons = new ArrayList<>();
        if (page.open()) {
            reasons.add(Reason.of(Kind.OPEN));
        }
        Optional<Objection> objection = Optional.empty();
        if (!policy.lets(device.administrator())) {
            objection = Optional.of(Objection.NOT_ALLOWED);
        } else if (above(page.page()).optedOut()) {
            objection = Optional.of(Objection.OPTED_OUT);
        } else {
            int before = reasons.size();
            choose(page.page(), reasons);
            if (reasons.size() == before) {
                objection =
                        Optional.of(overBudget.contains(page.page()) ? Objection.OVER_BUDGET : Objection.NOT_CHOSEN);
            }
        }
        if (page.unsent()) {
            reasons.add(Reason.of(Kind.UNSENT));
        }
        return new Decision(page.page(), reasons, objection);
    }

    private void choose(String page, List<Reason> reasons) {
        if (user.pins().containsKey(page)) {
            reasons.add(Reason.of(Kind.PINNED));
        }
        Optional<String> pinned = above(page).pinned();
        if (pinned.isPresent() || user.workspacePinned()) {
            reasons.add(new Reason(Kind.INHERITED, pinned));
        }
        if (!overBudget.contains(page)) {
            byUse.getOrDefault(page, Set.of()).forEach(kind -> reasons.add(Reason.of(kind)));
            if (everything) {
                reasons.add(Reason.of(Kind.EVERYTHING));
            }
        }
    }

    /** Walks up to the first page that is known, then down again: each page is computed once. */
    private Above above(String page) {
        Above known = above.get(page);
        return known == null ? walk(page) : known;
    }

    private Above walk(String page) {
        List<String> path = new ArrayList<>();
        Above known = null;
        for (Optional<String> at = Optional.of(page); at.isPresent(); at = tree.parent(at.get())) {
            known = above.get(at.get());
            if (known != null) {
                break;
            }
            path.add(at.get());
        }
        String parent = known == null
                ? null
                : tree.parent(path.isEmpty() ? page : path.get(path.size() - 1)).orElse(null);
        for (int i = path.size() - 1; i >= 0; i--) {
            String here = path.get(i);
            boolean optedOut = device.optedOut().contains(here) || known != null && known.optedOut();
            Optional<String> pinned = Optional.empty();
            if (parent != null) {
                boolean parentPinned = Boolean.TRUE.equals(user.pins().get(parent));
                pinned = parentPinned ? Optional.of(parent) : known.pinned();
            }
            known = new Above(pinned, optedOut);
            above.put(here, known);
            parent = here;
        }
        return known;
    }
}
