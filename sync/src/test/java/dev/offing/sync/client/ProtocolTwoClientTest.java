package dev.offing.sync.client;

import static dev.offing.sync.client.ClientDriver.changes;
import static dev.offing.sync.client.ClientDriver.store;
import static dev.offing.sync.client.ClientDriver.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangePack;
import dev.offing.sync.DocumentId;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.Message;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a client does with a server of protocol 2, and not with an older one. */
class ProtocolTwoClientTest {

    private static final List<DocumentId> RECORDS = IntStream.range(0, 80)
            .mapToObj(i -> DocumentId.record("%032x".formatted(i)))
            .toList();

    private static ClientDriver welcomed(int protocol, StoreSummary.StoredDocument... documents) {
        return new ClientDriver()
                .lead(store(documents))
                .connect()
                .receive(new Message.Welcome(protocol, "epoch", 100, List.of(), 0));
    }

    private static Message.Heads heads() {
        return new Message.Heads(
                RECORDS.stream().map(id -> new Message.Head(id, 1, "", 0, 9)).toList(), 100, false);
    }

    @Test
    void sync13_whatChangedIsAskedForInOneQuestionAndRoomIsLeftForAPerson() {
        ClientDriver client = welcomed(2).receive(heads());
        assertThat(client.sent(Message.FetchMany.class)).hasSize(1);
        assertThat(client.sent(Message.FetchMany.class).getFirst().documents())
                .hasSize(SyncLimits.FETCHES_IN_FLIGHT_MAX - SyncLimits.FETCHES_FOR_PEOPLE);
        assertThat(client.sent(Message.Fetch.class)).isEmpty();
        DocumentId page = DocumentId.page("f".repeat(32));
        client.receive(new Message.Heads(List.of(new Message.Head(page, 1, "", 0, 9)), 101, false));
        client.machine.wantDocument(page);
        assertThat(client.drain().sent(Message.Fetch.class)).containsExactly(new Message.Fetch(page, 0));
    }

    @Test
    void sync12_aServerOfProtocolOneIsAskedForOneDocumentAtATime() {
        ClientDriver client = welcomed(1).receive(heads());
        assertThat(client.sent(Message.FetchMany.class)).isEmpty();
        assertThat(client.sent(Message.Fetch.class)).hasSize(SyncLimits.FETCHES_IN_FLIGHT_PROTOCOL_1);
    }

    @Test
    void sync13_packedEntriesAreStoredInWritesOfWhichNoneIsLong() {
        DocumentId page = RECORDS.getFirst();
        List<byte[]> changes = changes(7, 2 * SyncLimits.BATCH_CHANGES_MAX + 1);
        ClientDriver client = welcomed(2, stored(page, 0))
                .receive(new Message.Heads(List.of(new Message.Head(page, changes.size(), "", 0, 9)), 100, false));
        client.receive(new Message.PackedEntries(page, 1, changes.size(), ChangePack.pack(changes)));
        List<StoreWrite.AppendEntries> writes = client.written(StoreWrite.AppendEntries.class);
        assertThat(writes).extracting(write -> write.fresh().size()).containsExactly(500, 500, 1);
        assertThat(writes).extracting(StoreWrite.AppendEntries::known).containsExactly(500L, 1_000L, 1_001L);
        assertThat(writes.getLast().fresh().getLast().change()).isEqualTo(changes.getLast());
        client.persistAll();
        assertThat(client.status()).isEqualTo(new SyncStatus.Synced());
    }

    @Test
    void sync13_aDamagedPackEndsTheConnectionAndAltersNothing() {
        DocumentId page = RECORDS.getFirst();
        ClientDriver client = welcomed(2, stored(page, 0))
                .receive(new Message.Heads(List.of(new Message.Head(page, 3, "", 0, 9)), 100, false));
        byte[] pack = ChangePack.pack(changes(7, 3));
        client.receive(new Message.PackedEntries(page, 1, 3, java.util.Arrays.copyOf(pack, pack.length - 1)));
        assertThat(client.all(ClientEffect.Disconnect.class)).hasSize(1);
        assertThat(client.written(StoreWrite.AppendEntries.class)).isEmpty();
        assertThat(client.status()).isInstanceOf(SyncStatus.Unreachable.class);
    }
}
