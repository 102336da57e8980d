package dev.offing.engine.strand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.strand.StrandReplica.Delete;
import dev.offing.engine.strand.StrandReplica.Insert;
import dev.offing.engine.strand.StrandReplica.Op;
import dev.offing.engine.strand.StrandReplica.Range;
import dev.offing.engine.strand.StrandReplica.Undelete;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MERGE-4, MERGE-5, MERGE-6: random histories of two to five replicas, delivered in random causal
 * orders. After every step the replica's strand equals both oracles in everything; at the end all
 * replicas are equal. Each run counts what it met and fails if a kind never came up.
 */
class StrandFuzzTest {

    private static final String[] PIECES = {
        "a", "b", "xy", " ", "é", "e\u0301", "\u200d", "😀", "👩\u200d🚀", "\ufe0f", "🇫🇷", "日本", "𝕏𝕐"
    };

    /** The permutation keeps agent numbers and replica order apart, as interning does. */
    private static final int[] AGENT_RANK = {3, 0, 4, 1, 2};

    private static final Strand.AgentOrder ORDER = (a, b) -> Integer.compare(AGENT_RANK[a], AGENT_RANK[b]);

    private record Sent(int author, int[] causes, Op op) {}

    /** What the runs of one test met. */
    private static final class Seen {
        int texts;
        int boundaries;
        int deletes;
        int undeletes;
        int deletedTwice;
        int stillDeleted;
        int surrogates;
        int leftSiblings;
        int rightSiblings;
        int rightSiblingsByOrigin;
        int otherwiseByDescent;
        int forged;
        int maxHeight;
        int maxLeaves;
    }

    private static final class History {
        final Random random;
        final boolean forge;
        final Seen seen;
        final StrandReplica[] replicas;
        final int[] nextCounter;
        final int[][] applied;
        final List<List<Sent>> logs = new ArrayList<>();
        final List<List<Delete>> ownDeletes = new ArrayList<>();
        final int[] caret;

        History(long seed, int leafSpans, int fanout, boolean forge, Seen seen) {
            random = new Random(seed);
            this.forge = forge;
            this.seen = seen;
            int count = 2 + random.nextInt(4);
            replicas = new StrandReplica[count];
            nextCounter = new int[count];
            applied = new int[count][count];
            caret = new int[count];
            for (int i = 0; i < count; i++) {
                replicas[i] = new StrandReplica(ORDER, leafSpans, fanout);
                logs.add(new ArrayList<>());
                ownDeletes.add(new ArrayList<>());
            }
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                int replica = random.nextInt(replicas.length);
                if (random.nextInt(5) < 2) {
                    deliver(replica);
                } else {
                    act(replica);
                }
                replicas[replica].check();
            }
            // Everyone gets everything, in an order of their own.
            for (int replica = 0; replica < replicas.length; replica++) {
                while (deliver(replica)) {
                    replicas[replica].strand.checkInvariants();
                }
                replicas[replica].check();
                replicas[replica].checkForward(random.nextInt(replicas[replica].list.elementCount() + 1));
                replicas[replica].checkBackward(random.nextInt(replicas[replica].list.elementCount() + 1));
            }
            for (StrandReplica replica : replicas) {
                assertThat(replica.tree.ids()).isEqualTo(replicas[0].tree.ids());
                int count = replica.strand.elementCount();
                assertThat(replica.strand.text(0, count)).isEqualTo(replicas[0].strand.text(0, count));
                seen.leftSiblings += replica.tree.leftSiblings;
                seen.rightSiblings += replica.tree.rightSiblings;
                seen.rightSiblingsByOrigin += replica.tree.rightSiblingsByOrigin;
                seen.otherwiseByDescent += replica.tree.otherwiseByDescent;
                seen.maxHeight = Math.max(seen.maxHeight, replica.strand.tree().height());
                seen.maxLeaves = Math.max(seen.maxLeaves, replica.strand.tree().leafCount());
            }
        }

        /** Delivers one random operation whose causes are there; false if there is none. */
        private boolean deliver(int to) {
            List<Sent> ready = new ArrayList<>();
            for (int author = 0; author < replicas.length; author++) {
                if (applied[to][author] < logs.get(author).size()) {
                    Sent sent = logs.get(author).get(applied[to][author]);
                    if (covers(applied[to], sent.causes)) {
                        ready.add(sent);
                    }
                }
            }
            if (ready.isEmpty()) {
                return false;
            }
            // Several at once, so that replicas do not only see each other's latest operation.
            for (int i = random.nextInt(3) * random.nextInt(3); i >= 0 && !ready.isEmpty(); i--) {
                Sent sent = ready.remove(random.nextInt(ready.size()));
                replicas[to].apply(sent.op);
                applied[to][sent.author]++;
            }
            return true;
        }

        private static boolean covers(int[] applied, int[] causes) {
            for (int i = 0; i < causes.length; i++) {
                if (applied[i] < causes[i]) {
                    return false;
                }
            }
            return true;
        }

        private void act(int replica) {
            int kind = random.nextInt(20);
            Op op = kind < 13 ? insertion(replica) : kind < 17 ? deletion(replica) : undeletion(replica);
            if (op == null) {
                op = insertion(replica);
            }
            replicas[replica].apply(op);
            logs.get(replica).add(new Sent(replica, applied[replica].clone(), op));
            applied[replica][replica]++;
        }

        private Op insertion(int replica) {
            ListStrand list = replicas[replica].list;
            int count = list.elementCount();
            int gap = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(count + 1);
                case 1 -> Math.min(count, 2); // a place all replicas like
                default -> Math.min(count, caret[replica]);
            };
            int right = gap;
            int left = gap - 1;
            if (forge && random.nextInt(3) == 0) {
                left = random.nextInt(count + 1) - 1;
                right = random.nextInt(count + 1);
                seen.forged++;
            }
            String text = random.nextInt(6) == 0 ? "" : randomText();
            Insert insert = new Insert(
                    replica,
                    nextCounter[replica],
                    left < 0 ? Strand.NONE : list.agentAt(left),
                    left < 0 ? 0 : list.counterAt(left),
                    right >= count ? Strand.NONE : list.agentAt(right),
                    right >= count ? 0 : list.counterAt(right),
                    text);
            // Ids of other strands lie between.
            nextCounter[replica] += insert.length() + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
            // Type on forward, or backward by staying.
            caret[replica] = random.nextBoolean() ? gap + insert.length() : gap;
            seen.texts += text.isEmpty() ? 0 : 1;
            seen.boundaries += text.isEmpty() ? 1 : 0;
            seen.surrogates += text.length() > insert.length() ? 1 : 0;
            return insert;
        }

        private String randomText() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            return text.toString();
        }

        /** Deletes some neighbours, among them deleted ones. */
        private Op deletion(int replica) {
            ListStrand list = replicas[replica].list;
            if (list.elementCount() == 0) {
                return null;
            }
            int from = random.nextInt(list.elementCount());
            int to = Math.min(list.elementCount(), from + 1 + random.nextInt(6));
            List<Range> ranges = new ArrayList<>();
            ListStrand.Cursor cursor = list.cursor(from);
            while (cursor.next() && cursor.elementIndex() < to) {
                int length = Math.min(cursor.length(), to - cursor.elementIndex());
                if (!cursor.boundary()) {
                    ranges.add(new Range(cursor.agent(), cursor.counter(), length));
                    seen.deletedTwice += cursor.visible() ? 0 : 1;
                }
            }
            if (ranges.isEmpty()) {
                return null;
            }
            Delete delete = new Delete(ranges);
            ownDeletes.get(replica).add(delete);
            seen.deletes++;
            return delete;
        }

        /** Takes one of the own deletions back, each at most once. */
        private Op undeletion(int replica) {
            List<Delete> own = ownDeletes.get(replica);
            if (own.isEmpty()) {
                return null;
            }
            Delete delete = own.remove(random.nextInt(own.size()));
            seen.undeletes++;
            Undelete undelete = new Undelete(delete.ranges());
            seen.stillDeleted += staysDeleted(replica, undelete) ? 1 : 0;
            return undelete;
        }

        private boolean staysDeleted(int replica, Undelete undelete) {
            Range range = undelete.ranges().getFirst();
            return replicas[replica].list.deletionsAt(replicas[replica].list.indexOf(range.agent(), range.first())) > 1;
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "2, 3", "3, 2", "5, 4", "64, 32"})
    void anyHistoryEqualsBothOracles(int leafSpans, int fanout) {
        Seen seen = new Seen();
        for (int seed = 0; seed < 120; seed++) {
            new History(seed * 31L + leafSpans, leafSpans, fanout, false, seen).run(50);
        }
        assertMet(seen);
        assertThat(seen.rightSiblingsByOrigin).isPositive();
        assertThat(seen.otherwiseByDescent)
                .as("MERGE-5 is the paper's tree for honest origins")
                .isZero();
        if (leafSpans < 5) {
            assertThat(seen.maxHeight).isGreaterThanOrEqualTo(3);
        }
        if (leafSpans == 64) {
            assertThat(seen.maxLeaves).isGreaterThanOrEqualTo(2);
        }
    }

    /** MERGE-4 holds for origins that no honest author records: apart, swapped, or the same. */
    @ParameterizedTest
    @CsvSource({"2, 2", "4, 3"})
    void forgedOriginsConverge(int leafSpans, int fanout) {
        Seen seen = new Seen();
        for (int seed = 0; seed < 120; seed++) {
            new History(seed * 37L + leafSpans, leafSpans, fanout, true, seen).run(50);
        }
        assertMet(seen);
        assertThat(seen.forged).isPositive();
        assertThat(seen.otherwiseByDescent)
                .as("forged origins that only a rule by origins orders")
                .isPositive();
    }

    private static void assertMet(Seen seen) {
        assertThat(seen.texts).isPositive();
        assertThat(seen.boundaries).isPositive();
        assertThat(seen.surrogates).isPositive();
        assertThat(seen.deletes).isPositive();
        assertThat(seen.undeletes).isPositive();
        assertThat(seen.deletedTwice).isPositive();
        assertThat(seen.stillDeleted).isPositive();
        assertThat(seen.leftSiblings).isPositive();
        assertThat(seen.rightSiblings).isPositive();
    }

    /** Longer histories on one place with the shipped node sizes, checked at the end only. */
    @Test
    void longHistoryFillsRealNodes() {
        Seen seen = new Seen();
        History history = new History(7, 64, 32, false, seen);
        for (int step = 0; step < 3_000; step++) {
            int replica = history.random.nextInt(history.replicas.length);
            if (history.random.nextInt(4) == 0) {
                history.deliver(replica);
            } else {
                history.act(replica);
            }
        }
        history.run(0);
        assertThat(seen.maxLeaves).isGreaterThan(32);
        assertThat(seen.maxHeight).isEqualTo(2);
        assertThat(Arrays.stream(history.nextCounter).max().orElseThrow()).isGreaterThan(1_000);
    }
}
