package dev.offing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.reference.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bugs planted in the machines that ship are noticed; `offing lab simulate --mutants` hunts all of them. */
class MachineHuntTest {

    private static final Path ROOT = Path.of("..");

    /** One of each kind, noticed by one of the first seeds. */
    private static final Set<String> PLANTED = Set.of(
            "ACKNOWLEDGEMENT_REMOVES_ONE_TOO_MANY",
            "GAP_NOT_NOTICED",
            "OTHER_HISTORY_IGNORED",
            "SYNCED_BEFORE_DURABLE",
            "MORE_HEADS_NOT_READ",
            "GAP_IN_AN_AUTHORS_COUNTERS_TAKEN");

    private static final int SEEDS = 10;

    @Test
    void bugsInTheMachinesAreNoticed() throws IOException {
        List<Mutant> planted = MachineHunt.list(ROOT).stream()
                .filter(mutant -> PLANTED.contains(mutant.name()))
                .toList();
        assertThat(planted).hasSameSizeAs(PLANTED);
        for (Mutant mutant : planted) {
            long first = Long.parseLong(mutant.caught());
            assertThat(MachineHunt.hunt(ROOT, mutant, first, first + SEEDS, SimulationTest.STEPS)
                            .seed())
                    .as(mutant.name() + ": " + mutant.what())
                    .isPositive();
        }
    }

    /** A definition that does not fit the source any more is an error, and each has its row. */
    @Test
    void everyBugFitsTheSourceAndIsListed() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/internals/simulation.md"));
        List<Mutant> mutants = MachineHunt.list(ROOT);
        assertThat(mutants).hasSizeGreaterThanOrEqualTo(10);
        for (Mutant mutant : mutants) {
            String source = Files.readString(ROOT.resolve(MachineHunt.SOURCES).resolve(mutant.file()));
            assertThat(mutant.plantIn(source)).isNotEqualTo(source);
            assertThat(page)
                    .contains("| " + mutant.name() + " | " + mutant.group() + " | " + mutant.what() + " | "
                            + mutant.caught() + " | ");
        }
    }
}
