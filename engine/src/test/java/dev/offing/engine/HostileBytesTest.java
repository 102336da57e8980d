package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Damaged and hostile bytes. A decoder either refuses them with a {@link CodecException}, or they are
 * what the encoder writes for what was decoded; a document either takes a change or is as before.
 */
class HostileBytesTest {

    private static final int CASES = 20_000;

    private static final List<Change> CHANGES = new ArrayList<>();
    private static Document document;

    /** Two authors who know each other's work. */
    @BeforeAll
    static void writeHistory() {
        Random random = new Random(42);
        RandomAuthor author = new RandomAuthor(random);
        Document first = Document.create(new ReplicaId(0x1111));
        document = Document.create(new ReplicaId(-2));
        for (int i = 0; i < 250; i++) {
            Document writer = i % 2 == 0 ? first : document;
            author.act(writer);
            author.act(writer);
            Change change = writer.commit(1_700_000_000_000L + i);
            if (change != null) {
                CHANGES.add(change);
                (writer == first ? document : first).apply(change);
            }
        }
        assertThat(author.done.keySet()).containsExactlyInAnyOrder(RandomAuthor.Kind.values());
    }

    @Test
    void changesAreRefusedOrCanonical() {
        Random random = new Random(1);
        int decoded = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = damage(ChangeCodec.encode(pick(CHANGES, random)), random);
            Change change = decode(bytes, i);
            if (change != null) {
                decoded++;
                assertThat(ChangeCodec.encode(change)).as("case %d", i).isEqualTo(bytes);
            }
        }
        assertThat(decoded).as("damage that goes deeper than the form").isBetween(CASES / 50, CASES / 2);
    }

    @Test
    void documentTakesAChangeOrStaysAsItWas() {
        Random random = new Random(2);
        byte[] before = document.save();
        int refused = 0;
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            Change original = pick(CHANGES.subList(CHANGES.size() / 2, CHANGES.size()), random);
            Change change = decode(damage(ChangeCodec.encode(original), random), i);
            if (change == null) {
                continue;
            }
            Document fresh = documentBefore(original);
            byte[] untouched = fresh.save();
            try {
                taken += fresh.apply(change) instanceof Document.Applied.Done ? 1 : 0;
            } catch (InvalidChangeException invalid) {
                refused++;
                assertThat(fresh.save()).as("case %d", i).isEqualTo(untouched);
            }
            fresh.checkInvariants();
            if (refused + taken > 1500) {
                break;
            }
        }
        assertThat(refused).isPositive();
        assertThat(taken).isPositive();
        assertThat(document.save()).isEqualTo(before);
    }

    /** A document that has seen what came before a change of the history. */
    private static Document documentBefore(Change change) {
        Document fresh = Document.create(new ReplicaId(7));
        for (Change earlier : CHANGES) {
            if (earlier == change) {
                break;
            }
            fresh.apply(earlier);
        }
        return fresh;
    }

    @Test
    void damagedSnapshotsAreRefused() {
        Random random = new Random(3);
        byte[] snapshot = document.save();
        for (int i = 0; i < CASES / 4; i++) {
            byte[] bytes = damage(snapshot, random);
            assertThat(load(bytes, i)).as("case %d", i).isNull();
        }
    }

    /**
     * Damage under right checksums and compressed anew, as only somebody hostile makes it: refused, or a document that
     * is whole, says the same when it is saved, and can be worked in.
     */
    @Test
    void bytes32SealedDamageIsRefusedOrCanonical() {
        Random random = new Random(4);
        int loadedCount = 0;
        byte[] snapshot = document.save();
        for (int i = 0; i < CASES / 4; i++) {
            List<SnapshotSections.Section> sections = SnapshotSections.read(snapshot);
            SnapshotSections.Section damaged = pickDamageable(sections, random);
            damage(damaged, random);
            byte[] bytes = SnapshotSections.write(sections);
            Document loaded = load(bytes, i);
            if (loaded != null && damaged.kind() != SnapshotFormat.SECTION_PAGE) {
                loadedCount++;
                // The page is a view of the rest: it is written anew.
                assertThat(SnapshotSections.withoutPage(loaded.save()))
                        .as("case %d", i)
                        .isEqualTo(SnapshotSections.withoutPage(bytes));
                loaded.checkInvariants();
                workIn(loaded, random);
            }
        }
        assertThat(loadedCount).as("damage that goes deeper than the form").isGreaterThan(CASES / 400);
    }

    /** What changes the order of elements, or the page, only shows when everything is applied again. */
    @Test
    void bytes33VerificationFindsWhatLoadingBelieves() {
        byte[] snapshot = document.save();
        assertThat(Document.verify(snapshot)).isTrue();
        Random random = new Random(5);
        int lies = 0;
        for (int i = 0; i < 400; i++) {
            List<SnapshotSections.Section> sections = SnapshotSections.read(snapshot);
            damage(SnapshotSections.find(sections, SnapshotFormat.SECTION_PAGE), random);
            byte[] bytes = SnapshotSections.write(sections);
            if (!Arrays.equals(bytes, snapshot) && load(bytes, i) != null) {
                lies++;
                assertThat(Document.verify(bytes)).as("case %d", i).isFalse();
            }
        }
        assertThat(lies).isPositive();
    }

    @Test
    void damagedPagesAreRefusedOrRead() {
        Random random = new Random(6);
        int read = 0;
        byte[] snapshot = document.save();
        for (int i = 0; i < CASES / 4; i++) {
            List<SnapshotSections.Section> sections = SnapshotSections.read(snapshot);
            damage(SnapshotSections.find(sections, SnapshotFormat.SECTION_PAGE), random);
            try {
                DocumentView unused = Document.readPage(SnapshotSections.write(sections));
                read++;
            } catch (CodecException refused) {
                assertThat(refused.kind()).isEqualTo(CodecException.Kind.CORRUPT);
            }
        }
        assertThat(read).isBetween(CASES / 200, CASES / 5);
    }

    private static void workIn(Document loaded, Random random) {
        RandomAuthor author = new RandomAuthor(random);
        for (int i = 0; i < 12; i++) {
            author.act(loaded);
        }
        Change unused = loaded.commit(0);
        loaded.checkInvariants();
    }

    private static SnapshotSections.Section pickDamageable(List<SnapshotSections.Section> sections, Random random) {
        SnapshotSections.Section section;
        do {
            section = sections.get(random.nextInt(sections.size()));
        } while (section.columns().isEmpty());
        return section;
    }

    /** Changes, inserts or takes out bytes of a column, or exchanges two stretches of it. */
    private static void damage(SnapshotSections.Section section, Random random) {
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int number = random.nextInt(section.columns().size());
            byte[] column = section.columns().get(number);
            int at = column.length == 0 ? 0 : random.nextInt(column.length);
            ByteWriter out = new ByteWriter();
            out.writeBytes(Arrays.copyOf(column, at));
            switch (random.nextInt(column.length < 4 ? 1 : 4)) {
                case 0 -> {
                    out.writeByte(random.nextInt(random.nextBoolean() ? 6 : 256));
                    out.writeBytes(Arrays.copyOfRange(column, at, column.length));
                }
                case 1 -> out.writeBytes(Arrays.copyOfRange(column, at + 1, column.length));
                case 2 -> {
                    out.writeByte(column[at] + (random.nextBoolean() ? 1 : -1));
                    out.writeBytes(Arrays.copyOfRange(column, at + 1, column.length));
                }
                default -> {
                    int middle = at + random.nextInt(column.length - at);
                    int end = middle + random.nextInt(column.length - middle);
                    out.writeBytes(Arrays.copyOfRange(column, middle, end));
                    out.writeBytes(Arrays.copyOfRange(column, at, middle));
                    out.writeBytes(Arrays.copyOfRange(column, end, column.length));
                }
            }
            section.columns().set(number, out.toBytes());
        }
    }

    private static Change decode(byte[] bytes, int number) {
        try {
            return ChangeCodec.decode(bytes);
        } catch (CodecException refused) {
            assertThat(refused.offsetBytes()).isBetween(0, bytes.length);
            return null;
        } catch (RuntimeException unexpected) {
            throw new AssertionError("case " + number, unexpected);
        }
    }

    private static Document load(byte[] bytes, int number) {
        try {
            return Document.load(bytes, new ReplicaId(5));
        } catch (CodecException refused) {
            return null;
        } catch (RuntimeException unexpected) {
            throw new AssertionError("case " + number, unexpected);
        }
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        do {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                case 3 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(9), bytes.length - Math.max(at, from));
                    System.arraycopy(good, Math.min(from, good.length - length), bytes, at, length);
                }
            }
        } while (Arrays.equals(bytes, good) || random.nextInt(3) == 0);
        return bytes;
    }

    private static Change pick(List<Change> changes, Random random) {
        return changes.get(random.nextInt(changes.size()));
    }
}
