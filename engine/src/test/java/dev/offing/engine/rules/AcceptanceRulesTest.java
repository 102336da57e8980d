package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Document.Applied;
import dev.offing.engine.InvalidChangeException.Reason;
import dev.offing.engine.Limits;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/operations.md, "The change" and "Taking a change". */
class AcceptanceRulesTest {

    private static final int HAND = 9;
    private static final ReplicaId HAND_ID = new ReplicaId(HAND);
    private static final Operation WRITE = new Operation.SetProperty(null, "icon", Value.TRUE, List.of());

    private final Peer a = new Peer(1);
    private BlockId block;
    private Change start;

    @BeforeEach
    void writeAbcd() {
        block = a.paragraph("abcd");
        start = a.commit();
    }

    private static OpId id(int replica, int counter) {
        return new OpId(new ReplicaId(replica), counter);
    }

    private static Change withHeads(Change change, OpId... heads) {
        return new Change(
                change.replica(), change.firstCounter(), change.stamp(), List.of(heads), 0, change.operations());
    }

    private static Change withStamp(Change change, long stamp) {
        return new Change(change.replica(), change.firstCounter(), stamp, change.heads(), 0, change.operations());
    }

    private static Change at(Change change, int firstCounter) {
        return new Change(change.replica(), firstCounter, change.stamp(), change.heads(), 0, change.operations());
    }

    // ---- the change ----

    @Test
    void ops1WallClockIsReadByNoRule() {
        Change change = a.byHand(HAND, WRITE);
        Peer other = a.fork(2);
        a.hears(change);
        other.hears(new Change(HAND_ID, 0, change.stamp(), change.heads(), Long.MIN_VALUE, change.operations()));

        assertThat(other.document.view()).isEqualTo(a.document.view());
    }

    @Test
    void ops2EveryCharacterAndEveryOtherOperationTakesOneCounter() {
        a.type(block, 4, "e\uD83D\uDE00");
        BlockId half = a.split(block, 1);
        Change change = a.commit();

        assertThat(change.idCount()).isEqualTo(3);
        assertThat(half.op()).isEqualTo(id(1, change.firstCounter() + 2));
    }

    @Test
    void ops2CountersEnd() {
        a.refuses(at(a.byHand(HAND, WRITE), Integer.MAX_VALUE), Reason.LIMIT_EXCEEDED, -1);
    }

    @Test
    void ops3HeadsAreTheNewestForeignChanges() {
        Peer b = a.fork(2);
        Peer c = a.fork(3);
        b.type(block, 0, "b");
        c.type(block, 0, "c");
        Change fromB = b.commit();
        Change fromC = c.commit();
        a.hears(fromC, fromB).type(block, 0, "a");

        assertThat(a.commit().heads()).as("ascending, without the own").containsExactly(id(2, 0), id(3, 0));
    }

    @Test
    void ops3HeadsThatAreNotSortedOrForeignAreRefused() {
        Peer b = a.fork(2);
        b.type(block, 0, "b");
        Change change = a.hears(b.commit()).byHand(HAND, WRITE);

        a.refuses(withHeads(change, id(2, 0), id(1, 1)), Reason.CAUSES_NOT_EXACT, -1);
        a.refuses(withHeads(change, id(2, 0), id(2, 0)), Reason.CAUSES_NOT_EXACT, -1);
        a.refuses(withHeads(change, id(2, 0), id(HAND, 0)), Reason.CAUSES_NOT_EXACT, -1);
    }

    @Test
    void ops3HeadsThatAreNotTheNewestAreRefused() {
        Peer b = a.fork(2);
        b.type(block, 0, "bb");
        a.hears(b.commit());
        Change change = a.byHand(HAND, WRITE);
        assertThat(change.heads()).containsExactly(id(2, 0));

        a.refuses(withHeads(change, id(1, 1), id(2, 0)), Reason.CAUSES_NOT_EXACT, -1);
        a.refuses(withHeads(change, id(2, 1)), Reason.CAUSES_NOT_EXACT, -1);
        Change next = at(change, 1);
        a.hears(change).refuses(withStamp(next, change.stamp() + 1), Reason.CAUSES_NOT_EXACT, -1);
    }

    @Test
    void ops4StampThatIsNotExactIsRefused() {
        Change change = a.byHand(HAND, WRITE);

        a.refuses(withStamp(change, change.stamp() + 1), Reason.STAMP_NOT_EXACT, -1);
        a.refuses(withStamp(change, change.stamp() - 1), Reason.STAMP_NOT_EXACT, -1);
    }

    @Test
    void ops5SeenIsAllBeforeTheChange() {
        a.type(block, 0, "e");
        a.document.delete(block);
        Operation.DeleteBlock delete =
                (Operation.DeleteBlock) a.commit().operations().getLast();

        assertThat(delete.seen()).isEqualTo(VersionVector.of(Map.of(a.replica(), 5)));
    }

    @Test
    void ops5OtherSeenIsRefused() {
        VersionVector less = VersionVector.of(Map.of(a.replica(), 4));
        VersionVector more = VersionVector.of(Map.of(a.replica(), 5, HAND_ID, 1));

        a.refuses(a.byHand(HAND, new Operation.DeleteBlock(block, less)), Reason.CAUSES_NOT_EXACT, 0);
        a.refuses(a.byHand(HAND, WRITE, new Operation.DeleteBlock(block, more)), Reason.CAUSES_NOT_EXACT, 1);
        a.refuses(a.byHand(HAND, new Operation.RestoreBlock(block, less)), Reason.CAUSES_NOT_EXACT, 0);
    }

    // ---- taking it ----

    @Test
    void ops10SameCountersAreADuplicateWhateverElseIsSaid() {
        Change change = a.byHand(HAND, WRITE);
        a.hears(change);

        assertThat(a.document.apply(withStamp(change, 99))).isEqualTo(new Applied.Duplicate());
    }

    @Test
    void ops10CountersOfAnotherChangeAreRefused() {
        Change two = a.byHand(HAND, WRITE, WRITE);
        a.hears(two);

        a.refuses(at(two, 1), Reason.COUNTER_REUSED, -1);
        a.refuses(new Change(HAND_ID, 1, two.stamp(), two.heads(), 0, List.of(WRITE)), Reason.COUNTER_REUSED, -1);
        a.refuses(new Change(HAND_ID, 0, two.stamp(), two.heads(), 0, List.of(WRITE)), Reason.COUNTER_REUSED, -1);
    }

    @Test
    void ops11BadFormIsRefusedBeforeItsCausesAreThere() {
        Change change = a.byHand(HAND, new Operation.InsertText(new StrandId.Title(), null, null, ""));

        new Peer(2).refuses(change, Reason.WRONG_VALUE, 0);
    }

    @Test
    void ops12PendingAnswerNamesTheFirstMissingOperationOfEachReplica() {
        Change first = a.byHand(HAND, WRITE);
        a.hears(first).type(block, 0, "e");
        a.commit();
        Change second = a.byHand(HAND, WRITE);
        Peer b = new Peer(2);

        assertThat(b.document.apply(second)).isEqualTo(new Applied.Pending(List.of(id(HAND, 0), id(1, 0))));
        assertThat(b.hears(start).document.apply(second))
                .isEqualTo(new Applied.Pending(List.of(id(HAND, 0), id(1, 5))));
        assertThat(b.document.pending()).containsExactly(second);
    }

    @Test
    void ops12OnlyTheFirstOfTwoWithEqualCountersWaits() {
        Change change = a.byHand(HAND, WRITE);
        Peer b = new Peer(2).hears(change, withStamp(change, 99));

        assertThat(b.document.pending()).containsExactly(change);
    }

    @Test
    void ops12NumberOfWaitingChangesIsBounded() {
        Peer b = new Peer(2);
        List<Operation> write = List.of(WRITE);
        for (int counter = 1; counter <= Limits.PENDING_CHANGES_MAX; counter++) {
            b.document.apply(new Change(HAND_ID, counter, 1, List.of(), 0, write));
        }

        b.refuses(
                new Change(HAND_ID, Limits.PENDING_CHANGES_MAX + 1, 1, List.of(), 0, write), Reason.LIMIT_EXCEEDED, -1);
    }

    @Test
    void ops13PendingChangeThatTurnsOutInvalidIsDropped() {
        Change good = a.byHand(HAND, WRITE);
        Change bad = withStamp(good, 99);
        Change after = a.hears(good).byHand(HAND, WRITE);
        Peer b = new Peer(2).hears(bad, after);

        assertThat(b.document.apply(start)).isEqualTo(new Applied.Done());
        assertThat(b.outline()).isEqualTo("abcd");
        assertThat(b.document.pending()).containsExactly(after);
        assertThat(b.hears(good).document.pending()).isEmpty();
    }

    @Test
    void ops14RefusedChangeLeavesNothingBehind() {
        Change change = a.byHand(HAND, WRITE, new Operation.UndeleteText(block.op()));
        a.refuses(change, Reason.WRONG_TARGET, 1);

        assertThat(a.document.version()).isEqualTo(VersionVector.of(Map.of(a.replica(), 5)));
        assertThat(a.document.apply(a.byHand(HAND, WRITE))).isEqualTo(new Applied.Done());
    }
}
