package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.PAGE_1;
import static dev.offing.sync.client.ClientDriver.PAGE_2;
import static dev.offing.sync.client.ClientDriver.accepted;
import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static dev.offing.sync.client.ClientDriver.stored;
import static dev.offing.sync.client.ClientDriver.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the client machine does about logs that contradict each other, are damaged, or were not written. */
class ClientIncidentTest {

    /** One change of replica 1 that takes two counters, under the id of the first of {@link ClientDriver#changes}. */
    private static byte[] longer() {
        Document document = Document.create(new ReplicaId(1));
        document.setProperty(null, "icon", new Value.Text("a"));
        document.setProperty(null, "title", new Value.Text("b"));
        return ChangeCodec.encode(document.commit(0));
    }

    /** A document of which the server, restored, has {@code theirs} and this device {@code mine}; both acknowledged. */
    private static ClientDriver compared(byte[] mine, byte[] theirs) {
        ClientDriver client = new ClientDriver().lead(store(stored(PAGE_1, 1))).connect();
        client.receive(welcome("restored", 4));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 1, "", 5, 0)), 4, false));
        client.machine.changesRead(PAGE_1, List.of(mine));
        return client.drain().receive(new Message.Entries(PAGE_1, 1, List.of(theirs), 1, 0));
    }

    @Test
    void sync32_changesOfOneIdentityAndAnotherLengthContradict() {
        ClientDriver client = compared(changes(1, 1).get(0), longer());
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.EQUIVOCATION));
        assertThat(client.sent(Message.Push.class)).isEmpty();
    }

    @Test
    void sync32_aContradictionIsFoundAgainByWhoReadsTheStoreNext() {
        ClientDriver client =
                compared(changes(1, 1).get(0), changes(1, 1, "title").get(0));
        List<StoreWrite> written = client.written();
        assertThat(written.subList(written.size() - 2, written.size()))
                .extracting(StoreWrite::getClass)
                .containsExactly(StoreWrite.Reoffer.class, StoreWrite.Forget.class);
    }

    @Test
    void sync32_whatContradictsTheLocalLogAndWhatBuildsOnThatAreNotStored() {
        List<byte[]> mine = changes(1, 2);
        List<byte[]> before = changes(2, 1);
        List<byte[]> theirs = changes(1, 2, "title");
        ClientDriver client = new ClientDriver().lead(store(stored(PAGE_1, 3))).connect();
        client.receive(welcome("restored", 4));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 3, "", 5, 0)), 4, false));
        client.machine.changesRead(PAGE_1, List.of(before.get(0), mine.get(0), mine.get(1)));
        client.drain()
                .receive(new Message.Entries(PAGE_1, 1, List.of(before.get(0), theirs.get(0), theirs.get(1)), 3, 0));
        StoreWrite.AppendEntries append =
                client.written(StoreWrite.AppendEntries.class).get(0);
        assertThat(append.fresh()).extracting(LoggedChange::change).containsExactly(before.get(0));
        assertThat(append.known()).isEqualTo(1);
        assertThat(client.written(StoreWrite.Reoffer.class).get(0).changes())
                .as("what the server lacks counts as unsent, so that nothing takes it for a copy")
                .containsExactlyElementsOf(mine);
        assertThat(client.sent(Message.Push.class)).isEmpty();
        assertThat(client.machine.document(PAGE_1).refused()).contains(RefusalReason.EQUIVOCATION);
    }

    @Test
    void sync34_theLocalLogIsReadBeforeAnythingOfTheServersIsTaken() {
        List<byte[]> log = changes(2, 2);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 2)));
        StoreSummary.StoredDocument marked =
                new StoreSummary.StoredDocument(PAGE_1, 0, 2, 0, true, false, true, List.of());
        client.machine.rescan();
        client.drain();
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(marked));
        client.drain().persistAll();
        client.receive(new Message.Entries(PAGE_1, 1, log.subList(0, 1), 2, 11));
        assertThat(client.written(StoreWrite.AppendEntries.class))
                .allSatisfy(write -> assertThat(write.fresh()).isEmpty());
        assertThat(client.sent(Message.Fetch.class)).isEmpty();
        client.machine.changesRead(PAGE_1, log);
        assertThat(client.drain().sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
    }

    @Test
    void sync32_aPersonsRetryOfAContradictionComparesAgain() {
        byte[] mine = changes(1, 1).get(0);
        byte[] theirs = changes(1, 1, "title").get(0);
        ClientDriver client = compared(mine, theirs).persistAll();
        client.effects.clear();
        client.machine.syncNow();
        client.machine.changesRead(PAGE_1, List.of(mine));
        client.drain();
        assertThat(client.sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
        client.receive(new Message.Entries(PAGE_1, 1, List.of(theirs), 1, 0)).persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.EQUIVOCATION));
    }

    @Test
    void sync33_theStoreIsNotReadAgainWhileAWriteIsUnderWay() {
        ClientDriver client = new ClientDriver().online(store());
        client.effects.clear();
        client.receive(new Message.Entries(PAGE_1, 1, changes(2, 1), 1, 11));
        client.machine.rescan();
        client.drain();
        assertThat(client.all(ClientEffect.ReadStore.class)).isEmpty();
        assertThat(client.status()).isInstanceOf(SyncStatus.Saved.class);
        client.persistAll();
        assertThat(client.all(ClientEffect.ReadStore.class)).hasSize(1);
    }

    @Test
    void sync33_aWriteThatIsNeverAnsweredIsGivenUpAndSaidSo() {
        ClientDriver client = new ClientDriver().online(store());
        client.effects.clear();
        client.receive(new Message.Entries(PAGE_1, 1, changes(2, 1), 1, 11));
        int write = client.last(ClientEffect.Persist.class).id();
        client.later(SyncLimits.STORE_ANSWER_MILLIS_MAX - 1);
        assertThat(client.status()).isInstanceOf(SyncStatus.Saved.class);
        client.later(1);
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.STORAGE_SILENT));
        assertThat(client.all(ClientEffect.Disconnect.class)).hasSize(1);
        client.forget().machine.persisted(write);
        assertThat(client.drain().all(ClientEffect.DocumentChanged.class))
                .as("durable after all: who shows the page hears of it")
                .hasSize(1);
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.STORAGE_SILENT));
        client.later(SyncLimits.STORE_RETRY_MILLIS);
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(stored(PAGE_1, 1)));
        client.drain();
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
    }

    @Test
    void sync33_aReadThatIsNeverAnsweredIsGivenUpAndAskedAgain() {
        ClientDriver client = new ClientDriver();
        client.machine.lead(true);
        client.drain().later(SyncLimits.STORE_ANSWER_MILLIS_MAX);
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.STORAGE_SILENT));
        client.later(SyncLimits.STORE_RETRY_MILLIS);
        assertThat(client.all(ClientEffect.ReadStore.class)).hasSize(2);
    }

    @Test
    void sync26_whatIsStoredWhileTheStoreIsReadIsReadAfterwards() {
        ClientDriver client = new ClientDriver().online(store());
        client.machine.rescan();
        client.drain();
        int first = client.last(ClientEffect.ReadStore.class).read();
        client.machine.rescan();
        client.machine.opened(first, store());
        client.drain();
        assertThat(client.last(ClientEffect.ReadStore.class).read()).isGreaterThan(first);
        assertThat(client.status()).isInstanceOf(SyncStatus.Saved.class);
    }

    @Test
    void sync37_aComparisonBringsBackOwnChangesToo() {
        byte[] own = changes(1, 1).get(0);
        StoreSummary.StoredDocument marked =
                new StoreSummary.StoredDocument(PAGE_1, 0, 1, 0, true, false, true, List.of(own));
        ClientDriver client = new ClientDriver().online(store(marked));
        client.machine.changesRead(PAGE_1, List.of());
        client.drain().receive(new Message.Entries(PAGE_1, 1, List.of(own), 1, 0));
        StoreWrite.AppendEntries write =
                client.written(StoreWrite.AppendEntries.class).get(0);
        assertThat(write.fresh()).extracting(LoggedChange::change).containsExactly(own);
        assertThat(write.acknowledged()).hasSize(1);
    }

    @Test
    void sync36_aRecordDamagedWhileItsChangeIsPushedIsLookedForAgain() {
        byte[] own = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0)));
        client.machine.localChange(PAGE_1, own);
        client.drain();
        client.machine.rescan();
        client.drain();
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(stored(PAGE_1, 0, new byte[0])));
        client.drain();
        assertThat(client.machine.document(PAGE_1).refused()).contains(RefusalReason.UNREADABLE);
        client.receive(accepted(PAGE_1, 1, own)).persistAll();
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(stored(PAGE_1, 1)));
        client.drain();
        assertThat(client.machine.document(PAGE_1).refused()).isEmpty();
        assertThat(client.status()).isInstanceOf(SyncStatus.Synced.class);
    }

    @Test
    void sync39_anEntryThatCannotBeReadStopsItsDocumentAlone() {
        byte[] own = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 1)));
        client.effects.clear();
        client.receive(new Message.Entries(PAGE_1, 2, List.of(new byte[0]), 2, 11));
        assertThat(client.all(ClientEffect.Disconnect.class)).isEmpty();
        assertThat(client.sent(Message.Fetch.class)).isEmpty();
        assertThat(client.machine.document(PAGE_1))
                .isEqualTo(new DocumentStatus(PAGE_1, 0, true, false, Optional.of(RefusalReason.UNREADABLE)));
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.REFUSED));
        client.machine.localChange(PAGE_1, own);
        client.machine.localChange(PAGE_2, own);
        client.drain();
        assertThat(client.sent(Message.Push.class)).as("own work goes on").hasSize(2);
        client.receive(accepted(PAGE_2, 1, own));
        client.machine.syncNow();
        client.drain();
        assertThat(client.status().toSend()).isEqualTo(1);
        client.receive(accepted(PAGE_1, 3, own));
        assertThat(client.sent(Message.Fetch.class))
                .as("asked for again because a person wants it")
                .containsExactly(new Message.Fetch(PAGE_1, 1));
    }
}
