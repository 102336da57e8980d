package dev.offing.sync.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import dev.offing.sync.directory.DirectoryTree;
import dev.offing.sync.directory.PageRecordView;
import dev.offing.sync.offline.Decision.Objection;
import dev.offing.sync.offline.Reason.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which pages a device keeps, and why. */
class OfflineSetTest {

    private static final OfflinePolicy MANUAL = OfflinePolicy.MANUAL_ONLY;
    private static final DeviceChoices DEVICE = new DeviceChoices(false, true, Set.of(), Long.MAX_VALUE, false);

    private final Map<String, PageRecordView> records = new LinkedHashMap<>();
    private final Map<String, PageFacts> facts = new LinkedHashMap<>();
    private final Document user = Document.create(new ReplicaId(1));
    private OfflinePolicy policy = MANUAL;
    private DeviceChoices device = DEVICE;

    @Test
    void off2_pinsReachThePagesBelowAndFollowMovesAndNewPages() {
        put("a", "");
        put("b", "a");
        put("c", "b");
        put("d", "");
        choose("pin:" + id("a"), new Value.Text("subpages"));
        assertThat(kinds("a")).containsExactly(Kind.PINNED);
        assertThat(set().of(id("c")).reasons()).containsExactly(new Reason(Kind.INHERITED, Optional.of(id("a"))));
        assertThat(set().of(id("d")).objection()).contains(Objection.NOT_CHOSEN);

        put("e", "c");
        put("b", "d");
        assertThat(kinds("e")).as("moved away with the page above it").isEmpty();
        put("d", "a");
        assertThat(kinds("e")).containsExactly(Kind.INHERITED);
        choose("pin:" + id("a"), new Value.Text("page"));
        assertThat(kinds("d")).isEmpty();
        choose("pin:workspace", Value.TRUE);
        assertThat(set().of(id("d")).reasons()).containsExactly(new Reason(Kind.INHERITED, Optional.empty()));
    }

    @Test
    void off2_aPageInTheTrashStaysInheritedAndTheNearestPinIsNamed() {
        put("a", "");
        put("b", "a");
        put("c", "b", true);
        choose("pin:" + id("a"), new Value.Text("subpages"));
        choose("pin:" + id("b"), new Value.Text("subpages"));
        assertThat(set().of(id("c")).reasons()).containsExactly(new Reason(Kind.INHERITED, Optional.of(id("b"))));
    }

    @Test
    void off1_aPageWithTwoReasonsGoesWithTheLast() {
        put("a", "");
        policy = OfflinePolicy.NOTION_LIKE;
        choose("pin:" + id("a"), new Value.Text("page"));
        choose("favourite:" + id("a"), new Value.Num(1));
        assertThat(kinds("a")).containsExactly(Kind.PINNED, Kind.FAVOURITE);
        choose("pin:" + id("a"), Value.ABSENT);
        assertThat(kinds("a")).containsExactly(Kind.FAVOURITE);
        choose("favourite:" + id("a"), Value.ABSENT);
        assertThat(kinds("a")).isEmpty();
    }

    @Test
    void off3_openAndUnsentNeedNoLeave() {
        policy = OfflinePolicy.NOTHING;
        put("a", "");
        facts.put(id("a"), new PageFacts(id("a"), 10, 0, true, true));
        assertThat(kinds("a")).containsExactly(Kind.OPEN, Kind.UNSENT);
        assertThat(set().of(id("a")).objection()).contains(Objection.NOT_ALLOWED);
    }

    @Test
    void off4_asManyComeByThemselvesAsThePolicySays() {
        policy = new OfflinePolicy("x", OfflinePolicy.Keep.EVERYONE, true, false, 2, 1, 0, 0, 1_000, 0);
        for (String page : List.of("a", "b", "c", "d")) {
            put(page, "");
        }
        choose("opened:" + id("a"), new Value.Num(1));
        choose("opened:" + id("b"), new Value.Num(3));
        choose("opened:" + id("c"), new Value.Num(2));
        choose("opened:" + id("9"), new Value.Num(9));
        choose("favourite:" + id("d"), new Value.Num(4));
        choose("favourite:" + id("a"), new Value.Num(5));
        assertThat(kinds("b")).as("the unknown page does not count").containsExactly(Kind.RECENT);
        assertThat(kinds("c")).containsExactly(Kind.RECENT);
        assertThat(kinds("a")).isEmpty();
        assertThat(kinds("d")).containsExactly(Kind.FAVOURITE);
        device = new DeviceChoices(false, false, Set.of(), Long.MAX_VALUE, false);
        assertThat(kinds("b")).as("not on this device").isEmpty();
    }

    @Test
    void off5_optingOutTakesThePagesBelowToo() {
        policy = OfflinePolicy.EVERYONE;
        put("a", "");
        put("b", "a");
        put("c", "");
        choose("pin:" + id("b"), new Value.Text("page"));
        device = new DeviceChoices(false, true, Set.of(id("a")), Long.MAX_VALUE, false);
        assertThat(set().of(id("b"))).isEqualTo(new Decision(id("b"), List.of(), Optional.of(Objection.OPTED_OUT)));
        assertThat(kinds("c")).containsExactly(Kind.EVERYTHING);
    }

    @Test
    void off6_thePolicyDecidesWhoKeeps() {
        put("a", "");
        choose("pin:" + id("a"), new Value.Text("page"));
        policy = new OfflinePolicy("x", OfflinePolicy.Keep.ADMINISTRATORS, true, true, 1, 1, 0, 0, 1_000, 0);
        assertThat(set().of(id("a")).objection()).contains(Objection.NOT_ALLOWED);
        device = new DeviceChoices(true, true, Set.of(), Long.MAX_VALUE, false);
        assertThat(kinds("a")).containsExactly(Kind.PINNED, Kind.EVERYTHING);
    }

    @Test
    void off7_theBudgetIsSpentByHandThenFavouritesThenRecentsThenTheNewest() {
        policy = new OfflinePolicy("x", OfflinePolicy.Keep.EVERYONE, true, true, 9, 9, 0, 0, 100, 0);
        sized("a", 30, 1);
        sized("b", 30, 2);
        sized("c", 30, 3);
        sized("d", 30, 4);
        sized("e", 101, 9);
        choose("pin:" + id("a"), new Value.Text("page"));
        choose("opened:" + id("b"), new Value.Num(1));
        assertThat(chosen()).as("pinned, recent, newest of the rest").containsExactly(id("a"), id("b"), id("d"));
        assertThat(set().of(id("c")).objection()).contains(Objection.OVER_BUDGET);
        assertThat(set().of(id("e")).objection()).as("larger than the budget").contains(Objection.OVER_BUDGET);
        sized("a", 130, 1);
        assertThat(chosen()).as("what is pinned is never stopped").containsExactly(id("a"));
        device = new DeviceChoices(false, true, Set.of(), 10, false);
        assertThat(chosen()).containsExactly(id("a"));
    }

    @Test
    void off8_withoutContactForTooLongNothingStaysByItself() {
        policy = OfflinePolicy.EVERYONE;
        put("a", "");
        put("b", "");
        choose("pin:" + id("a"), new Value.Text("page"));
        device = new DeviceChoices(false, true, Set.of(), Long.MAX_VALUE, true);
        assertThat(chosen()).containsExactly(id("a"));
    }

    @Test
    void off9_eachKnownPageSaysWhyItIsNotHere() {
        policy = OfflinePolicy.NOTHING;
        put("a", "");
        device = new DeviceChoices(false, true, Set.of(id("a")), Long.MAX_VALUE, false);
        assertThat(set().of(id("a")).objection()).contains(Objection.NOT_ALLOWED);
        policy = MANUAL;
        assertThat(set().of(id("a")).objection()).contains(Objection.OPTED_OUT);
        device = DEVICE;
        assertThat(set().of(id("a")).objection()).contains(Objection.NOT_CHOSEN);
        assertThat(set().of(id("f")).objection()).as("never heard of").contains(Objection.NOT_CHOSEN);
    }

    @Test
    void off20_choicesOfTwoDevicesBothStand() {
        Document other = Document.create(new ReplicaId(2));
        other.setProperty(null, "pin:" + id("b"), new Value.Text("subpages"));
        other.setProperty(null, "opened:" + id("b"), new Value.Num(7));
        choose("pin:" + id("a"), new Value.Text("page"));
        choose("pin:" + id("c"), new Value.Text("nonsense"));
        choose("pin:nothing", new Value.Text("page"));
        user.apply(other.commit(0));
        UserChoices choices = UserChoices.of(user.view());
        assertThat(choices.pins()).isEqualTo(Map.of(id("a"), false, id("b"), true));
        assertThat(choices.nextNumber()).isEqualTo(8);
    }

    @Test
    void off21_whatThePolicyRecordDoesNotSayIsAsInTheDefaultPlan() {
        Document record = Document.create(new ReplicaId(1));
        assertThat(OfflinePolicy.of(record.view())).isEqualTo(OfflinePolicy.EVERYONE);
        record.setProperty(null, "plan", new Value.Text("Ours"));
        record.setProperty(null, "keep", new Value.Text("administrators"));
        record.setProperty(null, "automatic", Value.FALSE);
        record.setProperty(null, "recents", new Value.Num(-1));
        record.setProperty(null, "favourites", new Value.Num(1e12));
        record.setProperty(null, "budgetBytes", new Value.Text("much"));
        record.setProperty(null, "maximumAgeDays", new Value.Num(30));
        OfflinePolicy read = OfflinePolicy.of(record.view());
        assertThat(read)
                .isEqualTo(new OfflinePolicy(
                        "Ours",
                        OfflinePolicy.Keep.ADMINISTRATORS,
                        false,
                        true,
                        100,
                        OfflinePolicy.COUNT_MAX,
                        1_000,
                        OfflinePolicy.EVERYONE.largestFileBytes(),
                        OfflinePolicy.EVERYONE.budgetBytes(),
                        30));
    }

    /** Whatever is chosen, every reason can be given by somebody who looks at one page alone. */
    @Test
    void off1_reasonsOfRandomForestsAreThoseOfEachPageAlone() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            records.clear();
            facts.clear();
            int pages = 1 + random.nextInt(12);
            for (int i = 0; i < pages; i++) {
                String parent = i == 0 || random.nextInt(4) == 0 ? "" : Integer.toHexString(random.nextInt(i));
                put(Integer.toHexString(i), parent);
            }
            String pinned = Integer.toHexString(random.nextInt(pages));
            UserChoices choices =
                    new UserChoices(false, new java.util.TreeMap<>(Map.of(id(pinned), true)), List.of(), List.of(), 1);
            OfflineSet set = OfflineSet.of(tree(), facts.values(), choices, MANUAL, DEVICE);
            for (String page : facts.keySet()) {
                boolean below = tree().subtree(id(pinned)).contains(page);
                assertThat(set.of(page).chosen()).isEqualTo(below || page.equals(id(pinned)));
            }
        }
    }

    /** Facts that change one after the other give what all of them at once give, over the budget and within it. */
    @Test
    void aSetThatIsBroughtUpToDateIsTheOneOfTheSameFacts() {
        Random random = new Random(14);
        int changedOnes = 0;
        int tight = 0;
        int wide = 0;
        for (int round = 0; round < 300; round++) {
            records.clear();
            facts.clear();
            int pages = 2 + random.nextInt(9);
            for (int i = 0; i < pages; i++) {
                put(
                        Integer.toHexString(i),
                        i == 0 || random.nextBoolean() ? "" : Integer.toHexString(random.nextInt(i)));
            }
            UserChoices choices = new UserChoices(
                    random.nextInt(8) == 0,
                    new java.util.TreeMap<>(Map.of(id("1"), random.nextBoolean())),
                    List.of(id("0"), id("c")),
                    List.of(id("1"), id("0")),
                    1);
            OfflinePolicy plan = new OfflinePolicy(
                    "",
                    random.nextInt(9) == 0 ? OfflinePolicy.Keep.NOBODY : OfflinePolicy.Keep.EVERYONE,
                    random.nextInt(9) != 0,
                    random.nextInt(4) != 0,
                    2,
                    2,
                    0,
                    0,
                    20 + random.nextInt(40),
                    0);
            Set<String> optedOut = random.nextInt(4) == 0 ? Set.of(id("0")) : Set.of();
            DeviceChoices choice = new DeviceChoices(false, true, optedOut, Long.MAX_VALUE, false);
            OfflineSet kept = OfflineSet.of(tree(), facts.values(), choices, plan, choice);
            for (int step = 0; step < 12; step++) {
                Map<String, PageFacts> changed = new java.util.LinkedHashMap<>();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    String page = Integer.toHexString(random.nextInt(Math.min(16, pages + 2)));
                    changed.put(
                            id(page),
                            new PageFacts(
                                    id(page),
                                    random.nextInt(12),
                                    random.nextInt(5),
                                    random.nextInt(4) == 0,
                                    random.nextInt(4) == 0));
                }
                facts.putAll(changed);
                Map<String, Decision> before = byPage(kept);
                List<Decision> others = kept.update(changed.values());
                OfflineSet anew = OfflineSet.of(tree(), facts.values(), choices, plan, choice);
                assertThat(byPage(kept)).isEqualTo(byPage(anew));
                before.keySet()
                        .forEach(page -> assertThat(others.contains(kept.of(page)))
                                .isEqualTo(!kept.of(page).equals(before.get(page))));
                changedOnes += others.size();
                boolean full = anew.decisions().stream()
                        .anyMatch(decision -> decision.objection().equals(Optional.of(Objection.OVER_BUDGET)));
                tight += full ? 1 : 0;
                wide += full ? 0 : 1;
            }
        }
        assertThat(List.of(changedOnes, tight, wide)).allMatch(count -> count > 300);
    }

    private static Map<String, Decision> byPage(OfflineSet set) {
        Map<String, Decision> decisions = new java.util.LinkedHashMap<>();
        set.decisions().forEach(decision -> decisions.put(decision.page(), decision));
        return decisions;
    }

    private static String id(String letter) {
        return letter.repeat(32);
    }

    private void put(String page, String parent) {
        put(page, parent, false);
    }

    private void put(String page, String parent, boolean trashed) {
        records.put(
                id(page),
                new PageRecordView(
                        id(page),
                        parent.isEmpty() ? Optional.empty() : Optional.of(id(parent)),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        trashed,
                        Optional.empty()));
        facts.putIfAbsent(id(page), new PageFacts(id(page), 1, 0, false, false));
    }

    private void sized(String page, long bytes, long changedAt) {
        put(page, "");
        facts.put(id(page), new PageFacts(id(page), bytes, changedAt, false, false));
    }

    private void choose(String key, Value value) {
        user.setProperty(null, key, value);
        user.commit(0);
    }

    private DirectoryTree tree() {
        return DirectoryTree.of(records.values());
    }

    private OfflineSet set() {
        return OfflineSet.of(tree(), facts.values(), UserChoices.of(user.view()), policy, device);
    }

    private List<Kind> kinds(String page) {
        return set().of(id(page)).reasons().stream().map(Reason::kind).toList();
    }

    private List<String> chosen() {
        List<String> chosen = new ArrayList<>();
        set().decisions().forEach(decision -> {
            if (decision.chosen()) {
                chosen.add(decision.page());
            }
        });
        return chosen;
    }
}
