package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scripts survive printing, and shrink to what makes them fail. */
class FuzzShrinkerTest {

    @Test
    void printedScriptIsReadBack() {
        FuzzScript script = FuzzScript.generate(7);

        assertThat(FuzzScript.parse(script.toString())).isEqualTo(script);
    }

    @Test
    void equalSeedsGiveEqualScripts() {
        assertThat(FuzzScript.generate(3)).isEqualTo(FuzzScript.generate(3)).isNotEqualTo(FuzzScript.generate(4));
    }

    @Test
    void shrinksToTheStepsAndNumbersThatMatter() {
        FuzzScript script = LongStream.range(1, 100)
                .mapToObj(FuzzScript::generate)
                .filter(FuzzShrinkerTest::splitsAndThenMovesFarEnough)
                .findFirst()
                .orElseThrow();

        FuzzScript small = FuzzShrinker.shrink(script, FuzzShrinkerTest::splitsAndThenMovesFarEnough);

        assertThat(small.steps()).hasSize(2);
        assertThat(small.steps().getFirst())
                .isEqualTo(new FuzzStep(
                        FuzzStep.Kind.SPLIT, small.steps().getFirst().replica(), 0, 0, 0, 0));
        assertThat(small.steps().getLast().b()).isEqualTo(2);
    }

    private static boolean splitsAndThenMovesFarEnough(FuzzScript script) {
        boolean split = false;
        for (FuzzStep step : script.steps()) {
            split |= step.kind() == FuzzStep.Kind.SPLIT;
            if (split && step.kind() == FuzzStep.Kind.MOVE && step.b() >= 2) {
                return true;
            }
        }
        return false;
    }
}
