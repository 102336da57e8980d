package dev.offing.browser;

import dev.offing.sync.client.Choice;
import dev.offing.sync.offline.Decision;
import dev.offing.sync.offline.DeviceChoices;
import dev.offing.sync.offline.OfflinePolicy;
import dev.offing.sync.offline.OfflineSet;
import dev.offing.sync.offline.PageFacts;
import dev.offing.sync.offline.Reason;
import dev.offing.sync.offline.UserChoices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;

/**
 * {@link OfflineSet} as JavaScript calls it: what it depends on is handed over piece by piece, then {@link #decide}
 * says what follows, of which only what was not said before. Facts of pages may change after that: they are handed
 * over again, and {@link #update} says what follows. Of what else may change all is handed over again, after {@link
 * #begin}. A page is never forgotten.
 */
public final class OfflineDecider {

    private final SortedMap<String, Boolean> pins = new TreeMap<>();
    private final List<String> favourites = new ArrayList<>();
    private final List<String> recents = new ArrayList<>();
    private final Map<String, PageFacts> pages = new LinkedHashMap<>();
    private final List<PageFacts> changed = new ArrayList<>();
    private boolean workspacePinned;
    private OfflinePolicy policy = OfflinePolicy.EVERYONE;
    private DeviceChoices device = new DeviceChoices(false, true, Collections.emptySet(), Long.MAX_VALUE, false);
    private final Map<String, Integer> tiers = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private @Nullable OfflineSet set;
    private @Nullable Choice choice;

    OfflineDecider() {}

    /** Nothing but the pages is known. */
    @JSExport
    public void begin() {
        workspacePinned = false;
        pins.clear();
        favourites.clear();
        recents.clear();
    }

    /** What of a policy decides about pages. */
    @JSExport
    public void policy(
            @Ts("\"everyone\" | \"administrators\" | \"nobody\"") String keep,
            boolean automatic,
            boolean everything,
            int recentPages,
            int favouritePages,
            double budgetBytes) {
        OfflinePolicy.Keep who = OfflinePolicy.Keep.NOBODY;
        for (OfflinePolicy.Keep candidate : OfflinePolicy.Keep.values()) {
            if (candidate.word().equals(keep)) {
                who = candidate;
            }
        }
        policy = new OfflinePolicy(
                "", who, automatic, everything, recentPages, favouritePages, 0, 0, (long) budgetBytes, 0);
    }

    /** @param optedOut page ids one after the other */
    @JSExport
    public void device(
            boolean administrator, boolean automatic, String optedOut, double roomBytes, boolean outOfTouch) {
        device = new DeviceChoices(
                administrator, automatic, PageDirectory.pages(optedOut), (long) roomBytes, outOfTouch);
    }

    @JSExport
    public void pinWorkspace() {
        workspacePinned = true;
    }

    @JSExport
    public void pin(String page, boolean subpages) {
        pins.put(page, subpages);
    }

    /** In their order. */
    @JSExport
    public void favourite(String page) {
        favourites.add(page);
    }

    /** The page opened last first. */
    @JSExport
    public void recent(String page) {
        recents.add(page);
    }

    @JSExport
    public void page(String page, double sizeBytes, double changedAtMillis, boolean open, boolean unsent) {
        PageFacts facts = new PageFacts(page, (long) sizeBytes, (long) changedAtMillis, open, unsent);
        pages.put(page, facts);
        changed.add(facts);
    }

    /** JSON of OfflineDecision[]: of the pages that are decided otherwise than was said before, at first of all. */
    @JSExport
    public String decide(PageDirectory directory) {
        OfflineSet before = set;
        set = OfflineSet.of(
                directory.tree(),
                pages.values(),
                new UserChoices(workspacePinned, pins, favourites, recents, 1),
                policy,
                device);
        changed.clear();
        return take(before == null ? set.decisions() : set.since(before));
    }

    /**
     * JSON of OfflineDecision[]: of the pages that are decided otherwise, now that those handed over since are as
     * they are; each of them once.
     *
     * @throws IllegalStateException before {@link #decide}
     */
    @JSExport
    public String update() {
        if (set == null) {
            throw new IllegalStateException("nothing was decided yet");
        }
        Collection<Decision> others = set.update(changed);
        changed.clear();
        return take(others);
    }

    private String take(Collection<Decision> decisions) {
        JsonWriter out = new JsonWriter().raw("[");
        for (Decision decision : decisions) {
            place(decision);
            out.separate().raw("{").name("page").string(decision.page());
            out.name("objection")
                    .string(decision.objection().map(OfflineDecider::word).orElse(null));
            out.name("reasons").raw("[");
            for (Reason reason : decision.reasons()) {
                out.separate().raw("{").name("kind").string(word(reason.kind()));
                out.name("from").string(reason.from().orElse(null)).raw("}");
            }
            out.raw("]}");
        }
        return out.raw("]").toString();
    }

    private void place(Decision decision) {
        Integer tier = decision.chosen() ? decision.tier() : null;
        Integer before = tier == null ? tiers.remove(decision.page()) : tiers.put(decision.page(), tier);
        boolean moved = tier == null ? leftOut.add(decision.page()) : leftOut.remove(decision.page());
        if (moved || !Objects.equals(before, tier)) {
            choice = null;
        }
    }

    /** What was decided last, for the machine: the same object while it is the same. */
    Choice choice(boolean paused) {
        if (choice == null || choice.paused() != paused) {
            choice = new Choice(tiers, leftOut, paused);
        }
        return choice;
    }

    /** JSON of PolicyRow: what a policy says. */
    static String policy(OfflinePolicy policy) {
        JsonWriter out = new JsonWriter().raw("{").name("plan").string(policy.plan());
        out.name("keep").string(policy.keep().word());
        out.name("automatic").bool(policy.automatic()).name("everything").bool(policy.everything());
        out.name("recents").number((double) policy.recents()).name("favourites").number((double) policy.favourites());
        out.name("rows").number((double) policy.rows());
        out.name("largestFileBytes").number((double) policy.largestFileBytes());
        out.name("budgetBytes").number((double) policy.budgetBytes());
        out.name("maximumAgeDays").number((double) policy.maximumAgeDays());
        return out.raw("}").toString();
    }

    /** JSON of UserRow: what an account chose. */
    static String user(UserChoices user) {
        JsonWriter out = new JsonWriter().raw("{").name("workspacePinned").bool(user.workspacePinned());
        out.name("pins").raw("[");
        user.pins().forEach((page, subpages) -> {
            out.separate().raw("{").name("page").string(page);
            out.name("subpages").bool(subpages).raw("}");
        });
        out.raw("]").name("favourites");
        list(out, user.favourites());
        out.name("recents");
        list(out, user.recents());
        return out.name("nextNumber")
                .number((double) user.nextNumber())
                .raw("}")
                .toString();
    }

    private static void list(JsonWriter out, List<String> pages) {
        out.raw("[");
        for (String page : pages) {
            out.separate().string(page);
        }
        out.raw("]");
    }

    private static @Nullable String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
