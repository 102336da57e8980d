package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nobody waits for makes room for who works at the device, and for the store. */
class CourtesyTest {

    private static final int IN_FLIGHT = SyncLimits.FETCHES_IN_FLIGHT_MAX - SyncLimits.FETCHES_FOR_PEOPLE;
    private static final List<DocumentId> RECORDS = IntStream.range(0, 100)
            .mapToObj(i -> DocumentId.record("%032x".formatted(i)))
            .toList();
    private static final DocumentId PAGE = DocumentId.page("f".repeat(32));
    private static final byte[] CHANGE = changes(7, 1).getFirst();

    private final ClientDriver client =
            new ClientDriver().lead(store()).connect().receive(new Message.Welcome(2, "epoch", 100, List.of(), 0));
    private final List<DocumentId> answered = new ArrayList<>();

    private void tellOfAll() {
        client.receive(new Message.Heads(
                RECORDS.stream().map(id -> new Message.Head(id, 1, "", 0, 9)).toList(), 100, false));
        client.persistAll();
    }

    private List<DocumentId> asked() {
        List<DocumentId> asked = new ArrayList<>();
        client.sent(Message.FetchMany.class)
                .forEach(many -> many.documents().forEach(fetch -> asked.add(fetch.document())));
        client.sent(Message.Fetch.class).forEach(fetch -> asked.add(fetch.document()));
        return asked;
    }

    /** The server answers all it was asked. */
    private void answer() {
        List<DocumentId> open = asked();
        open.removeAll(answered);
        answered.addAll(open);
        open.forEach(id -> client.receive(new Message.Entries(id, 1, List.of(CHANGE), 1, 0)));
    }

    private void want(DocumentId page) {
        client.receive(new Message.Heads(List.of(new Message.Head(page, 1, "", 0, 9)), 101, false));
        client.machine.wantDocument(page);
        client.drain();
    }

    @Test
    void off14_whileSomebodyWorksAFewDocumentsComeInEachTurn() {
        client.machine.attended();
        tellOfAll();
        assertThat(asked()).hasSize(SyncLimits.ATTENDED_FETCHES);
        answer();
        client.persistAll();
        assertThat(asked()).as("in the same turn").hasSize(SyncLimits.ATTENDED_FETCHES);

        client.machine.attended();
        client.drain();
        long next = client.last(ClientEffect.WakeAt.class).millis();
        assertThat(next).isEqualTo(client.now + SyncLimits.ATTENDED_TURN_MILLIS);
        client.machine.attended();
        client.at(next - 1);
        client.machine.attended();
        client.at(next);
        assertThat(asked()).as("in the next turn").hasSize(2 * SyncLimits.ATTENDED_FETCHES);
    }

    @Test
    void off14_whatIsUnderWayCountsWhenTheServerIsSlow() {
        client.machine.attended();
        tellOfAll();
        client.now += SyncLimits.ATTENDED_TURN_MILLIS;
        client.machine.attended();
        client.drain();
        assertThat(asked()).hasSize(SyncLimits.ATTENDED_FETCHES);
    }

    @Test
    void off14_itGoesOnAtFullSpeedWhenNobodyIsThereAnyMore() {
        client.machine.attended();
        tellOfAll();
        assertThat(client.machine.isAttended()).isTrue();
        client.at(client.last(ClientEffect.WakeAt.class).millis());
        client.later(SyncLimits.ATTENDED_MILLIS);
        assertThat(client.machine.isAttended()).isFalse();
        assertThat(asked()).hasSize(IN_FLIGHT);
    }

    @Test
    void off14_howeverLongSomebodyWorksEverythingComes() {
        tellOfAll();
        int turns = 0;
        while (answered.size() < RECORDS.size()) {
            client.machine.attended();
            client.later(SyncLimits.ATTENDED_TURN_MILLIS / 4);
            answer();
            client.persistAll();
            assertThat(turns++).isLessThan(200);
        }
        assertThat(answered).containsExactlyInAnyOrderElementsOf(RECORDS);
        assertThat(client.machine.documentsToFetch()).isZero();
    }

    @Test
    void off14_whatAPersonWaitsForIsNotHeldBack() {
        client.machine.attended();
        tellOfAll();
        want(PAGE);
        assertThat(asked()).hasSize(SyncLimits.ATTENDED_FETCHES + 1).contains(PAGE);
    }

    @Test
    void off15_aStoreThatIsBehindIsNotGivenMoreThanAPersonWaitsFor() {
        tellOfAll();
        assertThat(asked()).hasSize(IN_FLIGHT);
        answer();
        assertThat(asked()).as("its writes are under way").hasSizeLessThan(RECORDS.size());
        int before = asked().size();
        want(PAGE);
        assertThat(asked()).hasSize(before + 1).contains(PAGE);
        client.persistAll();
        assertThat(asked()).contains(RECORDS.getLast()).hasSize(RECORDS.size() + 1);
    }
}
