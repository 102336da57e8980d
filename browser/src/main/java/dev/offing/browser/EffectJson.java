package dev.offing.browser;

import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.client.ClientEffect;
import dev.offing.sync.client.DocumentStatus;
import dev.offing.sync.client.StoreWrite;
import dev.offing.sync.client.SyncStatus;
import dev.offing.sync.protocol.Message.Head;
import java.util.List;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/** Effects of the client machine as web/src/engine/sync.ts declares them; bytes stand beside the text. */
final class EffectJson {

    private final JsonWriter out = new JsonWriter();
    private final JSArray<JSObject> result = new JSArray<>();

    private EffectJson() {}

    static JSArray<JSObject> write(List<ClientEffect> effects) {
        EffectJson json = new EffectJson();
        // The text takes the first place, known only at the end.
        json.result.push(JSString.valueOf(""));
        json.out.raw("[");
        for (ClientEffect effect : effects) {
            json.out.separate().raw("{").name("kind");
            json.effect(effect);
            json.out.raw("}");
        }
        json.out.raw("]");
        json.result.set(0, JSString.valueOf(json.out.toString()));
        return json.result;
    }

    static String status(SyncStatus status) {
        EffectJson json = new EffectJson();
        json.writeStatus(status);
        return json.out.toString();
    }

    static String documentStatus(DocumentStatus status) {
        EffectJson json = new EffectJson();
        json.writeDocumentStatus(status);
        return json.out.toString();
    }

    private void effect(ClientEffect effect) {
        switch (effect) {
            case ClientEffect.Connect connect ->
                out.string("connect").name("connection").number(connect.connection());
            case ClientEffect.Disconnect disconnect ->
                out.string("disconnect").name("connection").number(disconnect.connection());
            case ClientEffect.Send send -> {
                out.string("send").name("connection").number(send.connection()).name("frame");
                bytes(send.frame());
            }
            case ClientEffect.Persist persist -> {
                out.string("persist").name("id").number(persist.id()).name("write");
                out.raw("{").name("kind");
                storeWrite(persist.write());
                out.raw("}");
            }
            case ClientEffect.ReadStore read ->
                out.string("readStore").name("read").number(read.read());
            case ClientEffect.ReadChanges read -> {
                out.string("readChanges");
                document(read.document());
            }
            case ClientEffect.DocumentChanged changed -> {
                out.string("documentChanged");
                document(changed.document());
            }
            case ClientEffect.WakeAt wake -> out.string("wakeAt").name("millis").number((double) wake.millis());
            case ClientEffect.StatusChanged changed -> {
                out.string("status").name("status");
                writeStatus(changed.status());
            }
            case ClientEffect.DocumentStatusChanged changed -> {
                out.string("documentStatus").name("status");
                writeDocumentStatus(changed.status());
            }
        }
    }

    private void storeWrite(StoreWrite write) {
        switch (write) {
            case StoreWrite.AppendEntries append -> {
                out.string("appendEntries");
                document(append.document());
                out.name("fresh").raw("[");
                for (LoggedChange change : append.fresh()) {
                    out.separate().raw("{").name("sequence").number((double) change.sequence());
                    out.name("change");
                    bytes(change.change());
                    out.raw("}");
                }
                out.raw("]");
                keys("acknowledged", append.acknowledged());
                ends(append.known(), append.head());
                out.name("workspaceSequence").number((double) append.workspaceSequence());
                out.name("growth").number((double) append.growth());
            }
            case StoreWrite.Acknowledge acknowledge -> {
                out.string("acknowledge");
                document(acknowledge.document());
                keys("changes", acknowledge.changes());
                ends(acknowledge.known(), acknowledge.head());
            }
            case StoreWrite.SetHeads heads -> {
                out.string("setHeads").name("heads").raw("[");
                for (Head head : heads.heads()) {
                    head(head);
                }
                out.raw("]").name("workspaceSequence").number((double) heads.workspaceSequence());
                out.name("complete").bool(heads.complete());
            }
            case StoreWrite.FirstEpoch epoch ->
                out.string("firstEpoch").name("epoch").string(epoch.epoch());
            case StoreWrite.NewEpoch epoch ->
                out.string("newEpoch").name("epoch").string(epoch.epoch());
            case StoreWrite.Forget forget -> {
                out.string("forget");
                document(forget.document());
            }
            case StoreWrite.Leave leave -> {
                out.string("leave");
                document(leave.document());
            }
            case StoreWrite.Reoffer reoffer -> {
                out.string("reoffer");
                document(reoffer.document());
                out.name("changes").raw("[");
                for (byte[] change : reoffer.changes()) {
                    out.separate();
                    bytes(change);
                }
                out.raw("]");
            }
            case StoreWrite.AddReplicaIds add -> {
                out.string("addReplicaIds").name("replicaIds").raw("[");
                for (ReplicaId id : add.replicaIds()) {
                    out.separate().string(id.toString());
                }
                out.raw("]");
            }
            case StoreWrite.SetWanted set -> {
                out.string("setWanted");
                document(set.document());
                out.name("wanted").bool(set.wanted());
            }
        }
    }

    private void head(Head head) {
        out.separate().raw("{");
        document(head.document());
        out.name("sequence").number((double) head.sequence());
        out.name("title").string(head.title());
        out.name("changedAtMillis").number((double) head.changedAtMillis());
        out.name("logBytes").number((double) head.logBytes());
        out.raw("}");
    }

    private void writeStatus(SyncStatus status) {
        out.raw("{").name("kind");
        switch (status) {
            case SyncStatus.Synced synced -> out.string("synced");
            case SyncStatus.Saved saved -> out.string("saved");
            case SyncStatus.Unreachable unreachable ->
                out.string("unreachable").name("retryAtMillis").number((double) unreachable.retryAtMillis());
            case SyncStatus.Attention attention ->
                out.string("attention")
                        .name("why")
                        .string(attention.why().name())
                        .name("action")
                        .string(attention.why().action().name());
        }
        out.name("toSend").number(status.toSend()).raw("}");
    }

    private void writeDocumentStatus(DocumentStatus status) {
        out.raw("{");
        document(status.document());
        out.name("pending").number(status.pending());
        out.name("here").bool(status.here());
        out.name("upToDate").bool(status.upToDate());
        out.name("refused")
                .string(status.refused().isPresent() ? status.refused().get().name() : null);
        out.raw("}");
    }

    private void document(DocumentId document) {
        out.name("document").string(document.toString());
    }

    private void ends(long known, long head) {
        out.name("known").number((double) known);
        out.name("head").number((double) head);
    }

    private void keys(String name, List<ChangeKey> keys) {
        out.name(name).raw("[");
        for (ChangeKey key : keys) {
            out.separate();
            key(out, key);
        }
        out.raw("]");
    }

    static void key(JsonWriter out, ChangeKey key) {
        out.raw("{").name("replica").string(key.replica().toString());
        out.name("firstCounter").number(key.firstCounter());
        out.name("idCount").number(key.idCount()).raw("}");
    }

    private void bytes(byte[] bytes) {
        out.number(result.getLength() - 1);
        result.push(Bytes.toJs(bytes));
    }
}
