package dev.offing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bugs that are planted are noticed: a simulator that misses them would miss real ones. */
class MutantHuntTest {

    private static final Path PAGE = Path.of("../docs/internals/simulation.md");
    /** Those that {@link MachineHuntTest} plants come below. */
    private static final String MACHINES = "## Bugs planted in the machines";

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z_]+) \\| (\\w+) \\| ([^|]+) \\| (\\d+) \\| [^|]+ \\|");

    /** Tried where the seed on the page does not notice any more: the scripts of seeds change. */
    private static final int SEEDS = 200;

    /** A row of the page. */
    private record Listed(String group, String what, long seed) {}

    @Test
    void everyPlantedBugIsListedAndNoticed() throws IOException {
        Map<String, Listed> listed = listed();
        assertThat(listed).hasSizeGreaterThanOrEqualTo(25);
        for (PlantedBug bug : PlantedBug.values()) {
            Listed row = listed.remove(bug.name());
            assertThat(row).as(bug.name()).isNotNull();
            assertThat(row.group() + ": " + row.what()).isEqualTo(bug.group() + ": " + bug.what());
            assertThat(MutantHunt.hunt(bug, row.seed(), SEEDS, SimulationTest.STEPS)
                            .seed())
                    .as(bug.name() + ": " + bug.what())
                    .isPositive();
        }
        assertThat(listed).as("rows of no bug").isEmpty();
    }

    private static Map<String, Listed> listed() throws IOException {
        Map<String, Listed> rows = new HashMap<>();
        String page = Files.readString(PAGE);
        for (String line : page.substring(0, page.indexOf(MACHINES)).lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), new Listed(row.group(2), row.group(3), Long.parseLong(row.group(4))));
            }
        }
        return rows;
    }
}
