package dev.offing.sync.offline;

import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.offline.Decision.Objection;
import dev.offing.sync.offline.Reason.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which page documents a device keeps: a pure function of the tree, what the account chose, what the
 * workspace allows, what the device is told, and the facts of each page (docs/spec/offline.md). It is
 * computed anew when one of them has changed; that costs one walk over the pages and the sorting of
 * those that come by themselves: for 2,000 pages 13 ms on the JVM, and 39 ms compiled and handed over from
 * JavaScript, both on a busy machine of two cores.
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
    private final Map<String, Set<Kind>> automatic = new HashMap<>();
    private final Set<String> overBudget = new java.util.HashSet<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();

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
        set.chooseAutomatic();
        for (PageFacts page : set.facts.values()) {
            set.decisions.put(page.page(), set.decide(page));
        }
        return set;
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
        if (!policy.automatic() || !device.automatic() || device.outOfTouch() || !policy.lets(device.administrator())) {
            return;
        }
        first(user.favourites(), policy.favourites()).forEach(page -> comes(page, Kind.FAVOURITE));
        first(user.recents(), policy.recents()).forEach(page -> comes(page, Kind.RECENT));
        if (policy.everything()) {
            facts.keySet().forEach(page -> comes(page, Kind.EVERYTHING));
        }
        fitBudget();
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
            automatic.computeIfAbsent(page, key -> EnumSet.noneOf(Kind.class)).add(kind);
        }
    }

    /** What was chosen by hand counts first; then favourites and recents in their order, the rest newest first. */
    private void fitBudget() {
        long budget = Math.min(policy.budgetBytes(), device.roomBytes());
        long spent = 0;
        List<PageFacts> rest = new ArrayList<>();
        Set<String> ordered = new java.util.LinkedHashSet<>(user.favourites());
        ordered.addAll(user.recents());
        for (PageFacts page : facts.values()) {
            if (isByHand(page.page())) {
                spent += page.sizeBytes();
            } else if (automatic.containsKey(page.page())
                    && automatic.get(page.page()).equals(EnumSet.of(Kind.EVERYTHING))) {
                rest.add(page);
            }
        }
        rest.sort(Comparator.comparingLong((PageFacts page) -> -page.changedAtMillis())
                .thenComparing(PageFacts::page));
        List<String> order = new ArrayList<>();
        for (String page : ordered) {
            Set<Kind> kinds = automatic.get(page);
            if (kinds != null && !isByHand(page) && !kinds.equals(EnumSet.of(Kind.EVERYTHING))) {
                order.add(page);
            }
        }
        rest.forEach(page -> order.add(page.page()));
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
            automatic.getOrDefault(page, Set.of()).forEach(kind -> reasons.add(Reason.of(kind)));
        }
    }

    /** Walks up to the first page that is known, then down again: each page is computed once. */
    private Above above(String page) {
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
