package dev.offing.sync.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangePack;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a session does for a client of protocol 2, and not for an older one. */
class ProtocolTwoSessionTest {

    private static final List<DocumentId> PAGES = IntStream.range(0, SyncLimits.FETCHES_IN_FLIGHT_MAX)
            .mapToObj(i -> DocumentId.page("%032x".formatted(i)))
            .toList();

    private final ServerSession session = new ServerSession(1, 0);

    private List<ServerEffect> receive(Message message) {
        session.frame(FrameCodec.encode(message), 0);
        return session.drain();
    }

    /** @param newest protocol the client speaks */
    private void open(int newest) {
        receive(new Message.Hello(1, newest, "ticket", "device", "", 0, 0));
        session.admitted("epoch", 5, List.of(), 0);
        session.headsRead(List.of(), 5, false);
        session.drain();
    }

    private static List<DocumentId> read(List<ServerEffect> effects) {
        return effects.stream()
                .filter(ServerEffect.ReadEntries.class::isInstance)
                .map(effect -> ((ServerEffect.ReadEntries) effect).document())
                .toList();
    }

    private static List<Message> sent(List<ServerEffect> effects) {
        return effects.stream()
                .filter(ServerEffect.Send.class::isInstance)
                .map(effect -> FrameCodec.decode(((ServerEffect.Send) effect).frame()))
                .toList();
    }

    private static Message.FetchMany all() {
        return new Message.FetchMany(
                PAGES.stream().map(page -> new Message.Fetch(page, 0)).toList());
    }

    private static List<LoggedChange> entries(int count) {
        List<LoggedChange> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            entries.add(new LoggedChange(
                    i, "change of a page, number %05d".formatted(i).getBytes()));
        }
        return entries;
    }

    @Test
    void sync12_theNewestProtocolThatBothSpeakIsSpoken() {
        for (int newest = 1; newest <= SyncLimits.PROTOCOL + 1; newest++) {
            ServerSession fresh = new ServerSession(1, 0);
            fresh.frame(FrameCodec.encode(new Message.Hello(1, newest, "ticket", "device", "", 0, 0)), 0);
            fresh.admitted("epoch", 5, List.of(), 0);
            Message.Welcome welcome = (Message.Welcome) sent(fresh.drain()).getFirst();
            assertThat(welcome.protocol()).isEqualTo(Math.min(newest, SyncLimits.PROTOCOL));
        }
        assertThat(SyncLimits.PROTOCOL_MIN)
                .as("a device that was away for years")
                .isOne();
    }

    @Test
    void sync13_manyDocumentsAreAskedForAtOnceAndAFewReadAtATime() {
        open(2);
        assertThat(read(receive(all()))).isEqualTo(PAGES.subList(0, SyncLimits.READS_AT_ONCE_MAX));
        session.entriesRead(1, List.of(), 0);
        assertThat(read(session.drain())).containsExactly(PAGES.get(SyncLimits.READS_AT_ONCE_MAX));
    }

    @Test
    void sync13_aSingleFetchOvertakesAndASlowClientIsNotReadFor() {
        open(2);
        DocumentId wanted = DocumentId.page("f".repeat(32));
        receive(new Message.FetchMany(all().documents().subList(0, 20)));
        receive(new Message.Fetch(wanted, 3));
        session.congested(true);
        session.entriesRead(1, List.of(), 0);
        assertThat(read(session.drain())).isEmpty();
        session.congested(false);
        assertThat(read(session.drain())).containsExactly(wanted);
    }

    @Test
    void sync13_moreDocumentsThanAllowedEndTheSession() {
        open(2);
        receive(all());
        receive(new Message.Fetch(PAGES.getFirst(), 0));
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void sync13_longAnswersArePacked() {
        open(2);
        List<LoggedChange> entries = entries(3_000);
        receive(new Message.Fetch(PAGES.getFirst(), 0));
        session.entriesRead(1, entries, 3_000);
        Message.PackedEntries answer =
                (Message.PackedEntries) sent(session.drain()).getFirst();
        assertThat(answer.firstSequence()).isOne();
        assertThat(answer.head()).isEqualTo(3_000);
        List<byte[]> changes = ChangePack.unpack(answer.pack(), 3_000, 1 << 20);
        assertThat(changes).hasSize(3_000);
        assertThat(changes.get(2_999)).isEqualTo(entries.get(2_999).change());
        receive(new Message.Fetch(PAGES.getFirst(), 0));
        session.entriesRead(2, entries(2), 2);
        assertThat(sent(session.drain()).getFirst()).as("packing saves nothing").isInstanceOf(Message.Entries.class);
    }

    @Test
    void sync12_anOlderClientHearsOfNoDocumentAndNoSizeThatItDoesNotKnow() {
        Message.Head page = new Message.Head(PAGES.getFirst(), 1, "A", 2, 900);
        Message.Head policy = new Message.Head(DocumentId.POLICY, 1, "", 2, 30);
        for (int newest = 1; newest <= 2; newest++) {
            ServerSession fresh = new ServerSession(1, 0);
            fresh.frame(FrameCodec.encode(new Message.Hello(1, newest, "ticket", "device", "", 0, 0)), 0);
            fresh.admitted("epoch", 5, List.of(), 0);
            fresh.drain();
            fresh.headsRead(List.of(page, policy), 5, false);
            assertThat(sent(fresh.drain()))
                    .containsExactly(new Message.Heads(
                            newest == 2
                                    ? List.of(page, policy)
                                    : List.of(new Message.Head(PAGES.getFirst(), 1, "A", 2, 0)),
                            5,
                            false));
            fresh.appended(new Appended(6, DocumentId.POLICY, 2, new byte[] {1}, 0, Optional.empty(), 1));
            assertThat(sent(fresh.drain())).hasSize(newest - 1);
            fresh.appended(new Appended(7, PAGES.getFirst(), 2, new byte[] {1}, 0, Optional.empty(), 1));
            assertThat(sent(fresh.drain())).as("nothing was missed").hasSize(1);
        }
    }

    @Test
    void sync12_anOlderClientIsAnsweredInItsOwnProtocol() {
        open(1);
        List<ServerEffect> effects = receive(new Message.Fetch(PAGES.getFirst(), 0));
        assertThat(effects)
                .contains(new ServerEffect.ReadEntries(
                        1, PAGES.getFirst(), 0, SyncLimits.BATCH_CHANGES_MAX, SyncLimits.BATCH_BYTES_MAX));
        session.entriesRead(1, entries(SyncLimits.BATCH_CHANGES_MAX), 3_000);
        assertThat(((Message.Entries) sent(session.drain()).getFirst()).changes())
                .hasSize(SyncLimits.BATCH_CHANGES_MAX);
        receive(all());
        assertThat(session.isClosed()).as("there is no FetchMany in protocol 1").isTrue();
    }
}
