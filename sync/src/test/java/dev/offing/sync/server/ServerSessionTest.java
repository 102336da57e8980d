package dev.offing.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.CloseReason;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSessionTest {

    private static final int ID = 7;
    private static final DocumentId PAGE = DocumentId.page("0".repeat(32));
    private static final DocumentId OTHER = DocumentId.page("1".repeat(32));

    private final ServerSession session = new ServerSession(ID, 0);
    private final List<ServerEffect> effects = new ArrayList<>();

    @Test
    void sync11_nothingIsAnsweredBeforeTheWelcome() {
        for (Message early :
                List.of(new Message.Ping(), new Message.Fetch(PAGE, 0), new Message.Push(PAGE, List.of(new byte[1])))) {
            ServerSession fresh = new ServerSession(1, 0);
            fresh.frame(FrameCodec.encode(early), 0);
            assertThat(fresh.isClosed()).isTrue();
            assertThat(fresh.drain()).contains(new ServerEffect.Close(CloseReason.OUT_OF_ORDER));
        }
        receive(hello("epoch", 3));
        receive(new Message.Ping());
        assertThat(closedWith()).isEqualTo(CloseReason.OUT_OF_ORDER);
    }

    @Test
    void sync11_aServersMessageFromAClientEndsTheSession() {
        open();
        receive(new Message.Pong());
        assertThat(closedWith()).isEqualTo(CloseReason.OUT_OF_ORDER);
    }

    @Test
    void sync10_theTicketIsUsedAndTheSessionWelcomed() {
        receive(hello("epoch", 3));
        assertThat(effects).contains(new ServerEffect.Admit("ticket", "device", 2));
        session.admitted("epoch", 5, List.of(new ReplicaId(1)), 99);
        drain();
        assertThat(sent()).containsExactly(new Message.Welcome(1, "epoch", 5, List.of(new ReplicaId(1)), 99));
        assertThat(effects).contains(new ServerEffect.ReadHeads(3, SyncLimits.HEADS_MAX));
    }

    @Test
    void sync10_versionsThatDoNotMeetAreToldWhoIsBehind() {
        receive(new Message.Hello(0, 0, "ticket", "device", "", 0, 0));
        assertThat(closedWith()).isEqualTo(CloseReason.TOO_OLD_CLIENT);
        ServerSession other = new ServerSession(1, 0);
        other.frame(
                FrameCodec.encode(new Message.Hello(SyncLimits.PROTOCOL + 1, 65_535, "ticket", "device", "", 0, 0)), 0);
        assertThat(other.drain()).contains(new ServerEffect.Close(CloseReason.TOO_NEW_CLIENT));
    }

    @Test
    void sync10_aRefusedTicketEndsTheSession() {
        receive(hello("", 0));
        session.refused(CloseReason.TICKET_REFUSED);
        drain();
        assertThat(closedWith()).isEqualTo(CloseReason.TICKET_REFUSED);
    }

    @Test
    void sync35_aClientOfAnotherHistoryIsToldEverything() {
        receive(hello("before", 3));
        session.admitted("epoch", 5, List.of(), 0);
        drain();
        assertThat(effects).contains(new ServerEffect.ReadHeads(0, SyncLimits.HEADS_MAX));
    }

    @Test
    void sync3_aBadFrameEndsItsOwnSession() {
        open();
        session.frame(new byte[] {1, 2, 3}, 0);
        drain();
        assertThat(closedWith()).isEqualTo(CloseReason.BAD_FRAME);
        assertThat(sent()).endsWith(new Message.Closing(CloseReason.BAD_FRAME, 0));
        effects.clear();
        receive(new Message.Ping());
        assertThat(effects).isEmpty();
    }

    @Test
    void sync24_headsArePagedThenAppendsAreSentAsTheyCome() {
        open();
        Message.Head head = new Message.Head(PAGE, 4, "Title", 1, 0);
        session.headsRead(List.of(head), 4, true);
        session.appended(append(6, OTHER, 1, 0, Optional.empty()));
        drain();
        assertThat(sent()).containsExactly(new Message.Heads(List.of(head), 4, true));
        effects.clear();
        session.headsRead(List.of(), 5, false);
        drain();
        assertThat(sent())
                .satisfiesExactly(
                        message -> assertThat(message).isEqualTo(new Message.Heads(List.of(), 5, false)),
                        message ->
                                assertThat(((Message.Entries) message).upTo()).isEqualTo(6));
    }

    @Test
    void sync24_aLiveAppendCarriesItsPlaceAndItsTitle() {
        live(5);
        session.appended(append(6, PAGE, 9, 0, Optional.of("New")));
        drain();
        Message.Entries entries = (Message.Entries) sent().get(0);
        assertThat(entries.firstSequence()).isEqualTo(9);
        assertThat(entries.head()).isEqualTo(9);
        assertThat(entries.upTo()).isEqualTo(6);
        assertThat(sent().get(1))
                .isEqualTo(new Message.Heads(List.of(new Message.Head(PAGE, 9, "New", 1, 0)), 6, false));
    }

    @Test
    void sync24_aMissedAppendIsNoticedAndRead() {
        live(5);
        session.appended(append(7, PAGE, 9, 0, Optional.empty()));
        drain();
        assertThat(sent()).isEmpty();
        assertThat(effects).contains(new ServerEffect.ReadHeads(5, SyncLimits.HEADS_MAX));
    }

    @Test
    void sync24_aRepeatedAppendIsNotSentAgain() {
        live(5);
        session.appended(append(6, PAGE, 9, 0, Optional.empty()));
        session.appended(append(6, PAGE, 9, 0, Optional.empty()));
        drain();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void sync24_whatMayNotBeReadIsPassedOver() {
        live(5);
        session.appendedUnreadable(6);
        session.appended(append(7, PAGE, 9, 0, Optional.empty()));
        drain();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void sync24_moreThanTheBacklogHoldsIsReadAgain() {
        open();
        for (int i = 0; i <= ServerSession.BACKLOG_MAX; i++) {
            session.appended(append(6 + i, PAGE, 1 + i, 0, Optional.empty()));
        }
        session.headsRead(List.of(), 5, false);
        drain();
        assertThat(sent()).containsExactly(new Message.Heads(List.of(), 5, true));
        assertThat(effects).contains(new ServerEffect.ReadHeads(5, SyncLimits.HEADS_MAX));
    }

    @Test
    void sync38_whatWasHeardOfBeforeRightsChangedIsAskedForAgain() {
        open();
        session.appended(append(6, PAGE, 1, 0, Optional.empty()));
        session.appended(append(7, PAGE, 2, 0, Optional.empty()));
        session.rightsChanged();
        session.headsRead(List.of(new Message.Head(PAGE, 1, "secret", 1, 0)), 6, false);
        drain();
        assertThat(effects).containsExactly(new ServerEffect.ReadHeads(3, SyncLimits.HEADS_MAX));
        session.headsRead(List.of(), 6, false);
        drain();
        assertThat(sent()).as("the append is not delivered").containsExactly(new Message.Heads(List.of(), 6, true));
    }

    @Test
    void sync38_entriesReadBeforeRightsChangedAreReadAgain() {
        live(5);
        receive(new Message.Fetch(PAGE, 2));
        ServerEffect.ReadEntries read = (ServerEffect.ReadEntries) effects.get(effects.size() - 1);
        effects.clear();
        session.rightsChanged();
        session.entriesRead(read.request(), List.of(new LoggedChange(3, new byte[] {9})), 8);
        drain();
        assertThat(sent()).isEmpty();
        ServerEffect.ReadEntries again = (ServerEffect.ReadEntries) effects.get(0);
        assertThat(again.afterSequence()).isEqualTo(2);
        session.entriesRead(again.request(), List.of(), 0);
        drain();
        assertThat(sent()).hasSize(1);
    }

    @Test
    void sync28_aSlowClientIsToldAfterwards() {
        live(5);
        session.congested(true);
        session.appended(append(6, PAGE, 9, 0, Optional.empty()));
        drain();
        assertThat(effects).isEmpty();
        session.congested(false);
        drain();
        assertThat(effects).containsExactly(new ServerEffect.ReadHeads(5, SyncLimits.HEADS_MAX));
    }

    @Test
    void sync25_acceptedOnceTheWorkspaceSaysSoAndTheRestRefused() {
        live(5);
        receive(new Message.Push(PAGE, List.of(new byte[] {1}, new byte[] {2}, new byte[] {3})));
        ServerEffect.Append append = (ServerEffect.Append) effects.get(effects.size() - 1);
        assertThat(sent()).isEmpty();
        ChangeKey key = new ChangeKey(new ReplicaId(1), 0, 1);
        session.appendDone(
                append.request(),
                List.of(
                        new AppendOutcome.Logged(key, 9),
                        new AppendOutcome.NotTaken(key, RefusalReason.QUOTA, "full")));
        drain();
        assertThat(sent())
                .containsExactly(
                        new Message.Accepted(PAGE, List.of(new Message.Receipt(key, 9))),
                        new Message.Refused(PAGE, key, RefusalReason.QUOTA, "full"));
    }

    @Test
    void sync25_ownAppendsAreNotSentBack() {
        live(5);
        session.appended(append(6, PAGE, 9, ID, Optional.of("Own")));
        session.appended(append(7, PAGE, 10, 0, Optional.empty()));
        drain();
        assertThat(sent()).hasSize(1);
        assertThat(((Message.Entries) sent().get(0)).upTo()).isEqualTo(7);
    }

    @Test
    void sync22_moreIsUnderWayThanAllowed() {
        live(5);
        receive(new Message.Push(PAGE, List.of(new byte[1])));
        receive(new Message.Push(PAGE, List.of(new byte[1])));
        assertThat(closedWith()).isEqualTo(CloseReason.OUT_OF_ORDER);
    }

    @Test
    void sync22_fetchesAreBounded() {
        live(5);
        for (int i = 0; i <= SyncLimits.FETCHES_IN_FLIGHT_PROTOCOL_1; i++) {
            receive(new Message.Fetch(PAGE, i));
        }
        assertThat(closedWith()).isEqualTo(CloseReason.OUT_OF_ORDER);
    }

    @Test
    void sync22_nothingComesAfterTheGreatestSequence() {
        live(5);
        receive(new Message.Fetch(PAGE, SyncLimits.SEQUENCE_MAX));
        assertThat(closedWith()).isEqualTo(CloseReason.OUT_OF_ORDER);
    }

    @Test
    void sync24_aFetchIsAnsweredFromTheLog() {
        live(5);
        receive(new Message.Fetch(PAGE, 2));
        ServerEffect.ReadEntries read = (ServerEffect.ReadEntries) effects.get(effects.size() - 1);
        session.entriesRead(read.request(), List.of(new LoggedChange(3, new byte[] {9})), 8);
        drain();
        Message.Entries entries = (Message.Entries) sent().get(0);
        assertThat(entries.firstSequence()).isEqualTo(3);
        assertThat(entries.head()).isEqualTo(8);
        assertThat(entries.upTo()).isZero();
    }

    @Test
    void sync24_aWorkspaceThatAnswersWithAGapIsABrokenInvariant() {
        live(5);
        receive(new Message.Fetch(PAGE, 2));
        ServerEffect.ReadEntries read = (ServerEffect.ReadEntries) effects.get(effects.size() - 1);
        assertThatThrownBy(() -> session.entriesRead(read.request(), List.of(new LoggedChange(4, new byte[] {9})), 8))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sync29_aStoreThatCannotAnswerEndsTheSessionNotTheWork() {
        live(5);
        session.requestFailed();
        drain();
        assertThat(closedWith()).isEqualTo(CloseReason.OVERLOAD);
    }

    @Test
    void sync42_silenceEndsASession() {
        live(5);
        session.tick(SyncLimits.SESSION_SILENCE_MILLIS_MAX - 1);
        assertThat(session.isClosed()).isFalse();
        session.tick(SyncLimits.SESSION_SILENCE_MILLIS_MAX);
        drain();
        assertThat(closedWith()).isEqualTo(CloseReason.SILENT);
    }

    @Test
    void sync42_aClientThatSaysNothingIsNotWaitedFor() {
        session.tick(SyncLimits.HELLO_MILLIS_MAX);
        drain();
        assertThat(closedWith()).isEqualTo(CloseReason.SILENT);
    }

    @Test
    void sync27_replicaIdsAreIssuedOnRequest() {
        live(5);
        receive(new Message.WantReplicaIds(3));
        assertThat(effects).contains(new ServerEffect.IssueReplicaIds(3));
        session.replicaIdsIssued(List.of(new ReplicaId(5)));
        drain();
        assertThat(sent()).containsExactly(new Message.ReplicaIds(List.of(new ReplicaId(5))));
    }

    private static Message.Hello hello(String epoch, long workspaceSequence) {
        return new Message.Hello(1, 1, "ticket", "device", epoch, workspaceSequence, 2);
    }

    /** Welcomed, heads being read after 3. */
    private void open() {
        receive(hello("epoch", 3));
        session.admitted("epoch", 5, List.of(), 0);
        drain();
        effects.clear();
    }

    private void live(long upTo) {
        open();
        session.headsRead(List.of(), upTo, false);
        drain();
        effects.clear();
    }

    private static Appended append(
            long workspaceSequence, DocumentId id, long sequence, int origin, Optional<String> title) {
        return new Appended(workspaceSequence, id, sequence, new byte[] {1}, origin, title, 1);
    }

    private void receive(Message message) {
        session.frame(FrameCodec.encode(message), 0);
        drain();
    }

    private void drain() {
        session.drain().stream()
                .filter(effect -> !(effect instanceof ServerEffect.WakeAt))
                .forEach(effects::add);
    }

    private List<Message> sent() {
        return effects.stream()
                .filter(ServerEffect.Send.class::isInstance)
                .map(effect -> FrameCodec.decode(((ServerEffect.Send) effect).frame()))
                .toList();
    }

    private CloseReason closedWith() {
        assertThat(session.isClosed()).isTrue();
        return effects.stream()
                .filter(ServerEffect.Close.class::isInstance)
                .map(effect -> ((ServerEffect.Close) effect).reason())
                .findFirst()
                .orElseThrow();
    }
}
