package dev.offing.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {

    @TempDir
    private Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("t.json"), json.replace('\'', '"'));
    }

    private static byte[] gzip(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void readsASequentialTraceGzippedOrNot() throws IOException {
        String json = "{\"startContent\":\"\",\"endContent\":\"ac\",\"txns\":["
                + "{\"time\":\"x\",\"patches\":[[0,0,\"ab\"],[1,1,\"c\"]]}]}";
        for (Path file : List.of(
                Files.writeString(folder.resolve("small.json"), json),
                Files.write(folder.resolve("small.json.gz"), gzip(json)))) {
            EditingTrace trace = TraceFile.read(file);
            assertThat(trace.name()).isEqualTo("small");
            assertThat(trace.concurrent()).isFalse();
            assertThat(trace.endText()).isEqualTo("ac");
            assertThat(trace.transactions())
                    .containsExactly(new EditingTrace.Transaction(
                            0,
                            List.of(),
                            List.of(new EditingTrace.Patch(0, 0, "ab"), new EditingTrace.Patch(1, 1, "c"))));
        }
    }

    @Test
    void readsAgentsAndParents() throws IOException {
        EditingTrace trace = TraceFile.read(file("{'kind':'concurrent','numAgents':2,'endContent':'','txns':["
                + "{'parents':[],'agent':1,'patches':[]},{'parents':[],'agent':0,'patches':[]},"
                + "{'parents':[1,0],'agent':0,'patches':[]}]}"));
        assertThat(trace.agents()).isEqualTo(2);
        assertThat(trace.transactions().get(2)).isEqualTo(new EditingTrace.Transaction(0, List.of(0, 1), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'endContent':'','txns':[                                              | not JSON
            {'endContent':''}                                                      | t.json: txns: an array
            {'endContent':'','txns':[]}                                            | txns: there is none
            {'txns':[{'patches':[]}]}                                              | endContent: a text
            {'startContent':'a','endContent':'a','txns':[{'patches':[]}]}          | startContent: only
            {'endContent':'','txns':[{}]}                                          | txns[0].patches: an array
            {'endContent':'','txns':[{'patches':[[0,0]]}]}                         | txns[0].patches[0]: [position
            {'endContent':'','txns':[{'patches':[]},{'patches':[[0,'1','a']]}]}    | txns[1].patches[0][1]: a whole
            {'endContent':'','txns':[{'patches':[[0,0,7]]}]}                       | txns[0].patches[0][2]: a text
            {'endContent':'','txns':[{'patches':[[-1,0,'a']]}]}                    | txns[0].patches[0]: position or
            {'endContent':'','txns':[{'patches':[[0,0,'a'],[2,0,'b']]}]}           | txns[0].patches[1]: outside
            {'endContent':'','txns':[{'patches':[[0,1,'a']]}]}                     | txns[0].patches[0]: outside
            {'endContent':'ab','txns':[{'patches':[[0,0,'a']]}]}                   | endContent: has 2 characters
            {'endContent':'','txns':[{'patches':[[0,0,'\\ud83d\\ude00']]}]}        | txns[0].patches[0]: has a character
            """)
    void namesFileAndPlaceOfAFault(String json, String message) throws IOException {
        assertThatThrownBy(() -> TraceFile.read(file(json)))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageStartingWith(folder.resolve("t.json") + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0 | {'parents':[],'agent':0,'patches':[]}        | numAgents: at least one
            1 | {'parents':[],'agent':1,'patches':[]}        | txns[0].agent: there are 1 agents
            1 | {'parents':[0],'agent':0,'patches':[]}       | txns[0].parents: 0 is no earlier
            1 | {'parents':[0.5],'agent':0,'patches':[]}     | txns[0].parents[0]: a whole
            1 | {'agent':0,'patches':[]}                     | txns[0].parents: an array
            """)
    void namesThePlaceOfAFaultInTheGraph(int agents, String transaction, String message) throws IOException {
        Path file =
                file("{'kind':'concurrent','numAgents':" + agents + ",'endContent':'','txns':[" + transaction + "]}");
        assertThatThrownBy(() -> TraceFile.read(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysThatAFileIsMissingOrCutOff() throws IOException {
        Path missing = folder.resolve("none.json.gz");
        assertThatThrownBy(() -> TraceFile.read(missing)).hasMessage(missing + ": file: there is none");
        byte[] whole = gzip("{\"endContent\":\"\",\"txns\":[{\"patches\":[]}]}");
        Path cut = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> TraceFile.read(cut)).hasMessageStartingWith(cut + ": file: is broken or cut off");
    }
}
