package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.PAGE_1;
import static dev.offing.sync.client.ClientDriver.PAGE_2;
import static dev.offing.sync.client.ClientDriver.PAGE_3;
import static dev.offing.sync.client.ClientDriver.RECORD_1;
import static dev.offing.sync.client.ClientDriver.accepted;
import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static dev.offing.sync.client.ClientDriver.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the client machine makes of a choice. */
class ChoiceTest {

    private static final Choice NOTHING = new Choice(Map.of(), Set.of(PAGE_1.pageId(), PAGE_2.pageId()), false);

    private static ClientDriver undecided(StoreSummary.StoredDocument... documents) {
        return new ClientDriver(Choice.UNDECIDED).online(store(documents));
    }

    private static Message.Heads heads(DocumentId... documents) {
        return new Message.Heads(
                List.of(documents).stream()
                        .map(id -> new Message.Head(id, 1, "", 5, 10))
                        .toList(),
                11,
                false);
    }

    @Test
    void off11_beforeTheChoiceNothingLeavesAndOnlyRecordsAndWantedPagesCome() {
        ClientDriver client = undecided(stored(PAGE_1, 1)).forget();
        client.receive(heads(PAGE_2, RECORD_1));
        client.machine.wantDocument(PAGE_3);
        client.receive(heads(PAGE_3));
        assertThat(client.sent(Message.Fetch.class))
                .extracting(Message.Fetch::document)
                .containsExactly(RECORD_1, PAGE_3);
        assertThat(client.written(StoreWrite.Leave.class)).isEmpty();
    }

    @Test
    void off10_whatIsChosenComesByItsTierAndWaitsWhilePaused() {
        ClientDriver client = undecided().forget();
        client.receive(heads(PAGE_1, PAGE_2, PAGE_3));
        client.machine.choose(new Choice(Map.of(PAGE_1.pageId(), 6, PAGE_2.pageId(), 1), Set.of(), true));
        assertThat(client.drain().sent(Message.Fetch.class)).as("paused").isEmpty();
        client.machine.choose(new Choice(Map.of(PAGE_1.pageId(), 6, PAGE_2.pageId(), 1), Set.of(), false));
        assertThat(client.drain().sent(Message.Fetch.class))
                .as("what comes by itself waits for what was chosen, the third is not chosen")
                .extracting(Message.Fetch::document)
                .containsExactly(PAGE_2);
    }

    @Test
    void off12_whatIsNotChosenLeavesOnceItsChangesAreAcknowledged() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = undecided(stored(PAGE_1, 0, change), stored(PAGE_2, 3));
        client.machine.choose(NOTHING);
        client.drain();
        assertThat(client.written(StoreWrite.Leave.class)).containsExactly(new StoreWrite.Leave(PAGE_2));
        client.receive(accepted(PAGE_1, 1, change));
        assertThat(client.written(StoreWrite.Leave.class))
                .containsExactly(new StoreWrite.Leave(PAGE_2), new StoreWrite.Leave(PAGE_1));
        assertThat(client.machine.document(PAGE_1).here()).isFalse();
        client.persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void off12_whatWasMadeSinceTheChoiceStaysUntilTheNext() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = undecided(stored(PAGE_1, 3));
        client.machine.choose(NOTHING);
        client.machine.localChange(PAGE_3, change);
        client.drain().receive(accepted(PAGE_3, 1, change));
        assertThat(client.written(StoreWrite.Leave.class)).containsExactly(new StoreWrite.Leave(PAGE_1));
    }

    @Test
    void off12_whatTheStoreKeptIsAskedForAgainAtTheNextChoiceOnly() {
        ClientDriver client = undecided(stored(PAGE_1, 3));
        client.machine.choose(NOTHING);
        client.drain();
        client.machine.stayed(PAGE_1);
        client.drain().persistAll();
        assertThat(client.machine.document(PAGE_1).here()).isTrue();
        assertThat(client.written(StoreWrite.Leave.class)).isEmpty();
        client.machine.choose(NOTHING);
        assertThat(client.drain().written(StoreWrite.Leave.class)).containsExactly(new StoreWrite.Leave(PAGE_1));
    }

    @Test
    void off12_whatIsComparedOrFetchedDoesNotLeave() {
        ClientDriver client = undecided(
                stored(PAGE_1, 1), new StoreSummary.StoredDocument(PAGE_2, 0, 3, 0, true, false, true, List.of()));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 2, "", 5, 10)), 11, false));
        client.machine.choose(NOTHING);
        assertThat(client.drain().written(StoreWrite.Leave.class))
                .as("one is being fetched, one compared")
                .isEmpty();
    }

    @Test
    void off12_aChangeThatIsToldAfterItsPageHasLeftIsNoReasonToCallThePageHere() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = undecided(stored(PAGE_1, 0, change));
        client.machine.choose(NOTHING);
        client.drain().receive(accepted(PAGE_1, 1, change)).persistAll();
        client.machine.localChange(PAGE_1, change);
        client.drain();
        assertThat(client.status()).isEqualTo(new SyncStatus.Saved(0));
        readAgain(client, new StoreSummary.StoredDocument(PAGE_1, 0, 1, 0, false, false, false, List.of()));
        assertThat(client.machine.document(PAGE_1))
                .isEqualTo(new DocumentStatus(PAGE_1, 0, false, false, Optional.empty()));
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void off12_aChangeThatWasStoredWhileItsPageWasToLeaveIsFoundInTheOutbox() {
        List<byte[]> log = changes(1, 2);
        ClientDriver client = undecided(stored(PAGE_1, 0, log.get(0)));
        client.machine.choose(NOTHING);
        client.drain().receive(accepted(PAGE_1, 1, log.get(0)));
        client.machine.localChange(PAGE_1, log.get(1));
        client.drain();
        client.machine.stayed(PAGE_1);
        client.drain().persistAll();
        readAgain(client, stored(PAGE_1, 0, log.get(1)));
        assertThat(client.sent(Message.Push.class).get(1).changes()).containsExactly(log.get(1));
    }

    private static void readAgain(ClientDriver client, StoreSummary.StoredDocument page) {
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(page));
        client.drain();
    }

    @Test
    void off13_whatLeftIsFetchedWholeWhenItIsChosenAgain() {
        ClientDriver client = undecided(stored(PAGE_1, 3));
        client.machine.choose(NOTHING);
        client.drain().persistAll().forget();
        client.machine.choose(new Choice(Map.of(PAGE_1.pageId(), 1), Set.of(), false));
        assertThat(client.drain().sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
    }
}
