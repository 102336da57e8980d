package dev.offing.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import dev.offing.torture.catchup.CatchUp;
import dev.offing.torture.catchup.Traffic;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What catching up asks and how much comes; `offing lab catch-up` measures how long it takes. */
class CatchUpTest {

    @TempDir
    Path folder;

    private OffingServer server;
    private CatchUp measurement;

    @BeforeEach
    void start() {
        HttpOptions http = new HttpOptions("127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty());
        server = OffingServer.start(new ServerOptions(folder, http, "1.2.3"), InstantSource.system());
        measurement = new CatchUp(
                URI.create("http://127.0.0.1:" + server.port()),
                server.setupCode().orElseThrow());
    }

    @AfterEach
    void stop() {
        measurement.close();
        server.close();
    }

    @Test
    void sync13_missedChangesComeInOneAnswerOfAFewBytesEach() {
        Traffic traffic = measurement.oneDocument(1_200, 1).traffic();
        assertThat(traffic.asked()).isEqualTo(Map.of("Hello", 1, "Fetch", 1));
        assertThat(traffic.answered()).containsEntry("PackedEntries", 1);
        assertThat(traffic.bytesDown()).isLessThan(4 * 1_200);
        assertThat(traffic.bytesUp()).isLessThan(300);
    }

    @Test
    void sync13_whatChangedIsAskedForInOneQuestionAndTheRestCostsNothing() {
        Traffic few = measurement.manyDocuments(40, 10, 1).traffic();
        Traffic many = measurement.manyDocuments(160, 10, 1).traffic();
        assertThat(few.asked()).isEqualTo(Map.of("Hello", 1, "FetchMany", 1));
        assertThat(many.asked()).isEqualTo(few.asked());
        assertThat(many.bytesDown()).isBetween(few.bytesDown() - 100, few.bytesDown() + 100);
        assertThat(many.bytesUp()).isBetween(few.bytesUp() - 100, few.bytesUp() + 100);
    }
}
