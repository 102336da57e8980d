package dev.offing.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replays conformance/sync/client on the JVM; client-scripts.test.ts replays it through the compiled machine. */
class ClientScriptTest {

    private static final Path SCRIPTS = Path.of("../conformance/sync/client");

    private long now;
    private int read;
    private int connection;
    private final ArrayDeque<Integer> writes = new ArrayDeque<>();
    private final SyncClient machine = new SyncClient(
            new SyncClient.Environment() {
                @Override
                public long nowMillis() {
                    return now;
                }

                @Override
                public int random(int bound) {
                    return 0;
                }
            },
            FetchPolicy.EVERYTHING,
            "device");

    @Test
    void sync12_20_24_30_35_clientsDoWhatTheScriptsSay() throws IOException {
        int steps = 0;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            for (Path file : files.sorted().toList()) {
                for (String script : Files.readString(file).split("\n(?=script )")) {
                    List<String> played = new ArrayList<>();
                    ClientScriptTest client = new ClientScriptTest();
                    List<String> lines = script.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("script "))
                            .toList();
                    for (String line : lines) {
                        if (isStep(line)) {
                            played.add(line);
                            played.addAll(client.give(line));
                        }
                    }
                    assertThat(played)
                            .as(file.getFileName() + ": "
                                    + script.lines().findFirst().orElse(""))
                            .isEqualTo(lines);
                    steps += lines.size();
                }
            }
        }
        assertThat(steps).isGreaterThan(80);
    }

    private static boolean isStep(String line) {
        return !List.of("connects", "disconnects", "sends", "stores", "reads", "compares", "announces", "status")
                .contains(line.split(" ")[0]);
    }

    /** Does a step. @return what the machine wants done then, a line each */
    List<String> give(String line) {
        String[] words = line.split(" +");
        switch (words[0]) {
            case "lead" -> machine.lead(true);
            case "opened" -> {
                List<StoreSummary.StoredDocument> documents = Arrays.stream(words)
                        .skip(5)
                        .map(ClientScriptTest::stored)
                        .toList();
                machine.opened(
                        read,
                        new StoreSummary(
                                words[1].equals("-") ? "" : words[1],
                                Long.parseLong(words[2]),
                                words[3].equals("complete"),
                                Integer.parseInt(words[4]),
                                documents));
            }
            case "connected" -> machine.connected(connection, words[1]);
            case "frame" -> machine.frame(connection, HexFormat.of().parseHex(words[1]));
            case "lost" -> machine.disconnected(connection, DisconnectReason.NETWORK);
            case "persisted" -> {
                List<Integer> done = List.copyOf(writes);
                writes.clear();
                done.forEach(machine::persisted);
            }
            case "failed" -> {
                machine.persistFailed(writes.remove(), words[1].equals("full"));
                writes.clear();
            }
            case "local" ->
                machine.localChange(new DocumentId(words[1]), HexFormat.of().parseHex(words[2]));
            case "changes" -> machine.changesRead(new DocumentId(words[1]), changes(words[2]));
            case "want" -> machine.wantDocument(new DocumentId(words[1]));
            case "retry" -> machine.syncNow();
            case "time" -> {
                now = Long.parseLong(words[1]);
                machine.tick();
            }
            default -> throw new IllegalArgumentException("not a step: " + line);
        }
        return machine.drain().stream().flatMap(this::told).toList();
    }

    private static StoreSummary.StoredDocument stored(String word) {
        String[] parts = word.split("=");
        return new StoreSummary.StoredDocument(
                new DocumentId(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                0,
                parts[3].equals("held"),
                false,
                false,
                changes(parts[4]));
    }

    /** Parted by commas; - for none. */
    private static List<byte[]> changes(String word) {
        return word.equals("-")
                ? List.of()
                : Arrays.stream(word.split(",")).map(HexFormat.of()::parseHex).toList();
    }

    private Stream<String> told(ClientEffect effect) {
        return switch (effect) {
            case ClientEffect.Connect connect -> {
                connection = connect.connection();
                yield Stream.of("connects");
            }
            case ClientEffect.Disconnect gone -> Stream.of("disconnects");
            case ClientEffect.Send send -> Stream.of("sends " + HexFormat.of().formatHex(send.frame()));
            case ClientEffect.Persist persist -> {
                writes.add(persist.id());
                yield Stream.of("stores " + persist.write().getClass().getSimpleName());
            }
            case ClientEffect.ReadStore asked -> {
                read = asked.read();
                yield Stream.of("reads");
            }
            case ClientEffect.ReadChanges asked ->
                Stream.of("compares " + asked.document().text());
            case ClientEffect.DocumentChanged changed ->
                Stream.of("announces " + changed.document().text());
            case ClientEffect.WakeAt wake -> Stream.empty();
            case ClientEffect.StatusChanged changed -> Stream.of("status " + words(changed.status()));
            case ClientEffect.DocumentStatusChanged changed -> Stream.empty();
        };
    }

    private static String words(SyncStatus status) {
        return switch (status) {
            case SyncStatus.Synced synced -> "synced";
            case SyncStatus.Saved saved -> "saved " + saved.toSend();
            case SyncStatus.Unreachable unreachable -> "unreachable " + unreachable.toSend();
            case SyncStatus.Attention attention -> "attention " + attention.toSend() + " " + attention.why();
        };
    }
}
