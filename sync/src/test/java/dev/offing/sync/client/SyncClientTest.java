package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.PAGE_1;
import static dev.offing.sync.client.ClientDriver.PAGE_2;
import static dev.offing.sync.client.ClientDriver.PAGE_3;
import static dev.offing.sync.client.ClientDriver.RECORD_1;
import static dev.offing.sync.client.ClientDriver.accepted;
import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static dev.offing.sync.client.ClientDriver.stored;
import static dev.offing.sync.client.ClientDriver.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.Message;
import dev.offing.sync.protocol.RefusalReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the client machine decides about documents, step by step. */
class SyncClientTest {

    @Test
    void sync10_helloNamesWhatTheStoreHolds() {
        ClientDriver client = new ClientDriver()
                .lead(new StoreSummary("epoch", 7, true, 3, List.of()))
                .connect();
        assertThat(client.sent())
                .containsExactly(new Message.Hello(1, SyncLimits.PROTOCOL, "ticket", "device", "epoch", 7, 13));
    }

    @Test
    void sync26_aFollowerNeitherReadsNorConnectsNorWrites() {
        ClientDriver client = new ClientDriver();
        client.machine.localChange(PAGE_1, changes(1, 1).get(0));
        client.machine.wantDocument(PAGE_2);
        client.machine.syncNow();
        client.drain();
        assertThat(client.all(ClientEffect.Connect.class)).isEmpty();
        assertThat(client.all(ClientEffect.Persist.class)).isEmpty();
        assertThat(client.all(ClientEffect.ReadStore.class)).isEmpty();
    }

    @Test
    void sync26_aChangeStoredWhileTheStoreIsReadIsNotOverlooked() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver();
        client.machine.lead(true);
        client.machine.localChange(PAGE_1, change);
        client.drain();
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store());
        client.drain();
        assertThat(client.status().toSend()).isEqualTo(1);
    }

    @Test
    void sync26_anAnswerToAnEarlierReadIsIgnored() {
        ClientDriver client = new ClientDriver();
        client.machine.lead(true);
        client.drain();
        int first = client.last(ClientEffect.ReadStore.class).read();
        client.machine.lead(false);
        client.machine.lead(true);
        client.machine.opened(first, store(stored(PAGE_1, 0, changes(1, 1).get(0))));
        client.drain();
        assertThat(client.status().toSend()).isZero();
    }

    @Test
    void sync20_aChangeLeavesTheOutboxByTheWriteThatFollowsItsAcknowledgement() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver().online(store());
        client.machine.localChange(PAGE_1, change);
        client.drain();
        assertThat(client.status()).isEqualTo(new SyncStatus.Saved(1));
        assertThat(client.sent(Message.Push.class)).hasSize(1);
        client.receive(accepted(PAGE_1, 1, change));
        assertThat(client.written())
                .containsExactly(new StoreWrite.Acknowledge(PAGE_1, List.of(ChangeKey.of(change)), 1, 1));
        assertThat(client.status()).as("not durable yet").isEqualTo(new SyncStatus.Saved(0));
        client.persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void sync20_aLostAcknowledgementIsMadeUpByPushingAgain() {
        byte[] change = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, change)));
        assertThat(client.sent(Message.Push.class)).hasSize(1);
        client.machine.disconnected(client.connection, DisconnectReason.NETWORK);
        client.drain().forget().later(SyncLimits.RETRY_FIRST_MILLIS).connect();
        client.receive(welcome("epoch", 11));
        assertThat(client.sent(Message.Push.class)).hasSize(1);
    }

    @Test
    void sync22_onePushADocumentAndABoundedNumberInAll() {
        ClientDriver client = new ClientDriver().online(store());
        for (int i = 0; i < 12; i++) {
            DocumentId id = DocumentId.page("a".repeat(30) + (10 + i));
            changes(i + 1, 2).forEach(change -> client.machine.localChange(id, change));
            client.drain();
        }
        assertThat(client.sent(Message.Push.class)).hasSize(SyncLimits.PUSHES_IN_FLIGHT_MAX);
        assertThat(client.sent(Message.Push.class).stream()
                        .map(Message.Push::document)
                        .distinct())
                .hasSize(SyncLimits.PUSHES_IN_FLIGHT_MAX);
    }

    @Test
    void sync22_aBatchKeepsTheOrderOfTheOutboxAndItsLimit() {
        List<byte[]> changes = changes(1, SyncLimits.BATCH_CHANGES_MAX + 1);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, changes.toArray(new byte[0][]))));
        Message.Push push = client.sent(Message.Push.class).get(0);
        assertThat(push.changes()).hasSize(SyncLimits.BATCH_CHANGES_MAX);
        assertThat(push.changes().get(0)).isEqualTo(changes.get(0));
        assertThat(push.changes().get(1)).isEqualTo(changes.get(1));
    }

    @Test
    void sync23_ownWorkGoesBeforeOtherPeoples() {
        ClientDriver client = new ClientDriver()
                .lead(store(stored(PAGE_1, 0, changes(1, 1).get(0))))
                .connect()
                .receive(welcome("epoch", 12))
                .receive(new Message.Heads(List.of(new Message.Head(RECORD_1, 2, "", 5, 0)), 12, false));
        List<Message> sent = client.sent();
        assertThat(sent.get(1)).isInstanceOf(Message.Push.class);
        assertThat(sent.get(2)).isEqualTo(new Message.Fetch(RECORD_1, 0));
    }

    @Test
    void sync31_wantedThenRecordsThenWhatIsHereThenTheNewestPages() {
        ClientDriver client =
                new ClientDriver().lead(store(stored(PAGE_1, 1))).connect().receive(welcome("epoch", 20));
        client.machine.wantDocument(PAGE_3);
        client.drain();
        client.receive(new Message.Heads(
                List.of(
                        new Message.Head(PAGE_2, 1, "", 50, 0),
                        new Message.Head(DocumentId.page("f".repeat(32)), 1, "", 60, 0),
                        new Message.Head(PAGE_1, 3, "", 5, 0),
                        new Message.Head(RECORD_1, 1, "", 5, 0),
                        new Message.Head(PAGE_3, 1, "", 5, 0)),
                20,
                false));
        assertThat(client.sent(Message.Fetch.class))
                .containsExactly(
                        new Message.Fetch(PAGE_3, 0), new Message.Fetch(RECORD_1, 0), new Message.Fetch(PAGE_1, 1));
        byte[] change = changes(2, 1).get(0);
        client.forget().receive(new Message.Entries(PAGE_3, 1, List.of(change), 1, 0));
        client.receive(new Message.Entries(RECORD_1, 1, List.of(change), 1, 0));
        assertThat(client.sent(Message.Fetch.class)).isEmpty();
        client.receive(new Message.Entries(PAGE_1, 2, changes(3, 2), 3, 0));
        assertThat(client.sent(Message.Fetch.class))
                .as("other pages one at a time, the newest first")
                .containsExactly(new Message.Fetch(DocumentId.page("f".repeat(32)), 0));
    }

    @Test
    void sync21_whatIsReceivedIsAnnouncedWhenItIsDurable() {
        byte[] change = changes(2, 1).get(0);
        ClientDriver client = new ClientDriver().online(store());
        client.receive(new Message.Entries(PAGE_1, 1, List.of(change), 1, 11));
        assertThat(client.all(ClientEffect.DocumentChanged.class)).isEmpty();
        StoreWrite.AppendEntries write =
                client.written(StoreWrite.AppendEntries.class).get(0);
        assertThat(write.known()).isEqualTo(1);
        assertThat(write.workspaceSequence()).isEqualTo(11);
        client.persistAll();
        assertThat(client.all(ClientEffect.DocumentChanged.class)).hasSize(1);
    }

    @Test
    void sync24_aGapIsNotedAndFetched() {
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 2)));
        client.receive(new Message.Entries(PAGE_1, 5, changes(2, 1), 5, 11));
        StoreWrite.AppendEntries write =
                client.written(StoreWrite.AppendEntries.class).get(0);
        assertThat(write.fresh()).isEmpty();
        assertThat(write.known()).isEqualTo(2);
        assertThat(write.head()).isEqualTo(5);
        assertThat(client.sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 2));
        assertThat(client.status()).isEqualTo(new SyncStatus.Saved(0));
    }

    @Test
    void sync21_ownChangesBeyondAGapAreSkippedWhenTheGapIsFilled() {
        byte[] own = changes(1, 1).get(0);
        List<byte[]> others = changes(2, 2);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, own)));
        client.receive(accepted(PAGE_1, 3, own));
        assertThat(client.written(StoreWrite.Acknowledge.class).get(0).known()).isZero();
        client.persistAll();
        client.receive(new Message.Entries(PAGE_1, 1, others, 3, 0)).persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
        client.forget().receive(new Message.Entries(PAGE_1, 4, changes(3, 1), 4, 12));
        assertThat(client.written(StoreWrite.AppendEntries.class).get(0).known())
                .isEqualTo(4);
    }

    @Test
    void sync20_anOwnChangeThatComesBackAsAnEntryIsAcknowledgedByIt() {
        byte[] own = changes(1, 1).get(0);
        ClientDriver client =
                new ClientDriver().lead(store(stored(PAGE_1, 0, own))).connect();
        client.receive(welcome("epoch", 11)).receive(new Message.Heads(List.of(), 10, false));
        client.receive(new Message.Entries(PAGE_1, 1, List.of(own), 1, 11));
        StoreWrite.AppendEntries write =
                client.written(StoreWrite.AppendEntries.class).get(0);
        assertThat(write.fresh()).isEmpty();
        assertThat(write.acknowledged()).containsExactly(ChangeKey.of(own));
        assertThat(client.status().toSend()).isZero();
    }

    @Test
    void sync30_aRefusedDocumentStopsItselfOnly() {
        List<byte[]> one = changes(1, 2);
        List<byte[]> two = changes(2, 1);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, one.get(0), one.get(1))));
        client.receive(new Message.Refused(
                PAGE_1, ChangeKey.of(one.get(0)), RefusalReason.INVALID_CHANGE, "The change breaks a rule."));
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED));
        assertThat(client.machine.document(PAGE_1).refused()).contains(RefusalReason.INVALID_CHANGE);
        assertThat(client.written(StoreWrite.Acknowledge.class)).isEmpty();
        client.forget();
        client.machine.localChange(PAGE_2, two.get(0));
        client.drain();
        assertThat(client.sent(Message.Push.class)).hasSize(1);
        client.receive(accepted(PAGE_2, 1, two.get(0))).persistAll();
        assertThat(client.machine.document(PAGE_2).pending()).isZero();
        assertThat(client.status())
                .as("the refused changes stay")
                .isEqualTo(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED));
        client.forget();
        client.machine.syncNow();
        client.drain();
        assertThat(client.sent(Message.Push.class)).as("a person may try again").hasSize(1);
    }

    @Test
    void sync30_aPartlyAcceptedPushKeepsTheRest() {
        List<byte[]> changes = changes(1, 3);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, changes.toArray(new byte[0][]))));
        client.receive(accepted(PAGE_1, 1, changes.get(0)));
        assertThat(client.sent(Message.Push.class))
                .as("the push is not answered yet")
                .hasSize(1);
        client.receive(new Message.Refused(PAGE_1, ChangeKey.of(changes.get(1)), RefusalReason.STAMP_NOT_EXACT, ""));
        assertThat(client.machine.document(PAGE_1).pending()).isEqualTo(2);
    }

    @Test
    void sync32_anEntryUnderTheIdentityOfAnOwnChangeIsAnIncident() {
        byte[] own = changes(1, 1).get(0);
        byte[] other = changes(1, 1, "else").get(0);
        ClientDriver client =
                new ClientDriver().lead(store(stored(PAGE_1, 0, own))).connect();
        client.receive(welcome("epoch", 11)).receive(new Message.Heads(List.of(), 10, false));
        client.receive(new Message.Entries(PAGE_1, 1, List.of(other), 1, 11));
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.EQUIVOCATION));
        assertThat(client.written(StoreWrite.AppendEntries.class).get(0).fresh())
                .isEmpty();
        assertThat(client.sent(Message.Fetch.class))
                .as("not asked for again and again")
                .isEmpty();
    }

    @Test
    void sync32_aComparisonThatFindsAnotherChangeUnderOneIdentityStopsTheDocument() {
        byte[] mine = changes(1, 1).get(0);
        byte[] theirs = changes(1, 1, "title").get(0);
        ClientDriver client = new ClientDriver().lead(store(stored(PAGE_1, 1))).connect();
        client.receive(welcome("restored", 1));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 1, "", 5, 0)), 1, false));
        client.machine.changesRead(PAGE_1, List.of(mine));
        client.drain()
                .receive(new Message.Entries(PAGE_1, 1, List.of(theirs), 1, 0))
                .persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(1, SyncStatus.Why.EQUIVOCATION));
        assertThat(client.sent(Message.Push.class)).isEmpty();
    }

    @Test
    void sync35_anotherEpochMeansComparingAndOfferingWhatTheServerLacks() {
        List<byte[]> log = changes(1, 3);
        ClientDriver client = new ClientDriver().lead(store(stored(PAGE_1, 3))).connect();
        client.receive(welcome("restored", 4));
        assertThat(client.written()).containsExactly(new StoreWrite.NewEpoch("restored"));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 1, "", 5, 0)), 4, false));
        assertThat(client.last(ClientEffect.ReadChanges.class).document()).isEqualTo(PAGE_1);
        assertThat(client.sent(Message.Fetch.class)).isEmpty();
        client.machine.changesRead(PAGE_1, log);
        client.drain();
        assertThat(client.sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
        assertThat(client.status()).isInstanceOf(SyncStatus.Saved.class);
        client.receive(new Message.Entries(PAGE_1, 1, log.subList(0, 1), 1, 0));
        assertThat(client.written(StoreWrite.Reoffer.class).get(0).changes()).isEqualTo(log.subList(1, 3));
        assertThat(client.sent(Message.Push.class).get(0).changes().get(1)).isEqualTo(log.get(2));
        client.receive(accepted(PAGE_1, 2, log.get(1), log.get(2))).persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void sync35_aServerThatIsBehindItsOwnPastIsTreatedAsAnotherHistory() {
        ClientDriver client = new ClientDriver().lead(store(stored(PAGE_1, 3))).connect();
        client.receive(welcome("epoch", 9));
        assertThat(client.written()).containsExactly(new StoreWrite.NewEpoch("epoch"));
    }

    @Test
    void sync35_aServerThatLostWhatItAcknowledgedIsNoticedByTheSumOfItsHeads() {
        StoreSummary summary = new StoreSummary("epoch", 2, true, 16, List.of(stored(PAGE_1, 3), stored(PAGE_2, 2)));
        ClientDriver client = new ClientDriver().lead(summary).connect();
        client.receive(welcome("epoch", 5));
        assertThat(client.written()).as("five appends, five heard of").isEmpty();
        ClientDriver restored = new ClientDriver().lead(summary).connect();
        restored.receive(welcome("epoch", 4));
        assertThat(restored.written()).containsExactly(new StoreWrite.NewEpoch("epoch"));
        assertThat(restored.all(ClientEffect.Disconnect.class))
                .as("the server would not tell all")
                .hasSize(1);
        restored.forget().later(SyncLimits.RETRY_FIRST_MILLIS).connect();
        assertThat(restored.sent(Message.Hello.class).getFirst().workspaceSequence())
                .isZero();
    }

    @Test
    void sync34_missingCausesLeadToOneComparisonThenToAPerson() {
        List<byte[]> changes = changes(1, 2);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, changes.get(1))));
        Message.Refused refused =
                new Message.Refused(PAGE_1, ChangeKey.of(changes.get(1)), RefusalReason.MISSING_CAUSES, "");
        client.receive(refused);
        assertThat(client.written(StoreWrite.Forget.class)).hasSize(1);
        client.machine.changesRead(PAGE_1, changes);
        client.drain();
        assertThat(client.sent(Message.Push.class).get(1).changes()).hasSize(2);
        client.receive(refused);
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED));
    }

    @Test
    void sync34_aForeignChangeIsOfferedAgainOnceItsAuthorHasBeenThere() {
        byte[] foreign = changes(1, 1).get(0);
        byte[] own = changes(2, 1).get(0);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, foreign, own)));
        Message.Refused refused = new Message.Refused(PAGE_1, ChangeKey.of(foreign), RefusalReason.FOREIGN_REPLICA, "");
        client.receive(refused);
        client.machine.changesRead(PAGE_1, List.of(foreign, own));
        client.drain().receive(refused);
        assertThat(client.sent(Message.Push.class).get(2).changes())
                .as("the foreign one is passed over")
                .containsExactly(own);
        client.receive(new Message.Refused(PAGE_1, ChangeKey.of(own), RefusalReason.MISSING_CAUSES, ""));
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED));
        client.forget().receive(new Message.Entries(PAGE_1, 1, List.of(foreign), 1, 11));
        assertThat(client.status()).isEqualTo(new SyncStatus.Saved(1));
        assertThat(client.sent(Message.Push.class).get(0).changes()).containsExactly(own);
    }

    @Test
    void sync33_aFailedWriteStopsEverythingUntilTheStoreIsReadAgain() {
        ClientDriver client = new ClientDriver().online(store());
        client.receive(new Message.Entries(PAGE_1, 1, changes(2, 1), 1, 11));
        int write = client.last(ClientEffect.Persist.class).id();
        client.machine.persistFailed(write, true);
        client.drain();
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.STORAGE_FULL));
        assertThat(client.last(ClientEffect.Disconnect.class).connection()).isEqualTo(client.connection);
        client.forget().later(SyncLimits.STORE_RETRY_MILLIS);
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store());
        client.drain().connect();
        assertThat(client.sent(Message.Hello.class)).hasSize(1);
    }

    @Test
    void sync27_thePoolOfReplicaIdsIsToppedUp() {
        ClientDriver client = new ClientDriver().online(store());
        client.machine.replicaIdsFree(SyncLimits.REPLICA_POOL_LOW - 1);
        client.machine.replicaIdsFree(SyncLimits.REPLICA_POOL_LOW - 2);
        client.drain();
        assertThat(client.sent(Message.WantReplicaIds.class)).containsExactly(new Message.WantReplicaIds(9));
        client.receive(new Message.ReplicaIds(List.of(new ReplicaId(5))));
        assertThat(client.written()).containsExactly(new StoreWrite.AddReplicaIds(List.of(new ReplicaId(5))));
    }

    @Test
    void sync31_aWantedDocumentIsRememberedUntilItIsHere() {
        ClientDriver client = new ClientDriver().lead(store());
        client.machine.wantDocument(PAGE_1);
        client.drain();
        assertThat(client.written()).containsExactly(new StoreWrite.SetWanted(PAGE_1, true));
        client.connect().receive(welcome("epoch", 11));
        client.receive(new Message.Heads(List.of(new Message.Head(PAGE_1, 1, "", 1, 0)), 11, false));
        client.receive(new Message.Entries(PAGE_1, 1, changes(2, 1), 1, 0));
        assertThat(client.written()).contains(new StoreWrite.SetWanted(PAGE_1, false));
        assertThat(client.machine.document(PAGE_1))
                .isEqualTo(new DocumentStatus(PAGE_1, 0, true, true, Optional.empty()));
    }

    @Test
    void sync37_aDocumentWhoseRecordsWereDroppedIsComparedAndComesBackWhole() {
        List<byte[]> log = changes(2, 3);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 3)));
        client.machine.rescan();
        client.drain();
        StoreSummary.StoredDocument dropped =
                new StoreSummary.StoredDocument(PAGE_1, 0, 3, 0, true, false, true, List.of());
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(dropped));
        client.drain();
        assertThat(client.written(StoreWrite.Forget.class)).containsExactly(new StoreWrite.Forget(PAGE_1));
        client.machine.changesRead(PAGE_1, List.of());
        client.drain();
        assertThat(client.sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
        assertThat(client.status()).isInstanceOf(SyncStatus.Saved.class);
        client.receive(new Message.Entries(PAGE_1, 1, log, 3, 0));
        assertThat(client.written(StoreWrite.AppendEntries.class).get(0).fresh())
                .extracting(LoggedChange::change)
                .containsExactlyElementsOf(log);
        client.persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void sync37_aMarkThatAMachineFindsWhenItBeginsIsAnsweredByForgetting() {
        StoreSummary.StoredDocument marked =
                new StoreSummary.StoredDocument(PAGE_1, 3, 3, 0, true, false, true, List.of());
        ClientDriver client = new ClientDriver().lead(store(marked));
        assertThat(client.written()).containsExactly(new StoreWrite.Forget(PAGE_1));
    }

    @Test
    void sync37_aComparisonBeginsAgainWhenRecordsAreDroppedMeanwhile() {
        List<byte[]> log = changes(2, 3);
        StoreSummary.StoredDocument marked =
                new StoreSummary.StoredDocument(PAGE_1, 0, 3, 0, true, false, true, List.of());
        ClientDriver client = new ClientDriver().online(store(marked));
        client.machine.changesRead(PAGE_1, List.of());
        client.drain()
                .receive(new Message.Entries(PAGE_1, 1, log.subList(0, 2), 3, 0))
                .persistAll();
        client.machine.rescan();
        client.drain();
        client.machine.opened(client.last(ClientEffect.ReadStore.class).read(), store(marked));
        client.drain();
        assertThat(client.written(StoreWrite.Forget.class)).hasSize(1);
        client.forget().receive(new Message.Entries(PAGE_1, 3, log.subList(2, 3), 3, 0));
        client.machine.changesRead(PAGE_1, log.subList(0, 2));
        client.drain();
        assertThat(client.sent(Message.Fetch.class)).containsExactly(new Message.Fetch(PAGE_1, 0));
    }

    @Test
    void sync36_damagedOutboxEntriesAreReportedNeverSkipped() {
        byte[] good = changes(1, 1).get(0);
        ClientDriver client = new ClientDriver().online(store(stored(PAGE_1, 0, new byte[] {99}, good)));
        assertThat(client.status()).isEqualTo(new SyncStatus.Attention(2, SyncStatus.Why.REFUSED));
        assertThat(client.sent(Message.Push.class)).isEmpty();
    }
}
