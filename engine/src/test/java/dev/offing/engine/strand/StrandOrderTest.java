package dev.offing.engine.strand;

import static dev.offing.engine.strand.Strand.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.strand.StrandReplica.Delete;
import dev.offing.engine.strand.StrandReplica.Insert;
import dev.offing.engine.strand.StrandReplica.Range;
import dev.offing.engine.strand.StrandReplica.Undelete;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** MERGE-5 in small cases that can be followed by hand, and what it is for: runs stay together. */
class StrandOrderTest {

    /** Applies the insertions, one letter each, in every order that keeps causes first. */
    private static void assertOrder(String expected, List<Insert> inserts) {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            StrandReplica replica = new StrandReplica(Integer::compare, 2, 2);
            List<Insert> waiting = new ArrayList<>(inserts);
            while (!waiting.isEmpty()) {
                Insert insert = waiting.remove(random.nextInt(waiting.size()));
                boolean ready = (insert.la() == NONE || replica.list.contains(insert.la(), insert.lc()))
                        && (insert.ra() == NONE || replica.list.contains(insert.ra(), insert.rc()));
                if (ready) {
                    replica.apply(insert);
                } else {
                    waiting.add(insert);
                }
            }
            replica.check();
            assertThat(replica.strand.text(0, replica.strand.elementCount())).isEqualTo(expected);
        }
    }

    private static Insert insert(int agent, int la, int ra, String text) {
        return new Insert(agent, 0, la, 0, ra, 0, text);
    }

    @Test
    void concurrentInsertionsAtOnePlaceStandByAgent() {
        assertOrder("abc", List.of(insert(2, NONE, NONE, "c"), insert(0, NONE, NONE, "a"), insert(1, NONE, NONE, "b")));
    }

    @Test
    void concurrentLeftChildrenStandByAgent() {
        assertOrder(
                "xaby",
                List.of(
                        insert(5, NONE, NONE, "x"),
                        insert(6, 5, NONE, "y"),
                        insert(1, 5, 6, "b"),
                        insert(0, 5, 6, "a")));
    }

    /** Plain Fugue gives "lABr" by agent; FugueMax keeps A beside the r that its author saw. */
    @Test
    void rightSiblingsStandInReverseOfTheirRightOrigins() {
        assertOrder(
                "lBAr",
                List.of(
                        insert(0, NONE, NONE, "l"),
                        insert(1, NONE, NONE, "r"),
                        insert(2, 0, 1, "A"),
                        insert(3, 0, NONE, "B")));
    }

    /** The left children of a concurrent right sibling do not part it from the elements before them. */
    @Test
    void leftChildrenOfALaterSiblingStayWithIt() {
        assertOrder(
                "laxbyc",
                List.of(
                        insert(0, NONE, NONE, "l"),
                        insert(1, 0, NONE, "a"),
                        insert(3, 0, NONE, "b"),
                        insert(4, 0, 3, "x"),
                        insert(5, 0, NONE, "c"),
                        insert(6, 0, 5, "y")));
    }

    @Test
    void charactersStandBeforeBoundaries() {
        StrandReplica replica = new StrandReplica(Integer::compare, 2, 2);
        replica.apply(insert(0, NONE, NONE, ""));
        replica.apply(insert(1, NONE, NONE, "b"));
        replica.apply(insert(2, NONE, NONE, "a"));
        replica.check();
        assertThat(replica.strand.boundaryIndex(0)).isEqualTo(2);
        assertThat(replica.strand.text(0, 2)).isEqualTo("ba");
    }

    /**
     * Neighbours with consecutive ids and other right origins are never one span: if b stood with a's right
     * origin, c would come after it.
     */
    @Test
    void runsWithOtherRightOriginsStayApart() {
        StrandReplica replica = new StrandReplica(Integer::compare, 8, 2);
        replica.apply(new Insert(0, 0, NONE, 0, NONE, 0, "a"));
        replica.apply(new Insert(2, 0, 0, 0, NONE, 0, ""));
        replica.apply(new Insert(0, 1, 0, 0, 2, 0, "b"));
        replica.apply(new Delete(List.of(new Range(0, 0, 2))));
        replica.apply(new Undelete(List.of(new Range(0, 0, 2))));
        replica.apply(new Insert(1, 0, 0, 0, NONE, 0, "c"));
        replica.check();
        assertThat(replica.strand.text(0, 4)).isEqualTo("acb");
    }

    /** The same for left origins, with a forged one: b skips its predecessor. */
    @Test
    void runsWithOtherLeftOriginsStayApart() {
        StrandReplica replica = new StrandReplica(Integer::compare, 8, 2);
        replica.apply(new Insert(0, 0, NONE, 0, NONE, 0, "xy"));
        replica.apply(new Insert(0, 2, 0, 0, NONE, 0, "b"));
        replica.apply(new Delete(List.of(new Range(0, 0, 3))));
        replica.apply(new Undelete(List.of(new Range(0, 0, 3))));
        replica.apply(new Insert(1, 0, 0, 1, NONE, 0, "c"));
        replica.check();
        assertThat(replica.strand.text(0, 4)).isEqualTo("xycb");
    }

    private enum Direction {
        FORWARD,
        BACKWARD,
        OUTWARD
    }

    /**
     * Two to five replicas type a run each at one place, letter by letter, forward, backward or both ways
     * at once; merged in any order, each run stands in one piece, as its author saw it.
     */
    @Test
    void runsOfOneReplicaDoNotInterleave() {
        Random random = new Random(11);
        int[] directions = new int[Direction.values().length];
        for (int round = 0; round < 300; round++) {
            int writers = 2 + random.nextInt(4);
            List<List<Insert>> runs = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Direction direction = Direction.values()[random.nextInt(directions.length)];
                directions[direction.ordinal()]++;
                StrandReplica author = new StrandReplica(Integer::compare, 2, 3);
                author.apply(new Insert(9, 0, NONE, 0, NONE, 0, "[]"));
                runs.add(type(author, writer, direction, 2 + random.nextInt(6), random));
                String text = author.strand.text(0, author.strand.elementCount());
                words.add(text.substring(1, text.length() - 1));
            }
            StrandReplica merged = new StrandReplica(Integer::compare, 3, 2);
            merged.apply(new Insert(9, 0, NONE, 0, NONE, 0, "[]"));
            deliver(merged, runs, random);
            String text = merged.strand.text(0, merged.strand.elementCount());
            assertThat(text).hasSize(2 + words.stream().mapToInt(String::length).sum());
            for (String word : words) {
                assertThat(text).contains(word);
            }
        }
        for (int count : directions) {
            assertThat(count).isPositive();
        }
    }

    /** Each writer has letters of its own, so that a word cannot be found in pieces of others. */
    private static List<Insert> type(StrandReplica author, int writer, Direction direction, int length, Random random) {
        List<Insert> run = new ArrayList<>();
        int from = 1;
        int to = 1;
        for (int i = 0; i < length; i++) {
            boolean atEnd = direction == Direction.FORWARD || direction == Direction.OUTWARD && random.nextBoolean();
            int gap = atEnd ? to : from;
            String letter = String.valueOf((char) ('A' + writer * 10 + i));
            ListStrand list = author.list;
            Insert insert = new Insert(
                    writer,
                    i,
                    list.agentAt(gap - 1),
                    list.counterAt(gap - 1),
                    list.agentAt(gap),
                    list.counterAt(gap),
                    letter);
            author.apply(insert);
            run.add(insert);
            to++;
        }
        author.check();
        return run;
    }

    private static void deliver(StrandReplica replica, List<List<Insert>> runs, Random random) {
        List<Integer> turns = new ArrayList<>();
        for (int writer = 0; writer < runs.size(); writer++) {
            turns.addAll(Collections.nCopies(runs.get(writer).size(), writer));
        }
        Collections.shuffle(turns, random);
        int[] next = new int[runs.size()];
        for (int writer : turns) {
            replica.apply(runs.get(writer).get(next[writer]++));
        }
        replica.check();
    }
}
