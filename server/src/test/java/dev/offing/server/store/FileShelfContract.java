package dev.offing.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.server.store.FileShelf.Appended;
import dev.offing.server.store.FileShelf.Chunk;
import dev.offing.server.store.Identities.Account;
import dev.offing.server.store.Identities.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every shelf of files has to keep, whatever it is made of. */
abstract class FileShelfContract {

    static final String ADA = "ada0".repeat(8);
    private static final String BEN = "be00".repeat(8);

    Store store;

    /** Opens the store by a clock that shows this time: the same data each time within a test. */
    abstract Store open(long nowMillis);

    @BeforeEach
    void start() {
        store = open(1);
        store.identities().setUp("Lighthouse", new Account(ADA, "ada@example.org", "Ada", Role.OWNER, "hash", 1));
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void reopen(long nowMillis) {
        store.close();
        store = open(nowMillis);
    }

    @Test
    void aFileIsThereOnlyWhenItIsWhole() {
        String id = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // SHA-256 of abc
        assertThat(store.files().put(id, new ByteArrayInputStream(new byte[] {'a'}), Optional.empty(), 1))
                .contains(FileShelf.Refusal.OTHER_CONTENT);
        assertThat(store.files().find(id)).isEmpty();
        assertThat(store.files().put(id, new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}), Optional.empty(), 1))
                .isEmpty();
        reopen(1);
        assertThat(store.files().find(id).orElseThrow().sizeBytes()).isEqualTo(3);
    }

    Appended append(String account, byte[] content, int offset, int end, long nowMillis) {
        return store.files()
                .append(
                        new Chunk(account, sha256(content), offset, content.length),
                        new ByteArrayInputStream(content, offset, end - offset),
                        nowMillis);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Content that is like no other with another seed. */
    static byte[] content(int sizeBytes, long seed) {
        byte[] content = new byte[sizeBytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    @Test
    void aFileComesByChunkOverRestartsAndIsWholeWithItsLast() throws Exception {
        byte[] content = content(200_000, 1);
        String id = sha256(content);
        assertThat(append(ADA, content, 0, 70_000, 1)).isEqualTo(new Appended.Kept(70_000));
        assertThat(store.files().find(id)).isEmpty();
        reopen(1);
        assertThat(store.files().partialSizeBytes(ADA, id)).isEqualTo(70_000);
        assertThat(append(ADA, content, 70_000, 200_000, 2)).isEqualTo(new Appended.Kept(200_000));
        assertThat(Files.readAllBytes(store.files().find(id).orElseThrow().path()))
                .isEqualTo(content);
        assertThat(store.files().partialSizeBytes(ADA, id)).isZero();
        reopen(1);
        assertThat(store.files().find(id).orElseThrow().sizeBytes()).isEqualTo(200_000);
    }

    @Test
    void aChunkThatIsNotWhereTheShelfIsLeavesItAsItWas() {
        byte[] content = content(1_000, 2);
        assertThat(append(ADA, content, 100, 200, 1)).isEqualTo(new Appended.Elsewhere(0));
        append(ADA, content, 0, 300, 1);
        assertThat(append(ADA, content, 0, 300, 1)).isEqualTo(new Appended.Elsewhere(300));
        assertThat(append(ADA, content, 400, 500, 1)).isEqualTo(new Appended.Elsewhere(300));
        assertThat(append(ADA, content, 300, 300, 1))
                .as("nothing, at the right place")
                .isEqualTo(new Appended.Kept(300));
    }

    @Test
    void aPartialIsItsAccountsAlone() {
        byte[] content = content(1_000, 3);
        append(ADA, content, 0, 300, 1);
        assertThat(store.files().partialSizeBytes(BEN, sha256(content))).isZero();
        assertThat(append(BEN, content, 300, 1_000, 1)).isEqualTo(new Appended.Elsewhere(0));
    }

    @Test
    void otherContentThanTheIdSaysIsNoFileAndNoPartialAnyMore() {
        byte[] content = content(1_000, 4);
        append(ADA, content, 0, 999, 1);
        Chunk last = new Chunk(ADA, sha256(content), 999, 1_000);
        byte[] other = {(byte) ~content[999]};
        assertThat(store.files().append(last, new ByteArrayInputStream(other), 1))
                .isEqualTo(new Appended.Refused(FileShelf.Refusal.OTHER_CONTENT));
        assertThat(store.files().find(sha256(content))).isEmpty();
        assertThat(store.files().partialSizeBytes(ADA, sha256(content))).isZero();
    }

    @Test
    void aChunkIsNoLongerThanItMayBeNorThanItsFile() {
        byte[] large = content(FileShelf.CHUNK_BYTES_MAX + 1, 5);
        Appended tooLarge = new Appended.Refused(FileShelf.Refusal.TOO_LARGE);
        assertThat(append(ADA, large, 0, large.length, 1)).isEqualTo(tooLarge);
        byte[] content = content(1_000, 6);
        Chunk chunk = new Chunk(ADA, sha256(content), 0, 999);
        assertThat(store.files().append(chunk, new ByteArrayInputStream(content), 1))
                .isEqualTo(tooLarge);
        assertThatThrownBy(() -> new Chunk(ADA, sha256(content), 0, FileShelf.FILE_BYTES_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCameOfAChunkThatBrokeOffCounts() {
        byte[] content = content(300_000, 7);
        Chunk chunk = new Chunk(ADA, sha256(content), 0, content.length);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(content, 0, 200_000), new BrokenLine());
        assertThatThrownBy(() -> store.files().append(chunk, broken, 1)).isInstanceOf(UncheckedIOException.class);
        int there = Math.toIntExact(store.files().partialSizeBytes(ADA, sha256(content)));
        assertThat(there).isEqualTo(200_000);
        assertThat(append(ADA, content, there, content.length, 1)).isEqualTo(new Appended.Kept(content.length));
    }

    private static final class BrokenLine extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the line broke");
        }
    }

    /** The first request's line is slow; its client has come back on another one and gone on. */
    @Test
    void aRequestThatWasOvertakenWritesNothingMore() throws Exception {
        byte[] content = content(1_000, 8);
        InputStream second = new InputStream() {
            private final InputStream rest = new ByteArrayInputStream(content, 400, 600);
            private boolean overtaken;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (!overtaken) {
                    overtaken = true;
                    assertThat(append(ADA, content, 400, 1_000, 1)).isEqualTo(new Appended.Kept(1_000));
                }
                return rest.read(into, offset, length);
            }
        };
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(content, 0, 400), second);
        Chunk chunk = new Chunk(ADA, sha256(content), 0, content.length);
        assertThat(store.files().append(chunk, slow, 1)).isEqualTo(new Appended.Elsewhere(0));
        assertThat(Files.readAllBytes(
                        store.files().find(sha256(content)).orElseThrow().path()))
                .isEqualTo(content);
        assertThat(store.files().partialSizeBytes(ADA, sha256(content))).isZero();
    }

    @Test
    void anAccountHasSoManyPartialsAndTheOneThatWaitedLongestGoes() {
        for (int file = 0; file < FileShelf.PARTIALS_MAX; file++) {
            append(ADA, content(100, file), 0, 50, 10 + file);
        }
        append(BEN, content(100, 0), 0, 50, 1);
        append(ADA, content(100, 0), 50, 60, 99);
        append(ADA, content(100, 99), 0, 50, 100);
        assertThat(store.files().partialSizeBytes(ADA, sha256(content(100, 1))))
                .as("the one that waited longest")
                .isZero();
        for (int file : new int[] {0, 2, FileShelf.PARTIALS_MAX - 1, 99}) {
            assertThat(store.files().partialSizeBytes(ADA, sha256(content(100, file))))
                    .as("file %d", file)
                    .isPositive();
        }
        assertThat(store.files().partialSizeBytes(BEN, sha256(content(100, 0)))).isEqualTo(50);
    }

    @Test
    void whatNobodyGoesOnWithIsGivenUp() {
        long week = FileShelf.PARTIAL_KEPT.toMillis();
        append(ADA, content(100, 1), 0, 50, 0);
        append(ADA, content(100, 2), 0, 50, 0);
        append(ADA, content(100, 2), 50, 60, 2);
        append(BEN, content(100, 3), 0, 50, week + 1);
        assertThat(store.files().partialSizeBytes(ADA, sha256(content(100, 1)))).isZero();
        assertThat(store.files().partialSizeBytes(ADA, sha256(content(100, 2)))).isEqualTo(60);
        reopen(week + 3);
        assertThat(store.files().partialSizeBytes(ADA, sha256(content(100, 2))))
                .as("at the next start")
                .isZero();
        assertThat(store.files().partialSizeBytes(BEN, sha256(content(100, 3)))).isEqualTo(50);
    }

    @Test
    void aFileThatCameWholeEndsItsPartial() {
        byte[] content = content(1_000, 9);
        append(ADA, content, 0, 300, 1);
        store.files().put(sha256(content), new ByteArrayInputStream(content), Optional.of(ADA), 1);
        assertThat(store.files().partialSizeBytes(ADA, sha256(content))).isZero();
    }

    @Test
    void namesLeadNowhereElse() {
        assertThatThrownBy(() -> store.files().partialSizeBytes("..", sha256(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.files().partialSizeBytes(ADA, "../../" + "0".repeat(58)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
