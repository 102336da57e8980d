package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The runner passes what is right and sees each fault, on an engine small enough to know by heart. */
class ScenarioRunnerTest {

    private static final String WORDS = """
            [{"id":"words","group":"text","description":"Everybody adds words",
              "initial":{"blocks":[{"id":"b1","text":"X"}]},
              "a_ops":[["ins","b1",0,"a"],["sync"],["ins","b1",0,"A"]],
              "b_ops":[["ins","b1",0,"b"],["sync"]],
              "c_ops":[["ins","b1",0,"c"]],
              "expected":{"blocks":[{"id":"b1","text":"XaAbc"}]}},
             {"id":"data","group":"database","description":"A database",
              "initial":{"blocks":[]},"a_ops":[["addprop","p","text","P"]],"expected":{"db":{"props":{},"rows":[]}}}]
            """;

    @TempDir
    Path folder;

    @Test
    void correctEnginePassesAndAnotherVectorFails() throws IOException {
        StringBuilder out = new StringBuilder();

        ScenarioRunner.Result result = run(WORDS, out, null, WordBag.Fault.NONE);

        assertThat(result).isEqualTo(new ScenarioRunner.Result(1, 1));
        assertThat(out.toString()).isEqualTo("""
                        FAILED data (database): A database
                          at       play
                          expected {"props":{},"rows":[]}
                          got      UnsupportedOperationException: words are no database
                        1 passed, 1 failed
                        """);
    }

    @Test
    void groupsSelect() throws IOException {
        StringBuilder out = new StringBuilder();

        ScenarioRunner.Result result = run(WORDS, out, Set.of("text", "undo"), WordBag.Fault.NONE);

        assertThat(result).isEqualTo(new ScenarioRunner.Result(1, 0));
        assertThat(out.toString()).isEqualTo("1 passed, 0 failed\n");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void faultIsSeen(WordBag.Fault fault) throws IOException {
        StringBuilder out = new StringBuilder();

        ScenarioRunner.Result result = run(WORDS, out, Set.of("text"), fault);

        assertThat(result).as(out.toString()).isEqualTo(new ScenarioRunner.Result(0, 1));
        assertThat(out.toString()).startsWith("FAILED words (text): Everybody adds words\n");
    }

    @Test
    void wrongExpectationShowsBothSides() throws IOException {
        StringBuilder out = new StringBuilder();

        run(WORDS.replace("XaAbc", "XaAbC"), out, Set.of("text"), WordBag.Fault.NONE);

        assertThat(out.toString())
                .contains("at       replica of a\n")
                .contains("expected [{\"id\":\"b1\",\"text\":\"XaAbC\"}]\n")
                .contains("got      [{\"id\":\"b1\",\"text\":\"XaAbc\"}]\n");
    }

    @Test
    void stepThatTheEngineCannotDoFailsItsVectorOnly() throws IOException {
        StringBuilder out = new StringBuilder();
        String steps = "[[\"join\",\"b1\",\"b9\"]]";

        run(WORDS.replace("[[\"ins\",\"b1\",0,\"c\"]]", steps), out, null, WordBag.Fault.NONE);

        assertThat(out.toString())
                .contains("got      ScenarioPlayException: no block is named b9\n")
                .endsWith("0 passed, 2 failed\n");
    }

    private ScenarioRunner.Result run(String text, StringBuilder out, Set<String> groups, WordBag.Fault fault)
            throws IOException {
        Path file = Files.writeString(folder.resolve("scenarios.json"), text);
        return ScenarioRunner.run(List.of(file), out, groups, WordBag.factory(fault));
    }
}
