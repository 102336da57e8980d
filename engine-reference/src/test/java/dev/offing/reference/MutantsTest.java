package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bugs that are planted in the engine are noticed: a suite that misses them would miss real ones. */
class MutantsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Seeds that are tried where the one that noticed last time does not: the scripts of seeds change. */
    private static final int SEEDS = 600;

    @Test
    void everyPlantedBugIsNoticed() throws IOException {
        List<MutantHunt.Outcome> outcomes = MutantHunt.run(ROOT, SEEDS, outcome -> {});

        assertThat(outcomes).hasSizeGreaterThanOrEqualTo(20);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.caught())
                        .as(outcome.mutant() + ": " + outcome.what())
                        .isNotNull());
        assertThat(outcomes.stream().map(MutantHunt.Outcome::group).distinct())
                .containsExactlyInAnyOrder("merge", "marks", "tree", "undo", "patch", "codec");
    }

    @Test
    void theListInTheDocumentationHasThemAll() throws IOException {
        String page = Files.readString(ROOT.resolve(MutantHunt.PAGE));

        for (Mutant mutant : Mutant.parse(Files.readString(ROOT.resolve(MutantHunt.LIST)))) {
            assertThat(page).contains("| " + mutant.name() + " | " + mutant.group() + " | " + mutant.what() + " |");
        }
    }

    @Test
    void aBugThatFitsTheSourceNoMoreIsAnError() {
        Mutant stale = new Mutant("stale", "merge", "", "Register.java", "no such line", "", "");
        Mutant twice = new Mutant("twice", "merge", "", "Register.java", "return", "", "");
        Mutant broken = new Mutant("broken", "merge", "", "Register.java", "writes.isEmpty() ? null", "writes", "");
        Path sources = ROOT.resolve("engine/src/main/java/dev/offing/engine");

        for (Mutant mutant : List.of(stale, twice, broken)) {
            assertThatThrownBy(() -> MutantEngine.with(mutant, sources))
                    .isInstanceOf(Mutant.DoesNotApply.class)
                    .hasMessageContaining(mutant.name());
        }
    }

    /** They notice a bug only if they pass without one. */
    @Test
    void everyHistoryPassesWithoutABug() throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(ROOT.resolve(MutantHunt.HISTORIES))) {
            names = files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .toList();
        }

        assertThat(names).isNotEmpty();
        for (String name : names) {
            FuzzRun.play(MutantTrial.history(ROOT, name), new FuzzCensus());
            assertThat(Files.readString(ROOT.resolve(MutantHunt.LIST))).contains("caught by: history " + name + "\n");
        }
    }

    /** The loader itself changes nothing. */
    @Test
    void anEngineWithoutABugPasses() throws IOException {
        Mutant none =
                new Mutant("none", "merge", "", "Register.java", "final class Register", "final class Register", "");
        MutantEngine engine = MutantEngine.with(none, ROOT.resolve("engine/src/main/java/dev/offing/engine"));

        assertThat(engine.trial("seed 1", ROOT)).isNull();
        assertThat(engine.trial("vectors marks", ROOT)).isNull();
    }
}
