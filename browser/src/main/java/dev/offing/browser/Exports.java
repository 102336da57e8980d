package dev.offing.browser;

import dev.offing.engine.CodecException;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.directory.PageRecordView;
import dev.offing.sync.offline.OfflinePolicy;
import dev.offing.sync.offline.UserChoices;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSExportClasses;
import org.teavm.jso.typedarrays.Uint8Array;

/**
 * The functions of the compiled module. web/src/engine/offing-engine.d.ts is generated from what is
 * marked for export here and in the exported classes; a test holds the two together.
 */
@JSExportClasses({EngineDocument.class, SyncMachine.class, PageDirectory.class, OfflineDecider.class})
public final class Exports {

    private Exports() {}

    /** Entry point the compiler asks for; importing the module runs nothing. */
    public static void main(String[] arguments) {}

    @JSExport
    public static EngineDocument createDocument(String replica) {
        return new EngineDocument(Document.create(ReplicaId.parse(replica)));
    }

    /** Fails with an Error whose message starts with CORRUPT, TOO_OLD or TOO_NEW. */
    @JSExport
    public static EngineDocument openDocument(Uint8Array snapshot, String replica) {
        try {
            return new EngineDocument(Document.load(Bytes.toJava(snapshot), ReplicaId.parse(replica)));
        } catch (CodecException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** JSON of a view, read from a snapshot without opening it. Fails as openDocument does; TOO_OLD: open it. */
    @JSExport
    public static String readPage(Uint8Array snapshot) {
        try {
            return ViewJson.view(Document.readPage(Bytes.toJava(snapshot)));
        } catch (CodecException unreadable) {
            throw unreadable(unreadable);
        }
    }

    @JSExport
    public static PageDirectory createDirectory() {
        return new PageDirectory();
    }

    /** JSON of RecordRow: what a page record says; properties of a wrong kind count as absent. */
    @JSExport
    public static String readRecord(String page, EngineDocument record) {
        return PageDirectory.record(PageRecordView.of(page, record.document().view()));
    }

    /** JSON of UserRow: what a user record says. */
    @JSExport
    public static String readUser(EngineDocument record) {
        return OfflineDecider.user(UserChoices.of(record.document().view()));
    }

    /** JSON of PolicyRow: what the policy record says. */
    @JSExport
    public static String readPolicy(EngineDocument record) {
        return OfflineDecider.policy(OfflinePolicy.of(record.document().view()));
    }

    /** JSON of PolicyRow[]: the plans that ship, the default first. */
    @JSExport
    public static String presetPolicies() {
        StringBuilder out = new StringBuilder("[");
        for (OfflinePolicy preset : OfflinePolicy.PRESETS) {
            out.append(out.length() == 1 ? "" : ",").append(OfflineDecider.policy(preset));
        }
        return out.append("]").toString();
    }

    @JSExport
    public static OfflineDecider createOfflineDecider() {
        return new OfflineDecider();
    }

    @JSExport
    public static SyncMachine createSyncMachine(Now now, Random random, String deviceId) {
        return new SyncMachine(now, random, deviceId);
    }

    /** JSON of ChangeKey. Fails with an Error whose message starts with CORRUPT, TOO_OLD or TOO_NEW. */
    @JSExport
    public static String changeKey(Uint8Array change) {
        try {
            JsonWriter out = new JsonWriter();
            EffectJson.key(out, ChangeKey.of(Bytes.toJava(change)));
            return out.toString();
        } catch (CodecException unreadable) {
            throw unreadable(unreadable);
        }
    }

    static IllegalArgumentException unreadable(CodecException unreadable) {
        return new IllegalArgumentException(
                unreadable.kind().name() + " at byte " + unreadable.offsetBytes() + ": " + unreadable.getMessage(),
                unreadable);
    }
}
