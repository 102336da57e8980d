package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of several replicas. Whatever they do, in whatever order it arrives (MERGE-4):
 * equal changes give equal views and equal snapshots, patches lead to the view, changes and snapshots
 * survive their encoding, and what a document remembers is what it would recompute.
 */
class DocumentFuzzTest {

    private static final class Replica {
        Document document;
        ShadowView shadow;
        final List<Change> inbox = new ArrayList<>();

        Replica(ReplicaId id) {
            document = Document.create(id);
            shadow = new ShadowView(document.view());
        }

        void checkPatch() {
            shadow.apply(document.takePatch());
            assertThat(shadow.view()).isEqualTo(document.view());
            document.checkInvariants();
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 120, 200", "3, 80, 200", "4, 60, 100", "5, 200, 10"})
    void replicasConverge(int replicaCount, int steps, int seeds) {
        for (int seed = 0; seed < seeds; seed++) {
            run(replicaCount, steps, seed);
        }
    }

    private static void run(int replicaCount, int steps, int seed) {
        Random random = new Random(seed * 1000L + replicaCount);
        RandomAuthor author = new RandomAuthor(random);
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < replicaCount; i++) {
            replicas.add(new Replica(new ReplicaId(random.nextLong())));
        }
        try {
            for (int step = 0; step < steps; step++) {
                Replica replica = replicas.get(random.nextInt(replicaCount));
                switch (random.nextInt(8)) {
                    case 0, 1 -> deliver(replica, random);
                    case 2 -> reload(replica);
                    default -> edit(replica, replicas, author, random);
                }
            }
            for (Replica replica : replicas) {
                while (!replica.inbox.isEmpty()) {
                    deliver(replica, random);
                }
                replica.checkPatch();
            }
            DocumentView view = replicas.getFirst().document.view();
            byte[] snapshot = replicas.getFirst().document.save();
            for (Replica replica : replicas) {
                assertThat(replica.document.view()).isEqualTo(view);
                assertThat(replica.document.save()).isEqualTo(snapshot);
                assertThat(replica.document.pending()).isEmpty();
            }
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed " + seed + " with " + replicaCount + " replicas", failure);
        }
    }

    private static void edit(Replica replica, List<Replica> replicas, RandomAuthor author, Random random) {
        int commands = 1 + random.nextInt(3);
        for (int i = 0; i < commands; i++) {
            author.act(replica.document);
            if (random.nextInt(3) == 0) {
                replica.checkPatch();
            }
        }
        Change change = replica.document.commit(random.nextInt(1000));
        if (random.nextBoolean()) {
            replica.document.endUndoGroup();
        }
        replica.checkPatch();
        if (change != null) {
            byte[] bytes = ChangeCodec.encode(change);
            Change decoded = ChangeCodec.decode(bytes);
            assertThat(decoded).isEqualTo(change);
            assertThat(ChangeCodec.encode(decoded)).isEqualTo(bytes);
            for (Replica other : replicas) {
                if (other != replica) {
                    other.inbox.add(decoded);
                }
            }
        }
    }

    /** Some changes, in any order, some of them twice. */
    private static void deliver(Replica replica, Random random) {
        int count = Math.min(replica.inbox.size(), 1 + random.nextInt(6));
        if (random.nextInt(3) == 0) {
            Collections.shuffle(replica.inbox, random);
        }
        for (int i = 0; i < count; i++) {
            Change change = replica.inbox.remove(0);
            replica.document.apply(change);
            if (random.nextInt(8) == 0) {
                assertThat(replica.document.apply(change)).isNotInstanceOf(Document.Applied.Done.class);
            }
            if (random.nextInt(4) == 0) {
                replica.checkPatch();
            }
        }
        replica.checkPatch();
    }

    private static void reload(Replica replica) {
        DocumentView view = replica.document.view();
        byte[] snapshot = replica.document.save();
        replica.document = Document.load(snapshot, replica.document.local());
        assertThat(replica.document.view()).isEqualTo(view);
        assertThat(replica.document.save()).isEqualTo(snapshot);
        assertThat(replica.document.takePatch().edits()).isEmpty();
        replica.shadow = new ShadowView(replica.document.view());
    }

    @Test
    void randomAuthorsDoEverything() {
        Random random = new Random(7);
        RandomAuthor author = new RandomAuthor(random);
        Document document = Document.create(new ReplicaId(1));
        for (int i = 0; i < 3000; i++) {
            author.act(document);
            if (i % 3 == 0) {
                document.commit(0);
            }
        }
        assertThat(author.done.keySet()).containsExactlyInAnyOrder(RandomAuthor.Kind.values());
    }
}
