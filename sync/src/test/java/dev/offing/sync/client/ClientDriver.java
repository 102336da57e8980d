package dev.offing.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.Value;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.protocol.FrameCodec;
import dev.offing.sync.protocol.Message;
import java.util.ArrayList;
import java.util.List;

/** Drives one client machine by hand: a clock that is set, chance that is fixed, effects that are kept. */
final class ClientDriver implements SyncClient.Environment {

    static final DocumentId PAGE_1 = DocumentId.page("0".repeat(31) + "1");
    static final DocumentId PAGE_2 = DocumentId.page("0".repeat(31) + "2");
    static final DocumentId PAGE_3 = DocumentId.page("0".repeat(31) + "3");
    static final DocumentId RECORD_1 = DocumentId.record("0".repeat(31) + "1");

    final SyncClient machine;
    final List<ClientEffect> effects = new ArrayList<>();
    long now = 1_000_000;
    /** What chance says: the share of the bound, in percent. */
    int chance = 0;

    int connection;
    private int reads;

    ClientDriver() {
        this(FetchPolicy.EVERYTHING);
    }

    ClientDriver(FetchPolicy policy) {
        machine = new SyncClient(this, policy, "device");
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public int random(int bound) {
        return (int) ((long) (bound - 1) * chance / 100);
    }

    /** A leader whose store was read. */
    ClientDriver lead(StoreSummary summary) {
        machine.lead(true);
        drain();
        reads = last(ClientEffect.ReadStore.class).read();
        machine.opened(reads, summary);
        return drain();
    }

    ClientDriver connect() {
        connection = last(ClientEffect.Connect.class).connection();
        machine.connected(connection, "ticket");
        return drain();
    }

    /** Connected, welcomed, told that nothing is new. */
    ClientDriver online(StoreSummary summary) {
        lead(summary).connect().receive(welcome("epoch", Math.max(10, summary.workspaceSequence())));
        return receive(new Message.Heads(List.of(), 10, false)).persistAll();
    }

    ClientDriver receive(Message message) {
        machine.frame(connection, FrameCodec.encode(message));
        return drain();
    }

    ClientDriver at(long millis) {
        now = millis;
        machine.tick();
        return drain();
    }

    ClientDriver later(long millis) {
        return at(now + millis);
    }

    /** All writes asked for and not answered yet become durable. */
    ClientDriver persistAll() {
        List<ClientEffect.Persist> writes = all(ClientEffect.Persist.class);
        effects.removeIf(effect -> effect instanceof ClientEffect.Persist);
        for (ClientEffect.Persist write : writes) {
            machine.persisted(write.id());
            drain();
        }
        return this;
    }

    ClientDriver drain() {
        effects.addAll(machine.drain());
        return this;
    }

    ClientDriver forget() {
        effects.removeIf(effect -> !(effect instanceof ClientEffect.Persist));
        return this;
    }

    List<Message> sent() {
        return all(ClientEffect.Send.class).stream()
                .map(send -> FrameCodec.decode(send.frame()))
                .toList();
    }

    <M extends Message> List<M> sent(Class<M> kind) {
        return sent().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<StoreWrite> written() {
        return all(ClientEffect.Persist.class).stream()
                .map(ClientEffect.Persist::write)
                .toList();
    }

    <W extends StoreWrite> List<W> written(Class<W> kind) {
        return written().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <F extends ClientEffect> List<F> all(Class<F> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <F extends ClientEffect> F last(Class<F> kind) {
        List<F> all = all(kind);
        assertThat(all).as(kind.getSimpleName()).isNotEmpty();
        return all.get(all.size() - 1);
    }

    SyncStatus status() {
        return machine.status();
    }

    static Message.Welcome welcome(String epoch, long workspaceSequence) {
        return new Message.Welcome(1, epoch, workspaceSequence, List.of(), 0);
    }

    static StoreSummary store(StoreSummary.StoredDocument... documents) {
        return new StoreSummary("epoch", 10, true, 16, List.of(documents));
    }

    static StoreSummary.StoredDocument stored(DocumentId id, long known, byte[]... outbox) {
        return new StoreSummary.StoredDocument(id, known, known, 0, known > 0, false, false, List.of(outbox));
    }

    /** Encoded changes of one replica, one after the other. */
    static List<byte[]> changes(int replica, int count) {
        return changes(replica, count, "icon");
    }

    /** The same identities with other content. */
    static List<byte[]> changes(int replica, int count, String key) {
        Document document = Document.create(new ReplicaId(replica));
        List<byte[]> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            document.setProperty(null, key, new Value.Text(replica + "." + i));
            changes.add(ChangeCodec.encode(document.commit(0)));
        }
        return changes;
    }

    static Message.Accepted accepted(DocumentId document, long firstSequence, byte[]... changes) {
        List<Message.Receipt> receipts = new ArrayList<>();
        for (byte[] change : changes) {
            receipts.add(new Message.Receipt(ChangeKey.of(change), firstSequence + receipts.size()));
        }
        return new Message.Accepted(document, receipts);
    }
}
