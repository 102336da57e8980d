package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Anchor;
import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.IdRange;
import dev.offing.engine.InvalidChangeException.Reason;
import dev.offing.engine.Limits;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.StrandId;
import dev.offing.engine.Value;
import dev.offing.engine.VersionVector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/operations.md, "What an operation may name" to "Marks and registers". */
class OperationRulesTest {

    private static final int HAND = 9;
    private static final StrandId TITLE = new StrandId.Title();
    private static final PositionKey KEY = PositionKey.between(null, null, new ReplicaId(HAND), 0, true);

    private final Peer a = new Peer(1);
    private BlockId block;
    private BlockId half;
    private StrandId strand;

    /** The block 1.0 with "ab" (1.1, 1.2), its half 1.5 with "cd" (1.3, 1.4), and a property written by 1.6. */
    @BeforeEach
    void writeAbAndCd() {
        block = a.paragraph("abcd");
        half = a.split(block, 2);
        a.set(null, "icon", "sun");
        a.commit();
        strand = new StrandId.OfBlock(block);
    }

    private static OpId id(int replica, int counter) {
        return new OpId(new ReplicaId(replica), counter);
    }

    private static OpId letter(int n) {
        return id(1, n);
    }

    private static Operation insert(StrandId strand, OpId left, OpId right, String text) {
        return new Operation.InsertText(strand, left, right, text);
    }

    private static Operation erase(OpId first, int length) {
        return new Operation.DeleteText(List.of(new IdRange(first.replica(), first.counter(), length)));
    }

    private static Operation mark(String type, String instance, Value value) {
        return new Operation.SetMark(TITLE, new Anchor.Start(), new Anchor.End(), type, instance, value);
    }

    private static Operation set(BlockId block, String key, Value value, OpId... replaces) {
        return new Operation.SetProperty(block, key, value, List.of(replaces));
    }

    private static String letters(int count) {
        return "x".repeat(count);
    }

    private void takes(Operation... operations) {
        a.hears(a.byHand(HAND, operations));
    }

    /** The last of the operations is to blame. */
    private void refuses(Reason reason, Operation... operations) {
        a.refuses(a.byHand(HAND, operations), reason, operations.length - 1);
    }

    // ---- what an operation may name ----

    @Test
    void ops20WhatTheAuthorHadNotSeenIsRefusedEvenWhereItIsKnown() {
        Peer other = a.fork(2);
        a.type(block, 0, "e");
        a.commit();
        Change change = other.byHand(HAND, erase(id(1, 7), 1));

        a.refuses(change, Reason.UNKNOWN_TARGET, 0);
        refuses(Reason.UNKNOWN_TARGET, erase(id(4, 0), 1));
    }

    @Test
    void ops20EarlierOperationOfTheSameChangeCanBeNamedALaterOneNot() {
        refuses(Reason.UNKNOWN_TARGET, erase(id(HAND, 0), 1));
        refuses(Reason.UNKNOWN_TARGET, erase(id(HAND, 1), 1));
        takes(insert(TITLE, null, null, "xy"), erase(id(HAND, 1), 1));

        assertThat(a.document.title().text()).isEqualTo("x");
    }

    @Test
    void ops21BlockIsNamedByWhatMadeIt() {
        refuses(Reason.WRONG_TARGET, set(new BlockId(letter(1)), "color", Value.TRUE));
        refuses(Reason.WRONG_TARGET, set(new BlockId(letter(2)), "color", Value.TRUE));
        takes(set(half, "color", Value.TRUE));

        assertThat(a.property(half, "color")).isEqualTo(Value.TRUE);
    }

    @Test
    void ops21DeletedBlockCanBeNamed() {
        a.document.delete(block);
        a.commit();
        takes(set(block, "color", Value.TRUE));
        a.document.restore(block);

        assertThat(a.property(block, "color")).isEqualTo(Value.TRUE);
    }

    @Test
    void ops22StrandIsThatOfAHead() {
        refuses(Reason.WRONG_TARGET, insert(new StrandId.OfBlock(half), null, null, "x"));
        refuses(Reason.WRONG_TARGET, insert(new StrandId.Cell(block, new BlockId(letter(1))), null, null, "x"));
        takes(insert(new StrandId.Cell(block, half), null, null, "x"));

        assertThat(a.outline()).as("no row, no column: the text shows nowhere").isEqualTo("ab cd");
    }

    @Test
    void ops23ElementIsInTheStrandOfTheOperation() {
        Anchor elsewhere = new Anchor.Before(letter(1));
        refuses(Reason.WRONG_TARGET, insert(TITLE, letter(1), null, "x"));
        refuses(Reason.WRONG_TARGET, insert(TITLE, null, letter(1), "x"));
        refuses(Reason.WRONG_TARGET, new Operation.SetMark(TITLE, elsewhere, new Anchor.End(), "bold", "", Value.TRUE));
        refuses(
                Reason.WRONG_TARGET,
                new Operation.SetMark(TITLE, new Anchor.Start(), elsewhere, "bold", "", Value.TRUE));
    }

    // ---- text ----

    @Test
    void ops30TextStandsBetweenItsOrigins() {
        takes(insert(strand, letter(1), letter(2), "123"), insert(TITLE, null, null, "title"));

        assertThat(a.outline()).isEqualTo("a123b cd");
        assertThat(a.document.title().text()).isEqualTo("title");
    }

    @Test
    void ops30TextHasAForm() {
        refuses(Reason.WRONG_VALUE, insert(TITLE, null, null, ""));
        refuses(Reason.LIMIT_EXCEEDED, insert(TITLE, null, null, letters(Limits.RUN_UTF16_MAX + 1)));
        refuses(Reason.MALFORMED_TEXT, insert(TITLE, null, null, "\uD83D"));
        takes(insert(TITLE, null, null, letters(Limits.RUN_UTF16_MAX)));

        assertThat(a.document.title().text()).hasSize(Limits.RUN_UTF16_MAX);
    }

    @Test
    void ops31OriginsWereNeighbours() {
        refuses(Reason.WRONG_TARGET, insert(strand, letter(1), letter(3), "x"));
        refuses(Reason.WRONG_TARGET, insert(strand, letter(1), null, "x"));
        refuses(Reason.WRONG_TARGET, insert(strand, null, letter(2), "x"));
        refuses(Reason.WRONG_TARGET, insert(strand, letter(2), letter(3), "x"));
        refuses(Reason.WRONG_TARGET, new Operation.SplitBlock(strand, letter(1), letter(3), "paragraph"));
    }

    @Test
    void ops31DeletedAndOwnElementsAreNeighboursToo() {
        a.erase(block, 1, 2);
        a.commit();
        refuses(Reason.WRONG_TARGET, insert(strand, letter(1), half.op(), "x"));
        Operation between = insert(strand, letter(1), letter(2), "xy");
        refuses(Reason.WRONG_TARGET, between, insert(strand, letter(1), letter(2), "z"));
        takes(between, insert(strand, id(HAND, 0), id(HAND, 1), "z"), insert(strand, id(HAND, 1), letter(2), "!"));

        assertThat(a.outline()).isEqualTo("axzy! cd");
    }

    @Test
    void ops32BoundariesStandInStrandsOfBlocksOnly() {
        refuses(Reason.WRONG_TARGET, new Operation.SplitBlock(TITLE, null, null, "paragraph"));
        refuses(Reason.WRONG_TARGET, new Operation.SplitBlock(new StrandId.Cell(block, half), null, null, "paragraph"));
        takes(new Operation.SplitBlock(strand, letter(1), letter(2), "quote"));

        assertThat(a.outline()).isEqualTo("a b cd");
        assertThat(a.shown(new BlockId(id(HAND, 0))).type()).isEqualTo("quote");
    }

    @Test
    void ops33DeletionNamesCharactersEachOnce() {
        refuses(Reason.WRONG_VALUE, new Operation.DeleteText(List.of()));
        IdRange twice = new IdRange(a.replica(), 1, 2);
        refuses(Reason.WRONG_VALUE, new Operation.DeleteText(List.of(twice, new IdRange(a.replica(), 2, 1))));
        refuses(Reason.WRONG_TARGET, erase(half.op(), 1));
        refuses(Reason.WRONG_TARGET, erase(letter(0), 2));
        refuses(Reason.WRONG_TARGET, insert(TITLE, null, null, "x"), erase(id(HAND, 0), 1), erase(id(HAND, 1), 1));
    }

    @Test
    void ops33DeletionsMayMixStrandsAndRepeatEachOther() {
        Operation both = new Operation.DeleteText(
                List.of(new IdRange(new ReplicaId(HAND), 0, 1), new IdRange(a.replica(), 1, 2)));
        takes(insert(TITLE, null, null, "xy"), both, erase(letter(2), 2));

        assertThat(a.document.title().text()).isEqualTo("y");
        assertThat(a.outline()).isEqualTo(" d");
    }

    @Test
    void ops34OnlyADeletionOfTextIsCancelled() {
        refuses(Reason.WRONG_TARGET, new Operation.UndeleteText(letter(1)));
        a.erase(block, 0, 1);
        OpId deletion = new OpId(a.replica(), a.commit().firstCounter());
        takes(new Operation.UndeleteText(deletion));

        assertThat(a.outline()).isEqualTo("ab cd");
    }

    // ---- blocks ----

    @Test
    void ops40NewBlockHasPlaceTypeAndStrand() {
        BlockId made = new BlockId(id(HAND, 0));
        refuses(Reason.WRONG_TARGET, new Operation.NewBlock(new Place.Child(new BlockId(letter(1)), KEY), "paragraph"));
        takes(
                new Operation.NewBlock(new Place.Child(block, KEY), "quote"),
                insert(new StrandId.OfBlock(made), null, null, "in"));

        assertThat(a.outline()).isEqualTo("ab{in} cd");
        assertThat(a.shown(made).type()).isEqualTo("quote");
    }

    @Test
    void ops41PlaceIsAChildsOrAContinuations() {
        BlockId none = new BlockId(letter(1));
        refuses(Reason.WRONG_TARGET, new Operation.PlaceBlock(none, new Place.Child(null, KEY)));
        refuses(Reason.WRONG_TARGET, new Operation.PlaceBlock(half, new Place.Child(none, KEY)));
        refuses(Reason.WRONG_TARGET, new Operation.PlaceBlock(half, new Place.Continuation(none, KEY)));
        takes(new Operation.PlaceBlock(half, new Place.Continuation(block, KEY)));
        assertThat(a.outline()).isEqualTo("abcd");
        takes(new Operation.PlaceBlock(half, new Place.Child(block, KEY)));
        assertThat(a.outline()).isEqualTo("ab{cd}");
    }

    @Test
    void ops41CycleIsNoReasonToRefuse() {
        takes(new Operation.PlaceBlock(block, new Place.Child(block, KEY)));

        assertThat(a.outline()).isEqualTo("ab cd");
    }

    @Test
    void ops42AnyBlockIsDeletedAndRestored() {
        VersionVector seen = a.document.version();
        BlockId none = new BlockId(letter(1));
        refuses(Reason.WRONG_TARGET, new Operation.DeleteBlock(none, seen));
        refuses(Reason.WRONG_TARGET, new Operation.RestoreBlock(none, seen));
        takes(
                new Operation.RestoreBlock(block, seen),
                new Operation.DeleteBlock(block, seen),
                new Operation.DeleteBlock(block, seen));

        assertThat(a.outline()).isEqualTo("cd");
    }

    // ---- marks and registers ----

    @Test
    void ops50MarkCoversWhatStandsBetweenItsAnchors() {
        Anchor before = new Anchor.Before(letter(2));
        Anchor after = new Anchor.After(letter(2));
        takes(
                new Operation.SetMark(strand, before, after, "bold", "", Value.TRUE),
                new Operation.SetMark(strand, new Anchor.Start(), after, "italic", "", Value.TRUE),
                new Operation.SetMark(strand, after, before, "code", "", Value.TRUE));

        assertThat(a.marks(block)).containsExactly("italic[0,2)", "bold[1,2)");
    }

    @Test
    void ops51InstanceBelongsToItsType() {
        refuses(Reason.WRONG_VALUE, mark("bold", "one", Value.TRUE));
        refuses(Reason.WRONG_VALUE, mark("comment", "", Value.ABSENT));
        refuses(Reason.WRONG_VALUE, mark("comment", "one", new Value.Text("two")));
        refuses(Reason.WRONG_VALUE, mark("comment", "one", Value.TRUE));
        takes(
                insert(TITLE, null, null, "x"),
                mark("comment", "one", new Value.Text("one")),
                mark("comment", "two", new Value.Text("two")),
                mark("comment", "one", Value.ABSENT));

        assertThat(a.document.title().marks()).extracting("value").containsExactly(new Value.Text("two"));
    }

    @Test
    void ops52WritesReplaceWritesOfTheSameRegister() {
        OpId icon = id(1, 6);
        refuses(Reason.WRONG_TARGET, set(null, "cover", Value.TRUE, icon));
        refuses(Reason.WRONG_TARGET, set(block, "icon", Value.TRUE, icon));
        refuses(Reason.WRONG_TARGET, set(null, "icon", Value.TRUE, letter(1)));
        takes(set(null, "icon", Value.ABSENT, icon));

        assertThat(a.document.view().properties()).isEmpty();
    }

    @Test
    void ops53TypeOfABlockIsAName() {
        refuses(Reason.WRONG_VALUE, set(block, "type", Value.TRUE));
        refuses(Reason.WRONG_VALUE, set(block, "type", Value.ABSENT));
        refuses(Reason.WRONG_VALUE, set(block, "type", new Value.Text("")));
        takes(set(null, "type", Value.TRUE));

        assertThat(a.document.version().includes(id(HAND, 0))).isTrue();
    }

    @Test
    void ops54NamesAndValuesHaveAForm() {
        String longName = letters(Limits.NAME_UTF16_MAX + 1);
        String longValue = letters(Limits.VALUE_UTF16_MAX + 1);
        Map<Reason, List<Operation>> refused = Map.of(
                Reason.WRONG_VALUE,
                List.of(
                        mark("", "", Value.TRUE),
                        set(block, "", Value.TRUE),
                        new Operation.NewBlock(new Place.Child(null, KEY), "")),
                Reason.LIMIT_EXCEEDED,
                List.of(
                        mark(longName, "", Value.TRUE),
                        mark("comment", longValue, Value.ABSENT),
                        set(block, longName, Value.TRUE),
                        set(block, "type", new Value.Text(longName)),
                        set(block, "color", new Value.Text(longValue)),
                        new Operation.SplitBlock(strand, letter(1), letter(2), longName)),
                Reason.MALFORMED_TEXT,
                List.of(
                        mark("\uDE00", "", Value.TRUE),
                        mark("comment", "\uDE00", Value.ABSENT),
                        set(block, "\uDE00", Value.TRUE),
                        set(block, "color", new Value.Text("\uDE00"))));
        refused.forEach((reason, operations) -> operations.forEach(operation -> refuses(reason, operation)));

        takes(set(block, letters(Limits.NAME_UTF16_MAX), new Value.Text(letters(Limits.VALUE_UTF16_MAX))));
        assertThat(a.property(block, letters(Limits.NAME_UTF16_MAX))).isNotNull();
    }
}
