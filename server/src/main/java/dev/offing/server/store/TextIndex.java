package dev.offing.server.store;

import java.util.List;

/**
 * What pages say, to be searched. Derived from the log: whoever fills it asks what is {@link #behind},
 * so that nothing is missed when a server is killed in between.
 */
public interface TextIndex {

    /**
     * What a document says.
     *
     * @param document the text of a {@link dev.offing.sync.DocumentId}
     * @param sequence the last change it contains for certain
     * @param body lines, as they are shown
     * @param terms the words of the body as they are compared: letters and digits, separated by spaces
     */
    record Text(String document, long sequence, String body, String terms) {}

    /**
     * A word that is looked for.
     *
     * @param term letters and digits, as in {@link Text#terms}
     * @param prefix whether words that begin with it count
     */
    record Wanted(String term, boolean prefix) {}

    /** A document that has all the words. */
    record Found(String document, String body) {}

    /**
     * Page documents whose text was read from fewer changes than their log has, those changed last first.
     * Cost: the documents of the workspace.
     */
    List<String> behind(int limit);

    /** Keeps a document's text in place of the one before; returns when it is durable. */
    void put(Text text);

    /**
     * Documents with all these words, best first.
     *
     * @param wanted one or more
     */
    List<Found> find(List<Wanted> wanted, int limit);
}
