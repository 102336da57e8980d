package dev.offing.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Replays conformance/sync: what clients and workspaces said to a session, byte for byte, and what it said and asked
 * (SYNC-12: the scripts of protocol 1 never change).
 */
class SessionScriptTest {

    private static final Path SCRIPTS = Path.of("../conformance/sync");

    private record Played(List<String> expected, List<String> happened) {}

    @Test
    void sync12_sessionsDoWhatTheScriptsSay() throws IOException {
        int steps = 0;
        for (Path file : scripts()) {
            for (String script : Files.readString(file).split("\n(?=script )")) {
                Played played = play(script.lines().toList());
                assertThat(played.happened())
                        .as(file.getFileName() + ": "
                                + script.lines().findFirst().orElse(""))
                        .isEqualTo(played.expected());
                steps += played.expected().size();
            }
        }
        assertThat(steps).isGreaterThan(60);
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private static Played play(List<String> lines) {
        ServerSession session = new ServerSession(1, 0);
        List<String> expected = new ArrayList<>();
        List<String> happened = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.strip().split(" +");
            switch (words[0]) {
                case "", "#", "script" -> {}
                case "server", "asks", "closes" -> expected.add(String.join(" ", words));
                default -> {
                    expected.add(line.strip());
                    happened.add(line.strip());
                    give(session, words);
                    session.drain().stream().flatMap(effect -> told(effect)).forEach(happened::add);
                }
            }
        }
        return new Played(expected, happened);
    }

    private static void give(ServerSession session, String[] words) {
        switch (words[0]) {
            case "client" -> session.frame(hex(words[1]), 0);
            case "time" -> session.tick(number(words[1]));
            case "congested" -> session.congested(words[1].equals("yes"));
            case "admitted" -> session.admitted(words[1], number(words[2]), replicas(words[3]), number(words[4]));
            case "refused" -> session.refused(CloseReason.valueOf(words[1]));
            case "heads" -> session.headsRead(heads(words), number(words[1]), words[2].equals("more"));
            case "entries" -> session.entriesRead((int) number(words[1]), entries(words), number(words[2]));
            case "appendDone" -> session.appendDone((int) number(words[1]), outcomes(words));
            case "appended" ->
                session.appended(new Appended(
                        number(words[1]),
                        new DocumentId(words[2]),
                        number(words[3]),
                        hex(words[4]),
                        (int) number(words[5]),
                        words.length > 6 ? Optional.of(words[6]) : Optional.empty(),
                        1));
            default -> throw new IllegalArgumentException("not a step: " + String.join(" ", words));
        }
    }

    private static Stream<String> told(ServerEffect effect) {
        return switch (effect) {
            case ServerEffect.Send send -> Stream.of("server " + HexFormat.of().formatHex(send.frame()));
            case ServerEffect.Close close -> Stream.of("closes " + close.reason());
            case ServerEffect.WakeAt wake -> Stream.empty();
            case ServerEffect.Admit admit ->
                Stream.of("asks admit " + admit.ticket() + " " + admit.deviceId() + " " + admit.replicaIds());
            case ServerEffect.ReadHeads read ->
                Stream.of("asks heads " + read.afterWorkspaceSequence() + " " + read.limit());
            case ServerEffect.ReadEntries read ->
                Stream.of(
                        "asks entries " + read.request() + " " + read.document().text() + " " + read.afterSequence()
                                + " " + read.limit() + " " + read.bytesMax());
            case ServerEffect.Append append ->
                Stream.of("asks append " + append.request() + " "
                        + append.document().text() + " "
                        + String.join(
                                ",",
                                append.changes().stream()
                                        .map(HexFormat.of()::formatHex)
                                        .toList()));
            case ServerEffect.IssueReplicaIds issue -> Stream.of("asks replicas " + issue.count());
        };
    }

    private static List<Message.Head> heads(String[] words) {
        List<Message.Head> heads = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] parts = words[i].split("=");
            heads.add(new Message.Head(
                    new DocumentId(parts[0]), number(parts[1]), parts[2], number(parts[3]), number(parts[4])));
        }
        return heads;
    }

    private static List<LoggedChange> entries(String[] words) {
        List<LoggedChange> entries = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] parts = words[i].split("=");
            entries.add(new LoggedChange(number(parts[0]), hex(parts[1])));
        }
        return entries;
    }

    /** Each replica.counter.count=sequence, or =REASON with which it ends. */
    private static List<AppendOutcome> outcomes(String[] words) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            String[] parts = words[i].split("=");
            String[] key = parts[0].split("\\.");
            ChangeKey change =
                    new ChangeKey(new ReplicaId(Long.parseLong(key[0])), (int) number(key[1]), (int) number(key[2]));
            outcomes.add(
                    Character.isDigit(parts[1].charAt(0))
                            ? new AppendOutcome.Logged(change, number(parts[1]))
                            : new AppendOutcome.NotTaken(change, RefusalReason.valueOf(parts[1]), "no"));
        }
        return outcomes;
    }

    private static List<ReplicaId> replicas(String count) {
        return Stream.iterate(1L, id -> id + 1)
                .limit(number(count))
                .map(ReplicaId::new)
                .toList();
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    private static byte[] hex(String word) {
        return HexFormat.of().parseHex(word.equals("-") ? "" : word);
    }
}
