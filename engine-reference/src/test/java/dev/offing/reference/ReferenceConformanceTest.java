package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.conformance.EngineReplica;
import dev.offing.conformance.Scenario;
import dev.offing.conformance.ScenarioFile;
import dev.offing.conformance.ScenarioPlay;
import dev.offing.engine.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle shows what the vectors demand, from the changes the engine's commands made. */
class ReferenceConformanceTest {

    static Stream<Scenario> scenarios() {
        return ScenarioFile.read(Path.of("../conformance/merge/scenarios.json")).stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void oracleShowsWhatTheVectorDemands(Scenario scenario) {
        ScenarioPlay play = ScenarioPlay.play(scenario, EngineReplica.FACTORY);
        List<Change> changes = new ArrayList<>(play.initialChanges());
        changes.addAll(play.userChanges());
        Random random = new Random(1);
        for (int order = 0; order < 5; order++) {
            ReferenceDocument reference = new ReferenceDocument();
            changes.forEach(reference::apply);
            changes.forEach(reference::apply);

            assertThat(scenario.expected().of(reference.view(), play.names())).isEqualTo(scenario.expected());
            assertThat(reference.charactersAstray()).isEmpty();

            Collections.shuffle(changes, random);
        }
    }
}
