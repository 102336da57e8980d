package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** BYTES-1: what a release wrote opens for ever, and shows what it showed then. */
class ReleaseFilesTest {

    private static final Path RELEASES = Path.of("releases");
    private static final ReplicaId READER = new ReplicaId(0xee);

    private static List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASES)) {
            return files.filter(file -> file.toString().endsWith(".snapshot"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void bytes1EveryVersionLeftItsFiles() throws IOException {
        assertThat(snapshots().stream().filter(file -> file.startsWith(RELEASES.resolve("1"))))
                .hasSize(24);
        assertThat(snapshots().stream().filter(file -> file.startsWith(RELEASES.resolve("2"))))
                .hasSize(25);
    }

    /** The bytes of the present version are those of its folder: the format has not changed since. */
    @Test
    void presentVersionIsThatOfTheLastFolder() throws IOException {
        for (Path file : snapshots()) {
            if (file.startsWith(RELEASES.resolve("2"))) {
                byte[] bytes = Files.readAllBytes(file);
                assertThat(Document.load(bytes, READER).save()).as("%s", file).isEqualTo(bytes);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> bytes1OpensAndShowsWhatItShowed() throws IOException {
        return snapshots().stream()
                .map(file -> DynamicTest.dynamicTest(RELEASES.relativize(file).toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        String stem = file.toString().replaceFirst("\\.snapshot$", "");
        String shown = Files.readString(Path.of(stem + ".json"));

        Document opened = Document.load(Files.readAllBytes(file), READER);
        assertThat(ViewJson.of(opened)).as("from the snapshot").isEqualTo(shown);

        Document applied = Document.create(READER);
        ReleaseFiles.readChanges(Path.of(stem + ".changes")).forEach(applied::apply);
        assertThat(ViewJson.of(applied)).as("from its changes").isEqualTo(shown);

        assertThat(opened.save()).as("written today").isEqualTo(applied.save());
        assertThat(ViewJson.of(Document.load(opened.save(), READER)))
                .as("written today and opened again")
                .isEqualTo(shown);
    }
}
