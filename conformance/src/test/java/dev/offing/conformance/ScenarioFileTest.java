package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.CellView;
import dev.offing.engine.MarkRun;
import dev.offing.engine.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is read as it stands, or refused with its place. */
class ScenarioFileTest {

    @TempDir
    Path folder;

    @Test
    void publicVectorsAreRead() {
        assertThat(ScenarioFile.read(Path.of("merge/scenarios.json"))).hasSize(79);
    }

    @Test
    void everyOperationOfTheNotationIsRead() throws IOException {
        Path file = write("""
                [{"id":"x","group":"text","initial":{"blocks":[
                    {"id":"b1","text":"ab","marks":[["bold",0,1,true]],"type":"todo","props":{"n":1.5,"f":false}},
                    {"id":"b2","text":"","parent":"b1"}],"ops":[["delete","b2"]]},
                 "a_ops":[["ins","b1",0,"x"],["del","b1",0,1],["mark","b1",0,1,"bold"],
                    ["mark","b1",0,1,"link","u"],["unmark","b1",0,1,"comment","c1"],["split","b1",1,"b3"],
                    ["join","b3","b1"],["new","b4",null,"b1"],["new","b5","b1",null,"quote","t"],
                    ["move","b4","b1",null],["delete","b4"],["restore","b4"],["type","b1","code"],
                    ["prop","b1","k",null],["undo"],["redo"],["sync"]],
                 "c_ops":[["cell","r","p",2],["cell","r","p",null],["cell","r","p",["o","q"]],["cell+","r","p","o"],
                    ["cell-","r","p","o"],["addprop","p","select","P"],["renprop","p","Q"],["proptype","p","text"],
                    ["delprop","p"],["addopt","p","o","O"],["renopt","p","o","Q"],["delopt","p","o"]],
                 "expected":{"blocks":[]}}]
                """);

        Scenario scenario = ScenarioFile.read(file).getFirst();

        assertThat(scenario.initial().getFirst().marks()).containsExactly(new MarkRun("bold", 0, 1, Value.TRUE));
        assertThat(scenario.initial().getFirst().properties())
                .containsEntry("n", new Value.Num(1.5))
                .containsEntry("f", Value.FALSE);
        assertThat(scenario.initial().getLast().parent()).isEqualTo("b1");
        assertThat(scenario.initialOps()).containsExactly(new ScenarioOp.DeleteBlock("b2"));
        assertThat(scenario.users()).containsOnlyKeys("a", "c");
        assertThat(scenario.users().get("a"))
                .containsExactly(
                        new ScenarioOp.Insert("b1", 0, "x"),
                        new ScenarioOp.DeleteText("b1", 0, 1),
                        new ScenarioOp.Mark("b1", 0, 1, "bold", Value.TRUE),
                        new ScenarioOp.Mark("b1", 0, 1, "link", new Value.Text("u")),
                        new ScenarioOp.Unmark("b1", 0, 1, "comment", new Value.Text("c1")),
                        new ScenarioOp.Split("b1", 1, "b3"),
                        new ScenarioOp.Join("b3", "b1"),
                        new ScenarioOp.New("b4", null, "b1", "paragraph", ""),
                        new ScenarioOp.New("b5", "b1", null, "quote", "t"),
                        new ScenarioOp.Move("b4", "b1", null),
                        new ScenarioOp.DeleteBlock("b4"),
                        new ScenarioOp.Restore("b4"),
                        new ScenarioOp.SetType("b1", "code"),
                        new ScenarioOp.SetProperty("b1", "k", Value.ABSENT),
                        new ScenarioOp.Undo(),
                        new ScenarioOp.Redo(),
                        new ScenarioOp.Sync());
        assertThat(scenario.users().get("c"))
                .containsExactly(
                        new ScenarioOp.SetCell("r", "p", List.of(new Value.Num(2)), false),
                        new ScenarioOp.SetCell("r", "p", List.of(Value.ABSENT), false),
                        new ScenarioOp.SetCell("r", "p", List.of(new Value.Text("o"), new Value.Text("q")), true),
                        new ScenarioOp.AddToCell("r", "p", "o"),
                        new ScenarioOp.RemoveFromCell("r", "p", "o"),
                        new ScenarioOp.AddProperty("p", "select", "P"),
                        new ScenarioOp.RenameProperty("p", "Q"),
                        new ScenarioOp.SetPropertyType("p", "text"),
                        new ScenarioOp.DeleteProperty("p"),
                        new ScenarioOp.AddOption("p", "o", "O"),
                        new ScenarioOp.RenameOption("p", "o", "Q"),
                        new ScenarioOp.DeleteOption("p", "o"));
    }

    @Test
    void expectedDatabaseIsRead() throws IOException {
        Path file = write("""
                [{"id":"x","group":"database","initial":{"blocks":[]},"a_ops":[],
                  "expected":{"db":{"props":{"s":{"type":"select","name":"S","options":{"o":"O"}},
                     "m":{"type":"multiselect","name":"M"},"n":{"type":"number","name":"N"}},
                   "rows":[{"id":"r","cells":{"s":"o","m":["o","p"],"n":{"unconverted":"x"}}}]}}}]
                """);

        ShownState expected = ScenarioFile.read(file).getFirst().expected();

        assertThat(expected.blocks()).isNull();
        assertThat(expected.database().properties())
                .containsEntry("s", new ShownDatabase.Property("select", "S", new TreeMap<>(Map.of("o", "O"))))
                .containsEntry("m", new ShownDatabase.Property("multiselect", "M", new TreeMap<>()))
                .containsEntry("n", new ShownDatabase.Property("number", "N", null));
        assertThat(expected.database().rows().getFirst().cells())
                .containsEntry("s", new CellView.Single(new Value.Text("o")))
                .containsEntry("m", new CellView.Several(List.of(new Value.Text("o"), new Value.Text("p"))))
                .containsEntry("n", new CellView.Unconverted(new CellView.Single(new Value.Text("x"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ["ins","b1",0]                  | [0] x a_ops[0]: argument 3 is missing
                    ["ins","b1","0","x"]            | [0] x a_ops[0]: argument 2 is not an offset
                    ["ins","b1",-1,"x"]             | [0] x a_ops[0]: argument 2 is not an offset
                    ["ins",1,0,"x"]                 | [0] x a_ops[0]: argument 1 is not a text
                    ["undo","b1"]                   | [0] x a_ops[0]: too many arguments
                    ["swap","b1","b2"]              | [0] x a_ops[0]: unknown operation swap
                    ["cell","r","p"]                | [0] x a_ops[0]: argument 3 is missing
                    ["cell","r","p",[1]]            | [0] x a_ops[0]: argument 0 is not a text
                    ["prop","b1","k",[1]]           | [0] x a_ops[0]: a boolean, number, text or null is expected
                    {}                              | [0] x a_ops[0]: an operation is an array that starts with its name
                    """)
    void malformedOperationIsRefusedWithItsPlace(String op, String problem) throws IOException {
        Path file = write("[{\"id\":\"x\",\"group\":\"g\",\"initial\":{\"blocks\":[]},\"a_ops\":[" + op
                + "],\"expected\":{\"blocks\":[]}}]");

        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioFormatException.class)
                .hasMessage(file + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {}                                  | document: an array of scenarios is expected
                    [1]                                 | [0]: a scenario object is expected
                    [{}]                                | [0]: member id is missing or not a text
                    [{"id":"x"}]                        | [0] x initial: an object with blocks is expected
                    [{"id":"x","initial":{}}]           | [0] x: no user has operations: a_ops is missing
                    """)
    void malformedScenarioIsRefusedWithItsPlace(String text, String problem) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioFormatException.class)
                .hasMessage(file + ": " + problem);
    }

    @Test
    void textThatIsNotJsonIsRefusedWithLineAndColumn() throws IOException {
        Path file = write("[\n  {\"id\": }\n]");

        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioFormatException.class)
                .hasMessageContaining(file + ": line 2, column ");
    }

    @Test
    void unknownMemberOfAnExpectedBlockIsRefused() throws IOException {
        Path file = write("[{\"id\":\"x\",\"group\":\"g\",\"initial\":{\"blocks\":[]},\"a_ops\":[],"
                + "\"expected\":{\"blocks\":[{\"id\":\"b\",\"text\":\"\",\"colour\":1}]}}]");

        assertThatThrownBy(() -> ScenarioFile.read(file))
                .hasMessage(file + ": [0] x expected.blocks[0]: unknown member colour");
    }

    @Test
    void missingFileIsRefused() {
        Path file = folder.resolve("none.json");

        assertThatThrownBy(() -> ScenarioFile.read(file))
                .isInstanceOf(ScenarioFormatException.class)
                .hasMessage(file + ": file: cannot be read");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("scenarios.json"), text);
    }
}
