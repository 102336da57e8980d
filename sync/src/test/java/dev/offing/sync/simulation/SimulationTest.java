package dev.offing.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.simulation.World.Fault;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machines of client and server together, against everything that can fail between them. */
class SimulationTest {

    private static final int SEEDS = 300;

    @Test
    void sync1_20_21_24_25_30_40_nothingIsLostDoubledOrFalselySynced() {
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation simulation = new Simulation(seed);
            try {
                simulation.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            simulation.world.faults.forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
        }
        for (Fault fault : Fault.values()) {
            assertThat(faults.getOrDefault(fault, 0)).as(fault.name()).isPositive();
        }
    }

    @Test
    void oneSeedGivesOneRun() {
        for (long seed = 1; seed <= 5; seed++) {
            Simulation first = new Simulation(seed);
            first.run();
            Simulation second = new Simulation(seed);
            second.run();
            assertThat(second.world.trace()).isEqualTo(first.world.trace());
        }
    }
}
