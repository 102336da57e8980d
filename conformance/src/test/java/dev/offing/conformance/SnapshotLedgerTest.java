package dev.offing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The ledger of snapshots is what the engine writes today. */
class SnapshotLedgerTest {

    @Test
    void ledgerIsCurrent() throws IOException {
        String today = SnapshotLedger.of(ScenarioFile.read(Path.of("merge/scenarios.json")));
        Files.writeString(Path.of("target/snapshots.json"), today);

        assertThat(Files.readString(Path.of("merge/snapshots.json")))
                .as("operations or snapshot bytes changed; if on purpose,"
                        + " copy conformance/target/snapshots.json over conformance/merge/snapshots.json")
                .isEqualTo(today);
    }
}
