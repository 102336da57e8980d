package dev.offing.browser;

import dev.offing.sync.DocumentId;
import dev.offing.sync.client.Choice;
import dev.offing.sync.client.DisconnectReason;
import dev.offing.sync.client.DocumentStatus;
import dev.offing.sync.client.StoreSummary;
import dev.offing.sync.client.StoreSummary.StoredDocument;
import dev.offing.sync.client.SyncClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * {@link SyncClient} as JavaScript calls it. Sequences and times are numbers (exact up to 2^53), a
 * store summary is handed over document by document, and {@link #drain} gives one JSON text and the
 * byte arrays it refers to by index, so that no change is ever turned into text.
 */
public final class SyncMachine {

    private final SyncClient client;
    private final List<StoredDocument> stored = new ArrayList<>();

    SyncMachine(Now now, Random random, String deviceId) {
        client = new SyncClient(
                new SyncClient.Environment() {
                    @Override
                    public long nowMillis() {
                        return (long) now.millis();
                    }

                    @Override
                    public int random(int bound) {
                        return random.below(bound);
                    }
                },
                Choice.UNDECIDED,
                deviceId);
    }

    /** One document of the summary that {@link #opened} completes. */
    @JSExport
    public void stored(
            String document,
            double known,
            double head,
            double changedAtMillis,
            boolean held,
            boolean wanted,
            boolean reoffer,
            @Ts("readonly Uint8Array[]") JSArrayReader<Uint8Array> outbox) {
        stored.add(new StoredDocument(
                new DocumentId(document),
                (long) known,
                (long) head,
                (long) changedAtMillis,
                held,
                wanted,
                reoffer,
                toJava(outbox)));
    }

    @JSExport
    public void opened(int read, String epoch, double workspaceSequence, boolean complete, int freeReplicaIds) {
        client.opened(read, new StoreSummary(epoch, (long) workspaceSequence, complete, freeReplicaIds, stored));
        stored.clear();
    }

    @JSExport
    public void lead(boolean leading) {
        client.lead(leading);
    }

    @JSExport
    public void rescan() {
        client.rescan();
    }

    @JSExport
    public void localChange(String document, Uint8Array change) {
        client.localChange(new DocumentId(document), Bytes.toJava(change));
    }

    @JSExport
    public void connected(int connection, String ticket) {
        client.connected(connection, ticket);
    }

    @JSExport
    public void frame(int connection, Uint8Array frame) {
        client.frame(connection, Bytes.toJava(frame));
    }

    @JSExport
    public void disconnected(int connection, @Ts("\"NETWORK\" | \"SIGN_IN\" | \"UPDATE\"") String reason) {
        client.disconnected(
                connection,
                switch (reason) {
                    case "SIGN_IN" -> DisconnectReason.SIGN_IN;
                    case "UPDATE" -> DisconnectReason.UPDATE;
                    default -> DisconnectReason.NETWORK;
                });
    }

    @JSExport
    public void persisted(int write) {
        client.persisted(write);
    }

    @JSExport
    public void persistFailed(int write, boolean full) {
        client.persistFailed(write, full);
    }

    @JSExport
    public void changesRead(String document, @Ts("readonly Uint8Array[]") JSArrayReader<Uint8Array> changes) {
        client.changesRead(new DocumentId(document), toJava(changes));
    }

    @JSExport
    public void replicaIdsFree(int count) {
        client.replicaIdsFree(count);
    }

    @JSExport
    public void attended() {
        client.attended();
    }

    @JSExport
    public boolean isAttended() {
        return client.isAttended();
    }

    @JSExport
    public void networkHint(boolean online) {
        client.networkHint(online);
    }

    @JSExport
    public void syncNow() {
        client.syncNow();
    }

    @JSExport
    public void wantDocument(String document) {
        client.wantDocument(new DocumentId(document));
    }

    /** What the decider decided last holds from now on. @param paused whether pages that are not here wait */
    @JSExport
    public void choose(OfflineDecider decider, boolean paused) {
        client.choose(decider.choice(paused));
    }

    @JSExport
    public void stayed(String document) {
        client.stayed(new DocumentId(document));
    }

    @JSExport
    public void tick() {
        client.tick();
    }

    /** JSON of SyncEffect[], followed by the byte arrays that its numbers in place of bytes count from 0. */
    @JSExport
    public @Ts("[effects: string, ...bytes: Uint8Array[]]") JSArray<JSObject> drain() {
        return EffectJson.write(client.drain());
    }

    /** JSON of MachineStatus. */
    @JSExport
    public String status() {
        return EffectJson.status(client.status());
    }

    /** JSON of DocumentStatus. */
    @JSExport
    public String document(String document) {
        DocumentStatus status = client.document(new DocumentId(document));
        return EffectJson.documentStatus(status);
    }

    @JSExport
    public int documentsToFetch() {
        return client.documentsToFetch();
    }

    private static List<byte[]> toJava(@Nullable JSArrayReader<Uint8Array> arrays) {
        List<byte[]> list = new ArrayList<>();
        if (arrays != null) {
            for (int i = 0; i < arrays.getLength(); i++) {
                list.add(Bytes.toJava(arrays.get(i)));
            }
        }
        return list;
    }
}
