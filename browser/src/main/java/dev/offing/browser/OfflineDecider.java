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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;

/** {@link OfflineSet} as JavaScript calls it: what it depends on is handed over piece by piece, once. */
public final class OfflineDecider {

    private final SortedMap<String, Boolean> pins = new TreeMap<>();
    private final List<String> favourites = new ArrayList<>();
    private final List<String> recents = new ArrayList<>();
    private final List<PageFacts> pages = new ArrayList<>();
    private boolean workspacePinned;
    private OfflinePolicy policy = OfflinePolicy.EVERYONE;
    private DeviceChoices device = new DeviceChoices(false, true, Collections.emptySet(), Long.MAX_VALUE, false);
    private Map<String, Integer> tiers = Map.of();
    private Set<String> leftOut = Set.of();

    OfflineDecider() {}

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
        pages.add(new PageFacts(page, (long) sizeBytes, (long) changedAtMillis, open, unsent));
    }

    /** JSON of OfflineDecision[], of every page that was handed over. */
    @JSExport
    public String decide(PageDirectory directory) {
        OfflineSet set = OfflineSet.of(
                directory.tree(),
                pages,
                new UserChoices(workspacePinned, pins, favourites, recents, 1),
                policy,
                device);
        Map<String, Integer> chosen = new HashMap<>();
        Set<String> others = new HashSet<>();
        JsonWriter out = new JsonWriter().raw("[");
        for (Decision decision : set.decisions()) {
            if (decision.chosen()) {
                chosen.put(decision.page(), decision.tier());
            } else {
                others.add(decision.page());
            }
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
        tiers = chosen;
        leftOut = others;
        return out.raw("]").toString();
    }

    /** What was decided last, for the machine. */
    Choice choice(boolean paused) {
        return new Choice(tiers, leftOut, paused);
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
