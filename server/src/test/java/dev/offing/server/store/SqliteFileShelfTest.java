package dev.offing.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.store.FileShelf.Appended;
import dev.offing.server.store.FileShelf.Refusal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of files, and what a crash leaves of them in the data folder. */
class SqliteFileShelfTest extends FileShelfContract {

    @TempDir
    Path folder;

    @Override
    Store open(long nowMillis) {
        return SqliteStoreTest.open(folder.resolve("data"), () -> Instant.ofEpochMilli(nowMillis));
    }

    private Path partial(byte[] content) {
        return folder.resolve("data/files/partial").resolve(ADA).resolve(sha256(content));
    }

    @Test
    void aHalfWrittenUploadIsRemovedAtTheNextStart() throws Exception {
        stop();
        Path leftover = folder.resolve("data/files/upload1.part");
        Files.writeString(leftover, "half");
        open(1).close();
        assertThat(leftover).doesNotExist();
    }

    @Test
    void aPartialThatLostItsEndIsGoneOnWithFromThere() throws Exception {
        byte[] content = content(200_000, 1);
        append(ADA, content, 0, 100_000, 1);
        stop();
        try (FileChannel channel = FileChannel.open(partial(content), StandardOpenOption.WRITE)) {
            channel.truncate(70_001);
        }
        start();
        assertThat(append(ADA, content, 100_000, 200_000, 1)).isEqualTo(new Appended.Elsewhere(70_001));
        assertThat(append(ADA, content, 70_001, 200_000, 1)).isEqualTo(new Appended.Kept(200_000));
    }

    /** As after a loss of power, where a length reached the disk and its content did not. */
    @Test
    void aTornPartialNeverBecomesAFile() throws Exception {
        byte[] content = content(200_000, 2);
        append(ADA, content, 0, 100_000, 1);
        stop();
        byte[] torn = Files.readAllBytes(partial(content));
        torn[99_999] ^= 1;
        Files.write(partial(content), torn);
        start();
        assertThat(append(ADA, content, 100_000, 200_000, 1)).isEqualTo(new Appended.Refused(Refusal.OTHER_CONTENT));
        assertThat(store.files().find(sha256(content))).isEmpty();
        assertThat(append(ADA, content, 0, 200_000, 1)).as("from the beginning").isEqualTo(new Appended.Kept(200_000));
    }

    /** Killed after the last byte was written, before the file was made of it. */
    @Test
    void aPartialThatIsCompleteIsFinishedByAnEmptyChunk() throws Exception {
        byte[] content = content(200_000, 3);
        append(ADA, content, 0, 100_000, 1);
        stop();
        Files.write(partial(content), content);
        start();
        assertThat(store.files().partialSizeBytes(ADA, sha256(content))).isEqualTo(200_000);
        assertThat(append(ADA, content, 200_000, 200_000, 1)).isEqualTo(new Appended.Kept(200_000));
        assertThat(store.files().find(sha256(content))).isPresent();
        assertThat(partial(content)).doesNotExist();
    }
}
