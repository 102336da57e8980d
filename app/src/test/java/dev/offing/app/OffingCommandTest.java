package dev.offing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OffingCommandTest {

    private record Outcome(int exit, String out, String err) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = OffingCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exit = commandLine.execute(arguments);
        return new Outcome(exit, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "import", "client", "lab", "test", "version"})
    void everyCommandExplainsItself(String command) {
        Outcome outcome = run(command, "--help");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("Usage: offing " + command);
    }

    @Test
    void aCallWithoutCommandShowsWhatThereIs() {
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("serve", "import", "client", "lab", "test", "version");
    }

    @Test
    void anUnknownOptionIsNamed() {
        Outcome outcome = run("serve", "--prot", "1");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("--prot");
    }

    @Test
    void aDataFolderThatCannotBeIsOneSentence(@TempDir Path folder) throws Exception {
        Path file = java.nio.file.Files.createFile(folder.resolve("file"));
        Outcome outcome =
                run("serve", "--port", "0", "--data", file.resolve("data").toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("offing: the data folder ").doesNotContain("\tat ");
    }

    @Test
    void aTakenPortIsOneSentence(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Outcome outcome = run(
                    "serve", "--port", port, "--data", folder.resolve("data").toString());
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("offing: port " + port).contains("--port");
        }
    }

    @Test
    void aWrongPublicAddressIsExplained(@TempDir Path folder) {
        Outcome outcome = run("serve", "--data", folder.toString(), "--public-url", "https://example.org/pages");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("https://pages.example.org");
    }

    @Test
    void aMissingScenarioFileIsOneSentence(@TempDir Path folder) {
        Outcome outcome = run("lab", "scenarios", folder.resolve("absent.json").toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("absent.json").doesNotContain("\tat ");
    }

    @Test
    void aBrokenTraceIsOneSentenceWithItsPlace(@TempDir Path folder) throws Exception {
        Path trace = java.nio.file.Files.writeString(
                folder.resolve("trace.json"), "{\"endContent\":\"\",\"txns\":[{\"patches\":[[4,0,\"a\"]]}]}");
        Outcome outcome = run("lab", "replay", trace.toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err().trim())
                .isEqualTo("offing: " + trace + ": txns[0].patches[0]: outside the text, which has 0 characters there");
    }

    @Test
    void aReplayPrintsOneJsonObjectALineAndFailsForAWrongText(@TempDir Path folder) throws Exception {
        String json = "{\"endContent\":\"END\",\"txns\":[{\"patches\":[[0,0,\"ab\"],[1,1,\"c\"]]}]}";
        Path right = java.nio.file.Files.writeString(folder.resolve("right.json"), json.replace("END", "ac"));
        Path wrong = java.nio.file.Files.writeString(folder.resolve("wrong.json"), json.replace("END", "ad"));
        Outcome outcome =
                run("lab", "replay", "--json", "--rounds=1", "--warm-ups=0", right.toString(), wrong.toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"trace\":\"right\",\"runtime\":\"jvm\",\"verified\":true,\"local_ms\":");
        assertThat(outcome.out().lines().skip(1))
                .containsExactly("{\"trace\":\"wrong\",\"runtime\":\"jvm\",\"verified\":false}");
        assertThat(run("lab", "replay", "--rounds=1", "--warm-ups=0", right.toString())
                        .out())
                .contains("text verified", "load_edit", "bytes");
    }

    @Test
    void aFuzzCountsWhatItDidAndEndsWithASum() {
        Outcome outcome = run("lab", "fuzz", "--seeds=3", "--threads=2");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).contains("operations", "conflicts", "checks").endsWith("3 passed, 0 failed\n");
        assertThat(run("lab", "fuzz", "--seeds=2", "--steps=20", "--json").out())
                .startsWith("{\"from\":1,\"seeds\":2,\"passed\":2,\"failed\":0,");
        assertThat(run("lab", "fuzz", "--bytes=300").out()).contains("snapshot").endsWith("300 passed, 0 failed\n");
        assertThat(run("lab", "fuzz", "--threads=0").exit()).isEqualTo(1);
    }

    @Test
    void tapesHoldOneHistoryALine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("tapes.jsonl");
        assertThat(run("lab", "tapes", file.toString(), "--seeds=2").exit()).isZero();
        assertThat(java.nio.file.Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("{\"seed\":"));
    }
}
