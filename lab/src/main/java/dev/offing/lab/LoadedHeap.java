package dev.offing.lab;

import dev.offing.engine.Document;
import java.util.ArrayList;
import java.util.List;

/** Measures what loaded, editable documents hold of the JVM's heap. */
public final class LoadedHeap {

    private static final int COPIES = 8;
    private static final int COLLECTIONS = 4;

    private LoadedHeap() {}

    /** @return 2^20 bytes a document, after a full collection, the mean of {@value #COPIES} */
    public static double megabytes(byte[] snapshot) {
        List<Document> loaded = new ArrayList<>(COPIES);
        double before = used();
        for (int i = 0; i < COPIES; i++) {
            loaded.add(Replay.load(snapshot));
        }
        double held = used() - before;
        return held / loaded.size() / (1 << 20);
    }

    private static double used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < COLLECTIONS; i++) {
            runtime.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
