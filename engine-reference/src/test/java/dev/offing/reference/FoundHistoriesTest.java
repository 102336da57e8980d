package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Histories in which the fuzz once found the engine or a rule wrong, shrunk, each under the name of what went wrong:
 * {@code engine-reference/found}. Each must keep all laws of {@link FuzzRun}.
 */
class FoundHistoriesTest {

    private static final Path FOUND = Path.of("found");

    @TestFactory
    List<DynamicTest> eachKeepsAllLaws() throws IOException {
        try (Stream<Path> files = Files.list(FOUND)) {
            List<DynamicTest> tests =
                    files.sorted().map(FoundHistoriesTest::test).toList();
            assertThat(tests).isNotEmpty();
            return tests;
        }
    }

    private static DynamicTest test(Path file) {
        String name = file.getFileName().toString().replace(".txt", "");
        return DynamicTest.dynamicTest(
                name, file.toUri(), () -> FuzzRun.play(FuzzScript.parse(Files.readString(file)), new FuzzCensus()));
    }
}
