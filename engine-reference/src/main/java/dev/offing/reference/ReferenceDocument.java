package dev.offing.reference;

import dev.offing.engine.Change;
import dev.offing.engine.DocumentView;
import dev.offing.engine.OpId;
import dev.offing.engine.VersionVector;
import java.util.ArrayList;
import java.util.List;

/**
 * A document as the set of changes received. Every question is answered from that set alone, so the
 * order of arrival cannot matter (MERGE-4). Cost: about the square of the number of operations a
 * question.
 */
public final class ReferenceDocument {

    private final List<Change> received = new ArrayList<>();

    /** Receives a change; one received before does nothing, one whose causes are missing waits for them. */
    public void apply(Change change) {
        for (Change known : received) {
            if (known.replica().equals(change.replica()) && known.firstCounter() == change.firstCounter()) {
                return;
            }
        }
        received.add(change);
    }

    /** What is applied. */
    public VersionVector version() {
        return new History(received).version();
    }

    /**
     * What is shown.
     *
     * @throws IllegalStateException if a change is not one a correct replica makes: stamp or seen
     *     vector not exact, origin unknown
     */
    public DocumentView view() {
        return shown().view();
    }

    /**
     * Characters that break the render law (MERGE-35): owed to the reader and not shown exactly once.
     * The rules imply that there are none; this counts instead of believing.
     */
    public List<OpId> charactersAstray() {
        return shown().charactersAstray();
    }

    /** Everything that is asked about one state at once: computing it is the cost. */
    ReferenceView shown() {
        List<TimedOperation> operations = new History(received).operations();
        Strands strands = new Strands(operations);
        Places places = new Places(operations, strands);
        Registers registers = new Registers(operations);
        Cells cells = new Cells(operations);
        Deletions deletions = new Deletions(operations, strands, places, registers, cells);
        return new ReferenceView(strands, places, registers, cells, deletions);
    }
}
