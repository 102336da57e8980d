package dev.offing.sync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.Document;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import dev.offing.sync.ChangeKey;
import dev.offing.sync.DocumentId;
import dev.offing.sync.LoggedChange;
import dev.offing.sync.SyncLimits;
import dev.offing.sync.protocol.RefusalReason;
import dev.offing.sync.server.DocumentGate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentGateTest {

    private static final DocumentId PAGE = DocumentId.page("0".repeat(32));
    private static final DocumentId RECORD = DocumentId.record("0".repeat(32));

    private final List<byte[]> log = new ArrayList<>();
    private final DocumentGate gate = DocumentGate.create(PAGE, this::find);
    private final Document alice = Document.create(new ReplicaId(1));
    private final Document bob = Document.create(new ReplicaId(2));

    @Test
    void sync50_whatFollowsTheRulesIsAcceptedAndComesOutOfASnapshotAgain() {
        assertThat(offer(title(alice, "Hello"))).isEqualTo(accepted(1, 0, 5, "Hello"));
        assertThat(offer(block(alice))).isInstanceOf(Verdict.Accept.class);
        DocumentGate loaded = DocumentGate.load(PAGE, gate.save(), this::find);
        assertThat(loaded.title()).isEqualTo("Hello");
        assertThat(loaded.offer(title(alice, "!"))).isEqualTo(accepted(1, 6, 1, "!Hello"));
    }

    @Test
    void sync50_aChangeThatLeavesTheTitleSaysNothingOfIt() {
        assertThat(((Verdict.Accept) offer(block(alice))).title()).isEmpty();
    }

    @Test
    void sync50_aLongTitleIsCutAtACodePoint() {
        offer(title(alice, "x".repeat(SyncLimits.TITLE_UTF16_MAX - 1) + "😀"));
        assertThat(gate.title()).hasSize(SyncLimits.TITLE_UTF16_MAX - 1);
    }

    @Test
    void sync51_aRepeatedChangeIsAcknowledgedWithItsFirstSequence() {
        byte[] first = title(alice, "a");
        byte[] second = title(alice, "b");
        offer(first);
        offer(second);
        assertThat(gate.offer(first)).isEqualTo(new Verdict.Duplicate(ChangeKey.of(first), 1));
        assertThat(gate.offer(second)).isEqualTo(new Verdict.Duplicate(ChangeKey.of(second), 2));
        assertThat(gate.title()).isEqualTo("ba");
    }

    @Test
    void sync52_theSameIdentityWithOtherContentIsRefused() {
        offer(title(alice, "one"));
        byte[] other = title(Document.create(new ReplicaId(1)), "two");
        assertThat(gate.offer(other))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.EQUIVOCATION));
        byte[] longer = title(Document.create(new ReplicaId(1)), "one more");
        assertThat(gate.offer(longer))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.EQUIVOCATION));
        assertThat(gate.title()).isEqualTo("one");
    }

    @Test
    void sync53_whatBuildsOnUnknownChangesIsNotKept() {
        title(alice, "a");
        byte[] second = title(alice, "b");
        assertThat(gate.offer(second))
                .isEqualTo(new Verdict.MissingCauses(ChangeKey.of(second), List.of(new OpId(new ReplicaId(1), 0))));
        assertThat(gate.document().pending()).isEmpty();
    }

    @Test
    void sync53_allMissingCausesAreNamed() {
        bob.apply(ChangeCodec.decode(title(alice, "a")));
        title(bob, "b");
        byte[] third = title(bob, "c");
        bob.apply(ChangeCodec.decode(title(alice, "d")));
        byte[] fourth = title(bob, "e");
        assertThat(((Verdict.MissingCauses) gate.offer(third)).missing())
                .containsExactly(new OpId(new ReplicaId(2), 0));
        assertThat(((Verdict.MissingCauses) gate.offer(fourth)).missing())
                .containsExactly(new OpId(new ReplicaId(2), 0), new OpId(new ReplicaId(1), 0));
    }

    @Test
    void sync54_aStampThatIsNotExactIsRefused() {
        Change change = ChangeCodec.decode(title(alice, "a"));
        byte[] future = ChangeCodec.encode(
                new Change(change.replica(), change.firstCounter(), 1_000, change.heads(), 0, change.operations()));
        assertThat(gate.offer(future))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.STAMP_NOT_EXACT));
        assertThat(gate.title()).isEmpty();
    }

    @Test
    void sync54_bytesThatAreNoChangeAreRefused() {
        byte[] damaged = title(alice, "a");
        damaged[0] = 99;
        for (byte[] bytes : List.of(new byte[0], new byte[] {1}, damaged)) {
            assertThat(gate.offer(bytes))
                    .isEqualTo(new Verdict.Refuse(
                            DocumentGate.UNREADABLE, RefusalReason.UNREADABLE, "The change cannot be read."));
        }
    }

    @Test
    void sync55_aRecordTakesItsOwnPropertiesOnly() {
        DocumentGate record = DocumentGate.create(RECORD, this::find);
        alice.setProperty(null, "icon", new Value.Text("i"));
        assertThat(record.offer(ChangeCodec.encode(alice.commit(0)))).isInstanceOf(Verdict.Accept.class);
        assertThat(record.offer(block(alice)))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refuse -> assertThat(refuse.reason()).isEqualTo(RefusalReason.WRONG_KIND));
    }

    @Test
    void sync50_aDamagedLogIsNotTakenSilently() {
        title(alice, "a");
        byte[] second = title(alice, "b");
        assertThatThrownBy(() -> gate.replay(second)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> gate.replay(new byte[] {1})).isInstanceOf(IllegalStateException.class);
    }

    private Verdict offer(byte[] change) {
        Verdict verdict = gate.offer(change);
        if (verdict instanceof Verdict.Accept) {
            log.add(change);
        }
        return verdict;
    }

    private Optional<LoggedChange> find(ReplicaId replica, int firstCounter) {
        for (int i = 0; i < log.size(); i++) {
            ChangeKey key = ChangeKey.of(log.get(i));
            if (key.replica().equals(replica) && key.firstCounter() == firstCounter) {
                return Optional.of(new LoggedChange(i + 1, log.get(i)));
            }
        }
        return Optional.empty();
    }

    private static Verdict accepted(int replica, int firstCounter, int ids, String title) {
        return new Verdict.Accept(new ChangeKey(new ReplicaId(replica), firstCounter, ids), Optional.of(title));
    }

    private static byte[] title(Document document, String text) {
        document.insert(new TextTarget.Title(), 0, text);
        return ChangeCodec.encode(document.commit(0));
    }

    private static byte[] block(Document document) {
        document.newBlock(null, null, "paragraph");
        return ChangeCodec.encode(document.commit(0));
    }
}
