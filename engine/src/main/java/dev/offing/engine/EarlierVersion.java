package dev.offing.engine;

import dev.offing.engine.strand.Strand;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document as it was at a version: the changes of that version applied anew (MERGE-70). Cost: the
 * changes up to it.
 */
final class EarlierVersion {

    /** Never issued to a replica: nothing is written here. */
    private static final ReplicaId NOBODY = new ReplicaId(0);

    final DocumentState state;

    /**
     * @param now the document
     * @param version of it
     * @throws IllegalArgumentException if the document has not all of it, or if it ends inside a change
     *     or leaves out a cause of one
     */
    EarlierVersion(DocumentState now, VersionVector version) {
        if (!now.log.version().includesAll(version)) {
            throw new IllegalArgumentException("version is not part of this document's history");
        }
        state = now.fresh(NOBODY);
        Inbox inbox = new Inbox(state);
        for (Change change : now.log.changesSince(VersionVector.EMPTY)) {
            int end = version.end(change.replica());
            if (change.firstCounter() >= end) {
                continue;
            }
            boolean whole = change.firstCounter() + change.idCount() <= end;
            if (!whole || !(inbox.apply(change) instanceof Document.Applied.Done)) {
                throw new IllegalArgumentException("version ends inside a change, or leaves out a cause");
            }
        }
        state.view.refresh();
    }

    /** Every text that is shown, with what it is made of, in the order of the view; the title first. */
    static Map<TextTarget, List<Segment>> texts(DocumentState state) {
        Map<TextTarget, List<Segment>> texts = new LinkedHashMap<>();
        texts.put(new TextTarget.Title(), state.title.shown.segments());
        addTexts(state, state.view.root(), texts);
        return texts;
    }

    private static void addTexts(DocumentState state, Shown parent, Map<TextTarget, List<Segment>> texts) {
        for (Shown row : parent.tableParts(Layout.TABLE_ROW)) {
            for (Shown column : parent.tableParts(Layout.TABLE_COLUMN)) {
                TextStrand cell = state.strand(new StrandId.Cell(row.block.id, column.block.id));
                if (cell != null) {
                    texts.put(new TextTarget.Cell(row.block.id, column.block.id), cell.shown.segments());
                }
            }
        }
        for (Shown child : parent.children) {
            texts.put(new TextTarget.Block(child.block.id), child.text.segments());
            addTexts(state, child, texts);
        }
    }

    /** Hears of a run of shown characters: who typed it, its place in the text, and the text. */
    interface RunListener {
        void run(ReplicaId replica, int counter, int offset, String text);
    }

    /** Tells the visible characters of a text, run by run. */
    static void forEachRun(DocumentState state, List<Segment> segments, RunListener listener) {
        int offset = 0;
        for (Segment segment : segments) {
            int end = segment.end();
            Strand.Cursor runs = segment.strand.elements.cursor(segment.start());
            while (runs.next() && runs.elementIndex() < end) {
                if (!runs.visible() || runs.boundary()) {
                    continue;
                }
                String text = runs.text();
                int length = Math.min(runs.length(), end - runs.elementIndex());
                text = length == runs.length() ? text : text.substring(0, text.offsetByCodePoints(0, length));
                listener.run(state.agents.replica(runs.agent()), runs.counter(), offset, text);
                offset += text.length();
            }
        }
    }

    /** The characters that are shown, by replica and counter. */
    static Map<ReplicaId, BitSet> shownCharacters(DocumentState state) {
        Map<ReplicaId, BitSet> shown = new HashMap<>();
        for (List<Segment> segments : texts(state).values()) {
            forEachRun(
                    state,
                    segments,
                    (replica, counter, offset, text) -> shown.computeIfAbsent(replica, r -> new BitSet())
                            .set(counter, counter + text.codePointCount(0, text.length())));
        }
        return shown;
    }
}
