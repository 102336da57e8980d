package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.offing.engine.Anchor;
import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.ChangeCodec;
import dev.offing.engine.CodecException;
import dev.offing.engine.CodecException.Kind;
import dev.offing.engine.Document;
import dev.offing.engine.IdRange;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/spec/bytes.md: what can be seen from outside. {@code HostileBytesTest} damages at random. */
class BytesRulesTest {

    private static final ReplicaId ONE = new ReplicaId(1);
    private static final ReplicaId HAND = new ReplicaId(9);
    private static final StrandId TITLE = new StrandId.Title();
    private static final BlockId BLOCK = new BlockId(new OpId(ONE, 0));
    private static final PositionKey KEY = PositionKey.between(null, null, HAND, 0, true);

    /** Count of the bytes, then slot 0, replica 9, counter 0, index 0, end. */
    private static final String KEY_HEX = "0c 40 0000000000000009 40 40 01";

    private static final String HAND_ALONE = "01 0000000000000009";
    private static final String HAND_AND_ONE = "02 0000000000000009 0000000000000001";

    // ---- writing and reading ----

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Change change(int firstCounter, Operation... operations) {
        return new Change(HAND, firstCounter, 2, List.of(), -1, List.of(operations));
    }

    /** A change of replica 9 from counter 5 on, without heads, up to the kind of its first operation. */
    private static String header(String replicas, int operations) {
        return "01" + replicas + "05 02 01" + "00" + "0" + operations;
    }

    private static void isWritten(String hex, Change change) {
        assertThat(ChangeCodec.encode(change))
                .asHexString()
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(bytes(hex)));
        assertThat(ChangeCodec.decode(bytes(hex))).isEqualTo(change);
    }

    private static void isWritten(String hex, Operation operation) {
        String replicas = hex.contains("~") ? HAND_AND_ONE : HAND_ALONE;
        isWritten(header(replicas, 1) + hex.replace("~", ""), change(5, operation));
    }

    private static void isCorrupt(String hex) {
        isRefused(Kind.CORRUPT, () -> ChangeCodec.decode(bytes(hex)));
    }

    private static CodecException isRefused(Kind kind, Runnable reading) {
        CodecException refusal = catchThrowableOfType(CodecException.class, reading::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).isEqualTo(kind);
        return refusal;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] other = bytes.clone();
        other[at] = (byte) value;
        return other;
    }

    private static Peer peerWithTwoBlocks() {
        Peer a = new Peer(1);
        a.split(a.paragraph("abcd"), 2);
        a.commit();
        return a;
    }

    // ---- documents and undo states ----

    @Test
    void bytes2UndoStateIsNoDocumentAndADocumentNoUndoState() {
        Document document = peerWithTwoBlocks().document;

        isRefused(Kind.CORRUPT, () -> Document.load(document.saveUndo(), HAND));
        isRefused(Kind.CORRUPT, () -> document.loadUndo(document.save()));
    }

    @Test
    void bytes3WhatDecodesWasEncodedSo() {
        Peer a = peerWithTwoBlocks();
        for (Change change : a.document.changesSince(VersionVector.EMPTY)) {
            assertThat(ChangeCodec.decode(ChangeCodec.encode(change))).isEqualTo(change);
        }
        byte[] saved = a.document.save();
        assertThat(Document.load(saved, HAND).save()).isEqualTo(saved);
        isRefused(Kind.CORRUPT, () -> Document.load(Arrays.copyOf(saved, saved.length + 1), HAND));
        isRefused(Kind.CORRUPT, () -> Document.load(Arrays.copyOf(saved, saved.length - 1), HAND));
    }

    @Test
    void bytes4RefusalSaysWhatIsWrongAndWhere() {
        byte[] change = ChangeCodec.encode(change(0, new Operation.InsertText(TITLE, null, null, "x")));
        Document document = peerWithTwoBlocks().document;
        byte[] saved = document.save();
        byte[] stacks = document.saveUndo();

        assertThat(isRefused(Kind.TOO_NEW, () -> ChangeCodec.decode(with(change, 0, 0x7f)))
                        .offsetBytes())
                .isZero();
        assertThat(isRefused(Kind.TOO_NEW, () -> Document.load(with(saved, 4, 0x7f), HAND))
                        .offsetBytes())
                .isEqualTo(4);
        isRefused(Kind.TOO_NEW, () -> document.loadUndo(with(stacks, 4, 0x7f)));
        isRefused(Kind.CORRUPT, () -> ChangeCodec.decode(with(change, 0, 0)));
        isRefused(Kind.CORRUPT, () -> Document.load(with(saved, 0, 'o'), HAND));
    }

    // ---- primitives ----

    @Test
    void bytes10NumbersAndTextsHaveTheirShortestForm() {
        String before = "01" + HAND_ALONE;
        String rest = "02 01 00 01 01 00 00 00";
        Operation text = new Operation.InsertText(TITLE, null, null, "x\u00e9\u20ac\uD83D\uDE00");
        isWritten(before + "ac02" + rest + "0a 78 c3a9 e282ac f09f9880", change(300, text));
        isCorrupt(before + "ac8200" + rest + "01 78");
        isCorrupt(before + "ffffffff08" + rest + "01 78");
        isCorrupt(before + "00" + rest + "02 c0b8");
        isCorrupt(before + "00" + rest + "03 eda080");
        isCorrupt(before + "00" + rest + "02 78");
    }

    @Test
    void bytes11CountIsHeldAgainstWhatFollows() {
        isCorrupt("01 ffffffff07 0000000000000009");
        isCorrupt("01" + HAND_ALONE + "05 02 01 ffffffff07 00");
    }

    @Test
    void bytes12ReplicasAreNamedOnceInOrderAndUsed() {
        String uses = "05 02 01 00 01" + "04 0200";
        Change used = change(5, new Operation.UndeleteText(new OpId(ONE, 0)));
        isWritten("01" + HAND_AND_ONE + uses, used);
        isCorrupt("01" + "03 0000000000000009 0000000000000001 0000000000000002" + uses);
        String usesBoth = "05 02 01 00 02" + "04 0200" + "04 0300";
        isCorrupt("01" + "03 0000000000000009 0000000000000002 0000000000000001" + usesBoth);
        isCorrupt("01" + "02 0000000000000009 0000000000000009" + uses);
        isCorrupt("01" + HAND_ALONE + uses);
        isCorrupt("01" + "00" + uses);
    }

    // ---- changes ----

    @Test
    void bytes20ChangeIsVersionReplicasCounterStampClockAndBody() {
        Operation write = new Operation.SetProperty(null, "k", Value.TRUE, List.of());
        isWritten(
                "01" + HAND_ALONE + "05" + "8001" + "03" + "00 01 0b 00 016b 02 00",
                new Change(HAND, 5, 128, List.of(), -2, List.of(write)));
        isCorrupt("01" + HAND_ALONE + "05" + "00" + "03" + "00 01 0b 00 016b 02 00");
        isCorrupt("01" + HAND_ALONE + "05" + "80808080808080 10" + "03" + "00 01 0b 00 016b 02 00");
    }

    @Test
    void bytes21BodyIsHeadsAndOperations() {
        Operation write = new Operation.SetProperty(null, "k", Value.TRUE, List.of());
        Change change = new Change(HAND, 5, 2, List.of(new OpId(ONE, 7)), -1, List.of(write, write));
        isWritten("01" + HAND_AND_ONE + "05 02 01" + "01 01 07" + "02" + "0b 00 016b 02 00".repeat(2), change);
        isCorrupt("01" + HAND_ALONE + "05 02 01" + "00" + "00");
    }

    @Test
    void bytes22OperationIsAKindAndItsFields() {
        StrandId strand = new StrandId.OfBlock(BLOCK);
        OpId letter = new OpId(ONE, 1);
        VersionVector seen = VersionVector.of(Map.of(ONE, 5));
        Place.Child child = new Place.Child(null, KEY);
        isWritten("01 01 ~0200 0201 00 0161", new Operation.InsertText(strand, letter, null, "a"));
        isWritten("02 01 ~0200 00 0201 0170", new Operation.SplitBlock(strand, null, letter, "p"));
        isWritten("03 01 ~0201 02", new Operation.DeleteText(List.of(new IdRange(ONE, 1, 2))));
        isWritten("04 ~0201", new Operation.UndeleteText(letter));
        isWritten("05 00" + KEY_HEX + "0170", new Operation.NewBlock(child, "p"));
        isWritten("06 ~0200 00" + KEY_HEX, new Operation.PlaceBlock(BLOCK, child));
        isWritten("07 ~0200 0200" + KEY_HEX, new Operation.PlaceBlock(BLOCK, new Place.Continuation(BLOCK, KEY)));
        isWritten("08 ~0200 01 01 05", new Operation.DeleteBlock(BLOCK, seen));
        isWritten("09 ~0200 00", new Operation.RestoreBlock(BLOCK, VersionVector.EMPTY));
        isWritten(
                "0a 00 02 ~0201 01 0162 00 02",
                new Operation.SetMark(TITLE, new Anchor.Before(letter), new Anchor.End(), "b", "", Value.TRUE));
        isWritten(
                "0b ~0200 016b 03 3ff0000000000000 01 0206",
                new Operation.SetProperty(BLOCK, "k", new Value.Num(1), List.of(new OpId(ONE, 6))));
        isCorrupt(header(HAND_ALONE, 1) + "7f");
    }

    @Test
    void bytes22OwnIdsCountBackFromTheOperation() {
        isWritten("04 0104", new Operation.UndeleteText(new OpId(HAND, 3)));
        isWritten("04 0101", new Operation.UndeleteText(new OpId(HAND, 6)));
        isCorrupt(header(HAND_ALONE, 1) + "04 010c");
        isCorrupt(header(HAND_ALONE, 1) + "04 00");
    }

    @Test
    void bytes22StrandThatIsTheLastOneAgainIsNotRepeated() {
        String first = header(HAND_ALONE, 2) + "01 00 00 00 0161";
        isWritten(
                first + "01 03 0102 00 0162",
                change(
                        5,
                        new Operation.InsertText(TITLE, null, null, "a"),
                        new Operation.InsertText(TITLE, new OpId(HAND, 5), null, "b")));
        isCorrupt(first + "01 00 0102 00 0162");
        isCorrupt(header(HAND_ALONE, 1) + "01 03 00 00 0161");
    }

    @Test
    void bytes22AnchorsAndValuesHaveKinds() {
        Anchor start = new Anchor.Start();
        Anchor after = new Anchor.After(new OpId(ONE, 1));
        isWritten("0a 00 00 03 ~0201 0162 00 01", new Operation.SetMark(TITLE, start, after, "b", "", Value.FALSE));
        isWritten("0b 00 016b 00 00", new Operation.SetProperty(null, "k", Value.ABSENT, List.of()));
        isWritten("0b 00 016b 04 0176 00", new Operation.SetProperty(null, "k", new Value.Text("v"), List.of()));
        isCorrupt(header(HAND_ALONE, 1) + "0b 00 016b 03 7ff8000000000000 00");
        isCorrupt(header(HAND_ALONE, 1) + "0b 00 016b 7f 00");
    }

    @Test
    void bytes25PositionKeysCompareAsTheirBytes() {
        PositionKey after = PositionKey.between(KEY, null, ONE, 0, true);
        PositionKey before = PositionKey.between(null, KEY, ONE, 1, false);
        PositionKey between = PositionKey.between(KEY, after, ONE, 300, true);
        for (List<PositionKey> pair : List.of(List.of(before, KEY), List.of(KEY, between), List.of(between, after))) {
            assertThat(pair.getFirst()).isLessThan(pair.getLast());
            assertThat(Arrays.compareUnsigned(
                            pair.getFirst().toBytes(), pair.getLast().toBytes()))
                    .isNegative();
        }
        assertThat(KEY.toBytes()).isEqualTo(bytes("40 0000000000000009 40 40 01"));
        assertThat(after.toBytes()).isEqualTo(bytes("40 0000000000000009 40 40 02 40 0000000000000001 40 40 01"));
        assertThat(PositionKey.of(between.toBytes())).isEqualTo(between);
        isCorrupt(header(HAND_ALONE, 1) + "05 00" + "0d 4100 0000000000000009 40 40 01" + "0170");
    }

    // ---- snapshots and undo states ----

    @Test
    void bytes30SnapshotSaysWhatWasSeenAndWhatWaitsNothingElse() {
        Peer a = peerWithTwoBlocks();
        Peer one = a.fork(7);
        Peer other = a.fork(8);
        Peer b = a.fork(2);
        a.paragraph("first");
        Change first = a.commit();
        a.paragraph("second");
        Change second = a.commit();
        b.paragraph("from b");
        Change fromB = b.commit();
        one.hears(fromB, second);
        other.hears(second, fromB);

        assertThat(one.document.pending()).containsExactly(second);
        assertThat(other.document.save()).isEqualTo(one.document.save());
        assertThat(one.hears(first).document.save())
                .isEqualTo(b.hears(second, first).document.save());
    }

    @Test
    void bytes31DamageToASnapshotIsNoticed() {
        byte[] saved = peerWithTwoBlocks().document.save();
        for (int i = 0; i < saved.length; i++) {
            int at = i;
            CodecException refusal = catchThrowableOfType(
                    CodecException.class, () -> Document.load(with(saved, at, saved[at] ^ 1), HAND));
            assertThat(refusal).as("byte %d", at).isNotNull();
        }
    }

    @Test
    void bytes40UndoStateIsReadWithItsDocument() {
        Document document = peerWithTwoBlocks().document;
        byte[] stacks = document.saveUndo();
        Document reloaded = Document.load(document.save(), document.local());
        assertThat(reloaded.loadUndo(stacks)).isEqualTo(new Document.UndoLoaded.Done());
        assertThat(reloaded.saveUndo()).isEqualTo(stacks);

        assertThat(Document.create(ONE).loadUndo(stacks)).isInstanceOf(Document.UndoLoaded.Dropped.class);
        for (int i = 0; i < stacks.length; i++) {
            int at = i;
            CodecException refusal = catchThrowableOfType(
                    CodecException.class, () -> document.loadUndo(with(stacks, at, stacks[at] ^ 1)));
            assertThat(refusal).as("byte %d", at).isNotNull();
        }
    }
}
