package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine meets every public vector. */
class EngineConformanceTest {

    private static final List<Path> VECTORS = List.of(Path.of("merge/scenarios.json"));

    @Test
    void engineMeetsEveryVector() {
        StringBuilder out = new StringBuilder();

        ScenarioRunner.Result result = ScenarioRunner.run(VECTORS, out, null);

        assertThat(result).as(out.toString()).isEqualTo(new ScenarioRunner.Result(79, 0));
    }
}
