package dev.offing.reference;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import java.io.IOException;
import java.io.Writer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A fuzzed history as something another runtime can play without knowing the fuzz: which replica took
 * which change when, and when it was saved and loaded; with what the engine on this JVM gave each time.
 * Changes a replica made itself are taken like any other's: a tape tests merging, not commands.
 *
 * <p>One JSON object: {@code seed}; {@code replicas}, how many; {@code changes}, their bytes in base64;
 * {@code events}: {@code [replica, index of the change, the patch that came of it]} or, for a reload,
 * {@code [replica, -1, fingerprint of the snapshot]}; {@code snapshots}: fingerprints in the end. A
 * fingerprint is the length and the SHA-256 of the bytes. Replica n writes under the id ff00 + n.
 */
public final class FuzzTape {

    private static final long FIRST_READER = 0xff00;

    /** @param change null for a reload */
    record Event(int replica, OpId change) {}

    private FuzzTape() {}

    /**
     * Writes tapes, one a line. Seeds whose histories break a law are left out: they have other tests.
     *
     * @return how many were written
     */
    public static int write(long firstSeed, int seeds, Writer out) throws IOException {
        int written = 0;
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            FuzzScript script = FuzzScript.generate(seed);
            List<Event> events = new ArrayList<>();
            Map<OpId, Change> changes;
            try {
                changes = FuzzRun.record(script, events);
            } catch (FuzzFailure broken) {
                continue;
            }
            out.write(tape(seed, script.replicas(), events, changes));
            out.write('\n');
            written++;
        }
        return written;
    }

    private static String tape(long seed, int replicas, List<Event> events, Map<OpId, Change> changes) {
        List<OpId> ids = new ArrayList<>(changes.keySet());
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            documents.add(Document.create(new ReplicaId(FIRST_READER + i)));
        }
        List<String> happened = new ArrayList<>();
        for (Event event : events) {
            Document document = documents.get(event.replica());
            if (event.change() == null) {
                byte[] snapshot = document.save();
                documents.set(event.replica(), Document.load(snapshot, document.local()));
                happened.add("[" + event.replica() + ",-1," + fingerprint(snapshot) + "]");
            } else {
                document.apply(changes.get(event.change()));
                happened.add("[" + event.replica() + "," + ids.indexOf(event.change()) + ","
                        + PatchJson.of(document.takePatch()) + "]");
            }
        }
        List<String> encoded = new ArrayList<>();
        for (Change change : changes.values()) {
            encoded.add("\"" + Base64.getEncoder().encodeToString(ChangeCodec.encode(change)) + "\"");
        }
        List<String> snapshots =
                documents.stream().map(document -> fingerprint(document.save())).toList();
        return "{\"seed\":" + seed + ",\"replicas\":" + replicas + ",\"changes\":[" + String.join(",", encoded)
                + "],\"events\":[" + String.join(",", happened) + "],\"snapshots\":[" + String.join(",", snapshots)
                + "]}";
    }

    private static String fingerprint(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return PatchJson.string(bytes.length + " bytes, " + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
