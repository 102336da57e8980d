package dev.offing.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The ledger of final snapshots: for each vector the length and SHA-256 of the canonical snapshot
 * that the engine on the JVM writes in the end. The compiled engine has to write the same bytes.
 * When the snapshot format or a merge rule changes on purpose it is written anew, by {@link #main} or by
 * copying what the ledger's test leaves in {@code target}.
 */
public final class SnapshotLedger {

    private static final String HEADER = """
            One entry a vector of scenarios.json: length and SHA-256 of the canonical \
            snapshot after the last exchange. Replica ids: 0000000000000001 builds the initial state, one change a \
            block (made after the last block of the same parent, then its text, its marks in file order, its \
            properties by key), then one change for each of initial.ops; its snapshot is what every user loads. User \
            a writes as 000000000000000a, b as 000000000000000b, c as 000000000000000c. Each operation is one change \
            and one undo group (new: block, then text; split: the new block gets the type the split one shows; cell with an array: cleared, \
            then each member added). All \
            wall clocks read 0.""";

    private SnapshotLedger() {}

    /**
     * @param arguments the scenario file, and the ledger to write
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: SnapshotLedger SCENARIOS LEDGER");
        }
        Files.writeString(Path.of(arguments[1]), of(ScenarioFile.read(Path.of(arguments[0]))));
    }

    /** The ledger of these vectors, as a JSON text. */
    static String of(List<Scenario> scenarios) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode ledger = json.createObjectNode();
        ledger.put("header", HEADER);
        ArrayNode entries = ledger.putArray("snapshots");
        for (Scenario scenario : scenarios) {
            byte[] snapshot = ScenarioPlay.play(scenario, EngineReplica.FACTORY)
                    .users()
                    .get("a")
                    .save();
            entries.addObject()
                    .put("id", scenario.id())
                    .put("lengthBytes", snapshot.length)
                    .put("sha256", sha256(snapshot));
        }
        byte[] text = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(ledger);
        return new String(text, StandardCharsets.UTF_8) + "\n";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
