package dev.offing.sync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryTreeTest {

    private static final ReplicaId REPLICA = new ReplicaId(1);

    private final Map<String, PageRecordView> records = new LinkedHashMap<>();

    @Test
    void sync60_siblingsStandByTheirOrderThenByTheirId() {
        put("b", "", key(null, null), 1);
        put("c", "", key(null, records.get(id("b")).order().get()), 1);
        put("e", "", null, 1);
        put("d", "", null, 1);
        assertThat(tree().topLevel()).containsExactly(ids("c", "b", "d", "e"));
    }

    @Test
    void sync60_aPageOfAnUnknownParentStandsAtTheTopLevelUntilTheParentComes() {
        put("b", "a", null, 1);
        assertThat(tree().topLevel()).containsExactly(ids("b"));
        put("a", "", null, 1);
        assertThat(tree().topLevel()).containsExactly(ids("a"));
        assertThat(tree().children(id("a"))).containsExactly(ids("b"));
        assertThat(tree().shownParent(id("b"))).contains(id("a"));
    }

    @Test
    void sync61_aCycleIsOpenedAtThePageThatWasMovedLast() {
        put("a", "b", null, 5);
        put("b", "c", null, 6);
        put("c", "a", null, 2);
        put("d", "c", null, 9);
        assertThat(tree().topLevel()).containsExactly(ids("b"));
        assertThat(tree().children(id("b"))).containsExactly(ids("a"));
        assertThat(tree().children(id("a"))).containsExactly(ids("c"));
        assertThat(tree().children(id("c"))).containsExactly(ids("d"));
    }

    @Test
    void sync61_movesOfOneTimeAreDecidedByThePageId() {
        put("a", "b", null, 5);
        put("b", "a", null, 5);
        assertThat(tree().topLevel()).containsExactly(ids("b"));
        put("c", "c", null, 1);
        assertThat(tree().topLevel()).containsExactly(ids("b", "c"));
    }

    @Test
    void sync62_aTrashedPageTakesWhatItsTrasherSaw() {
        put("a", "", null, 1);
        put("b", "a", null, 2);
        put("c", "b", null, 3);
        trash("b", Optional.of(Set.of(id("c"))));
        put("d", "b", null, 4); // made under b by somebody who did not know
        put("e", "d", null, 5);
        assertThat(tree().topLevel()).containsExactly(ids("a"));
        assertThat(tree().trash()).containsExactly(ids("b"));
        assertThat(tree().trashedBelow(id("b"))).containsExactly(ids("c"));
        assertThat(tree().children(id("a")))
                .as("the survivor hangs where its parent was")
                .containsExactly(ids("d"));
        assertThat(tree().children(id("d"))).containsExactly(ids("e"));
        assertThat(tree().isShown(id("c"))).isFalse();
        assertThat(tree().children(id("b"))).isEmpty();
    }

    @Test
    void sync62_withoutAListWhateverIsBelowGoesToo() {
        put("a", "", null, 1);
        put("b", "a", null, 2);
        put("c", "b", null, 3);
        trash("a", Optional.empty());
        assertThat(tree().topLevel()).isEmpty();
        assertThat(tree().trash()).containsExactly(ids("a"));
        assertThat(tree().trashedBelow(id("a"))).containsExactly(ids("b", "c"));
    }

    @Test
    void sync62_aPageTrashedBeforeThePageAboveItComesBackAsItsOwn() {
        put("a", "", null, 1);
        put("b", "a", null, 2);
        trash("b", Optional.of(Set.of()));
        trash("a", Optional.of(Set.of()));
        assertThat(tree().trash()).containsExactly(ids("a", "b"));
        restore("a");
        assertThat(tree().topLevel()).containsExactly(ids("a"));
        assertThat(tree().trash()).containsExactly(ids("b"));
    }

    @Test
    void sync63_aPagePutAfterASiblingIsShownThere() {
        Random random = new Random(4);
        for (int round = 0; round < 400; round++) {
            DirectoryTree tree = tree();
            List<String> shown = new ArrayList<>(tree.topLevel());
            boolean move = !shown.isEmpty() && random.nextInt(3) == 0;
            String page = move ? shown.get(random.nextInt(shown.size())) : id(Integer.toHexString(0x1000 + round));
            shown.remove(page);
            int at = random.nextInt(4) == 0 ? random.nextInt(shown.size() + 1) : shown.size();
            Optional<String> after = at == 0 ? Optional.empty() : Optional.of(shown.get(at - 1));
            PositionKey key =
                    tree.orderAfter(page, Optional.empty(), after, new ReplicaId(random.nextInt(3)), random.nextInt());
            records.put(page, record(page, "", key, tree.nextMove(), false, Optional.empty()));
            shown.add(at, page);
            assertThat(tree().topLevel()).isEqualTo(shown);
        }
    }

    @Test
    void sync63_appendingPagesKeepsTheirOrderShort() {
        for (int i = 0; i < 2_000; i++) {
            DirectoryTree tree = tree();
            List<String> shown = tree.topLevel();
            Optional<String> last = shown.isEmpty() ? Optional.empty() : Optional.of(shown.get(shown.size() - 1));
            String page = id(Integer.toHexString(0x1000 + i));
            PositionKey key = tree.orderAfter(page, Optional.empty(), last, REPLICA, i);
            assertThat(key.toBytes().length).isLessThan(32);
            records.put(page, record(page, "", key, 1, false, Optional.empty()));
            if (i % 100 != 0) {
                continue; // looked at now and then: the whole tree is made anew each time
            }
            assertThat(tree().topLevel()).endsWith(page);
        }
    }

    /** Any set of records, in any order: each page once, in the tree or in the trash, no page above itself. */
    @Test
    void sync64_everyPageIsShownOnceWhateverWasMovedAndTrashed() {
        Random random = new Random(5);
        int cycles = 0;
        int survivors = 0;
        for (int round = 0; round < 2_000; round++) {
            List<PageRecordView> all = randomRecords(random);
            DirectoryTree tree = DirectoryTree.of(all);
            Collections.shuffle(all, random);
            DirectoryTree other = DirectoryTree.of(all);
            List<String> seen = walk(tree);
            assertThat(walk(other)).isEqualTo(seen);
            assertThat(seen).hasSize(all.size()).doesNotHaveDuplicates();
            Map<String, PageRecordView> byPage = new HashMap<>();
            all.forEach(record -> byPage.put(record.page(), record));
            for (PageRecordView record : all) {
                boolean parentKnown = record.parent().map(byPage::containsKey).orElse(false);
                boolean shown = tree.isShown(record.page());
                if (parentKnown && shown) {
                    boolean parentShown = tree.isShown(record.parent().get());
                    survivors += parentShown ? 0 : 1;
                    cycles += parentShown && tree.shownParent(record.page()).isEmpty() ? 1 : 0;
                }
            }
        }
        assertThat(cycles).isGreaterThan(100);
        assertThat(survivors).isGreaterThan(100);
    }

    @Test
    void sync65_aRecordOfWrongPropertiesIsReadAsIfTheyWereAbsent() {
        Document document = Document.create(REPLICA);
        document.setProperty(null, PageRecordView.PARENT, new Value.Text("not a page"));
        document.setProperty(null, PageRecordView.ORDER, new Value.Text("!!"));
        document.setProperty(null, PageRecordView.MOVED, new Value.Num(1.5));
        document.setProperty(null, PageRecordView.ICON, Value.TRUE);
        document.setProperty(null, PageRecordView.TRASHED, new Value.Num(1));
        document.setProperty(null, PageRecordView.TRASHED_WITH, new Value.Text("abc"));
        assertThat(PageRecordView.of(id("a"), document.view()))
                .isEqualTo(record(id("a"), "", null, 0, false, Optional.empty()));
    }

    @Test
    void sync65_aRecordSaysWhatWasWritten() {
        Document document = Document.create(REPLICA);
        PositionKey key = key(null, null);
        document.setProperty(null, PageRecordView.PARENT, new Value.Text(id("b")));
        document.setProperty(null, PageRecordView.ORDER, new Value.Text(PageRecordView.orderText(key)));
        document.setProperty(null, PageRecordView.MOVED, new Value.Num(7));
        document.setProperty(null, PageRecordView.TRASHED, Value.TRUE);
        Set<String> with = Set.of(id("c"), id("d"));
        document.setProperty(
                null,
                PageRecordView.TRASHED_WITH,
                new Value.Text(PageRecordView.trashedWithText(with).orElseThrow()));
        Document other = Document.create(new ReplicaId(2));
        other.apply(ChangeCodec.decode(ChangeCodec.encode(document.commit(0))));
        assertThat(PageRecordView.of(id("a"), other.view()))
                .isEqualTo(record(id("a"), "b", key, 7, true, Optional.of(with)));
    }

    private static List<PageRecordView> randomRecords(Random random) {
        List<PageRecordView> all = new ArrayList<>();
        int count = 2 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            String parent = random.nextInt(4) == 0 ? "" : Integer.toHexString(random.nextInt(count + 1));
            Set<String> with = new HashSet<>();
            for (int j = 0; j < count; j++) {
                if (random.nextBoolean()) {
                    with.add(id(Integer.toHexString(j)));
                }
            }
            PositionKey key =
                    random.nextInt(3) == 0 ? null : PositionKey.between(null, null, REPLICA, random.nextInt(3), false);
            all.add(record(
                    id(Integer.toHexString(i)),
                    parent,
                    key,
                    random.nextInt(4),
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0 ? Optional.empty() : Optional.of(with)));
        }
        return all;
    }

    private static List<String> walk(DirectoryTree tree) {
        List<String> pages = new ArrayList<>();
        for (String page : tree.topLevel()) {
            pages.add(page);
            pages.addAll(tree.subtree(page));
        }
        for (String page : tree.trash()) {
            pages.add(page);
            pages.addAll(tree.trashedBelow(page));
        }
        return pages;
    }

    private DirectoryTree tree() {
        return DirectoryTree.of(records.values());
    }

    private void put(String page, String parent, PositionKey order, long moved) {
        records.put(id(page), record(id(page), parent, order, moved, false, Optional.empty()));
    }

    private void trash(String page, Optional<Set<String>> with) {
        PageRecordView before = records.get(id(page));
        records.put(
                id(page),
                new PageRecordView(
                        before.page(), before.parent(), before.order(), before.moved(), before.icon(), true, with));
    }

    private void restore(String page) {
        PageRecordView before = records.get(id(page));
        records.put(
                id(page),
                new PageRecordView(
                        before.page(),
                        before.parent(),
                        before.order(),
                        before.moved(),
                        before.icon(),
                        false,
                        Optional.empty()));
    }

    private static PageRecordView record(
            String page, String parent, PositionKey order, long moved, boolean trashed, Optional<Set<String>> with) {
        return new PageRecordView(
                page,
                parent.isEmpty() ? Optional.empty() : Optional.of(id(parent)),
                Optional.ofNullable(order),
                moved,
                Optional.empty(),
                trashed,
                with);
    }

    private static PositionKey key(PositionKey left, PositionKey right) {
        return PositionKey.between(left, right, REPLICA, 1, false);
    }

    private static String id(String tail) {
        return "0".repeat(32 - tail.length()) + tail;
    }

    private static String[] ids(String... tails) {
        String[] ids = new String[tails.length];
        for (int i = 0; i < tails.length; i++) {
            ids[i] = id(tails[i]);
        }
        return ids;
    }
}
