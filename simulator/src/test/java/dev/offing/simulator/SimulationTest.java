package dev.offing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machines of client and server together, against everything that can fail between them. */
class SimulationTest {

    private static final int SEEDS = 500;
    static final int STEPS = 160;

    @Test
    void sync1_20_21_24_25_30_40_nothingIsLostDoubledOrFalselySynced() {
        SimulationLoop.Result result = SimulationLoop.run(new SimulationLoop.Plan(1, SEEDS, STEPS, 2), progress -> {});
        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(SEEDS);
        assertThat(result.repeated()).isEqualTo(SEEDS / 100);
        assertThat(result.census().neverHappened()).isEmpty();
    }

    @Test
    void oneScriptGivesOneRun() {
        for (long seed = 1; seed <= 5; seed++) {
            Script script = Script.generate(seed, STEPS);
            Outcome first = Outcome.of(script, new Census());
            Outcome second = Outcome.of(script, new Census());
            assertThat(second).isEqualTo(first);
            assertThat(Outcome.of(Script.generate(seed + 100, STEPS), new Census())
                            .trace())
                    .isNotEqualTo(first.trace());
        }
    }

    @Test
    void aScriptCanLeaveOutStepsAndForbidFaults() {
        Script script = Script.generate(7, 40);
        Script part = script.with(List.of(3, 5)).without(Fault.CONNECTION_CUT);
        assertThat(part.steps())
                .containsExactly(script.steps().get(3), script.steps().get(5));
        Census census = new Census();
        Outcome.of(Script.generate(7, 400).without(Fault.FRAME_DAMAGED), census);
        assertThat(census.faults().get(Fault.FRAME_DAMAGED)).containsOnly(0L);
        assertThat(part.command())
                .isEqualTo("./offing lab simulate --replay 7 --steps 40 --keep 3,5 --without CONNECTION_CUT");
    }

    @Test
    void aFailingScriptShrinksToWhatItNeeds() {
        Script failing = Script.generate(3, 200);
        List<Step> all = failing.steps();
        int crash = all.indexOf(all.stream()
                .filter(step -> step.kind() == StepKind.CRASH_SERVER)
                .findFirst()
                .orElseThrow());
        Script small = Shrinker.shrink(
                failing,
                script -> script.kept().contains(crash)
                        && script.kept().contains(0)
                        && !script.forbidden().contains(Fault.FRAME_DOUBLED),
                500);
        assertThat(small.kept()).containsExactly(0, crash);
        EnumSet<Fault> needed = EnumSet.copyOf(Fault.SPONTANEOUS);
        needed.removeAll(small.forbidden());
        assertThat(needed).containsExactly(Fault.FRAME_DOUBLED);
    }
}
