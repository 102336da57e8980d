package dev.offing.lab;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Two branches: two replicas of one paragraph edit at random places without seeing each other, a commit
 * an edit, and then one merges what the other did. Timed is that merge, from bytes, text included.
 */
public final class BranchMeasurement {

    private static final int SHARED = 1_000;

    private BranchMeasurement() {}

    /** @param operations of both branches together */
    public static FigureReport run(String runtime, Clock clock, int operations, int rounds) {
        Samples merging = new Samples();
        boolean verified = true;
        for (int round = 0; round < rounds; round++) {
            Document maker = Document.create(new ReplicaId(1));
            BlockId block = maker.newBlock(null, null, "paragraph");
            TextTarget target = new TextTarget.Block(block);
            maker.insert(target, 0, "x".repeat(SHARED));
            Change shared = maker.commit(0);
            Document left = branch(new ReplicaId(2), shared, target, operations / 2, 1);
            Document right = branch(new ReplicaId(3), shared, target, operations / 2, 2);
            List<byte[]> toLeft = news(right, maker.version());
            double start = clock.millis();
            merge(left, toLeft);
            String text = text(left);
            merging.add(clock.millis() - start);
            merge(right, news(left, right.version()));
            verified &= text(right).equals(text);
        }
        return new FigureReport(
                "two branches",
                runtime,
                verified,
                List.of(
                        new FigureReport.Figure("operations", operations),
                        new FigureReport.Figure("merge_ms", merging.median()),
                        new FigureReport.Figure("merge_least_ms", merging.least())));
    }

    private static Document branch(ReplicaId replica, Change shared, TextTarget target, int edits, int seed) {
        Document document = Document.create(replica);
        document.apply(shared);
        Lcg random = new Lcg(seed);
        int length = SHARED;
        for (int i = 0; i < edits; i++) {
            int at = (int) ((long) random.next(1 << 15) * length >> 15);
            if (random.next(10) < 3 && at < length) {
                document.delete(target, at, at + 1);
                length--;
            } else {
                document.insert(target, at, "ab");
                length += 2;
            }
            document.commit(0);
        }
        return document;
    }

    private static List<byte[]> news(Document document, VersionVector seen) {
        List<byte[]> frames = new ArrayList<>();
        for (Change change : document.changesSince(seen)) {
            frames.add(ChangeCodec.encode(change));
        }
        return frames;
    }

    private static void merge(Document document, List<byte[]> frames) {
        for (byte[] frame : frames) {
            document.apply(ChangeCodec.decode(frame));
        }
    }

    private static String text(Document document) {
        return document.view().blocks().get(0).text().text();
    }
}
