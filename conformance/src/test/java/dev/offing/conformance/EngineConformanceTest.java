package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine meets every public vector; those about databases fail, and are counted as failed. */
class EngineConformanceTest {

    private static final List<Path> VECTORS = List.of(Path.of("merge/scenarios.json"));

    @Test
    void engineMeetsEveryVectorAboutPages() {
        StringBuilder out = new StringBuilder();
        Set<String> pages = Set.of("text", "marks", "split-join", "tree", "properties", "undo");

        ScenarioRunner.Result result = ScenarioRunner.run(VECTORS, out, pages);

        assertThat(result).as(out.toString()).isEqualTo(new ScenarioRunner.Result(67, 0));
    }

    @Test
    void vectorsAboutDatabasesFailHonestly() {
        StringBuilder out = new StringBuilder();

        ScenarioRunner.Result result = ScenarioRunner.run(VECTORS, out, Set.of("database"));

        assertThat(result).isEqualTo(new ScenarioRunner.Result(0, 12));
        assertThat(out.toString()).contains("not supported yet");
    }
}
