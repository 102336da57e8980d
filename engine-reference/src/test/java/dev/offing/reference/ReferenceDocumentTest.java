package dev.offing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.OpId;
import dev.offing.engine.RichText;
import dev.offing.engine.StrandId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules that no vector reaches, on changes written by hand. */
class ReferenceDocumentTest {

    private final Author a = new Author(1);
    private final Author b = new Author(2);
    private final Author c = new Author(3);

    @Test
    void merge1ChangeWaitsForItsCauses() {
        BlockId block = a.block(null, "paragraph");
        Change first = a.commit();
        a.type(block, "x");
        Change second = a.commit();
        ReferenceDocument document = new ReferenceDocument();

        document.apply(second);
        assertThat(document.view().blocks()).isEmpty();
        document.apply(first);
        document.apply(second);

        assertThat(texts(document)).containsExactly("x");
    }

    @Test
    void merge2StampThatIsNotExactIsRefused() {
        a.block(null, "paragraph");
        Change change = a.commit();
        ReferenceDocument document = new ReferenceDocument();
        document.apply(new Change(change.replica(), 0, change.stamp() + 1, change.heads(), 0, change.operations()));

        assertThatThrownBy(document::view).hasMessageStartingWith("stamp is not exact");
    }

    @Test
    void merge5RunsTypedBackwardsAtOneSpotDoNotInterleave() {
        BlockId block = a.block(null, "paragraph");
        Change start = a.commit();
        b.knows(start);
        c.knows(start);
        StrandId strand = new StrandId.OfBlock(block);
        OpId second = b.type(strand, null, null, "2");
        b.type(strand, null, second, "1");
        OpId fourth = c.type(strand, null, null, "4");
        c.type(strand, null, fourth, "3");

        assertThat(texts(documentOf(start, c.commit(), b.commit()))).containsExactly("1234");
    }

    @Test
    void merge6SecondDeletionOutlivesTheUndoOfTheFirst() {
        BlockId block = a.block(null, "paragraph");
        OpId x = a.type(block, "xy");
        Change start = a.commit();
        b.knows(start);
        OpId deletion = a.deleteText(x, 1);
        Change one = a.commit();
        b.deleteText(x, 1);
        Change other = b.commit();
        a.undelete(deletion);
        Change undo = a.commit();

        assertThat(texts(documentOf(start, one, undo))).containsExactly("xy");
        assertThat(texts(documentOf(start, one, undo, other))).containsExactly("y");
    }

    @Test
    void merge8TextTypedAndDeletedWithItsBlockInOneChangeDoesNotRescueIt() {
        BlockId block = a.block(null, "paragraph");
        Change start = a.commit();
        a.type(block, "x");
        a.delete(block);

        assertThat(documentOf(start, a.commit()).view().blocks()).isEmpty();
    }

    @Test
    void merge31SeenHalfOfAJoinedTextIsNotDeletedWithTheHost() {
        BlockId host = a.block(null, "paragraph");
        a.type(host, "host");
        BlockId joined = a.block(null, "paragraph");
        OpId text = a.type(joined, "ab");
        a.join(joined, host);
        Change start = a.commit();
        BlockId half = a.split(joined, text, new OpId(text.replica(), text.counter() + 1));
        Change split = a.commit();
        a.delete(host);
        Change seen = a.commit();
        b.knows(start);
        b.delete(host);
        Change unseen = b.commit();

        assertThat(texts(documentOf(start, split))).containsExactly("hosta", "b");
        assertThat(blocks(documentOf(start, split, seen))).containsExactly(half);
        assertThat(blocks(documentOf(start, split, unseen))).isEmpty();
    }

    @Test
    void merge31BlocksMadeInASurvivorBySomebodyWhoKnowsTheDeletionStay() {
        BlockId box = a.block(null, "paragraph");
        BlockId child = a.block(box, "paragraph");
        OpId text = a.type(child, "ab");
        Change start = a.commit();
        b.knows(start);
        c.knows(start);
        a.delete(box);
        Change deletion = a.commit();
        OpId unseen = b.type(new StrandId.OfBlock(child), null, text, "!");
        Change typing = b.commit();
        BlockId oldHalf = c.split(child, text, new OpId(text.replica(), text.counter() + 1));
        Change split = c.commit();
        b.knows(deletion);
        BlockId half = b.split(child, unseen, text);
        BlockId inside = b.block(child, "paragraph");
        Change knowing = b.commit();

        assertThat(blocks(documentOf(start, deletion, split, typing))).containsExactly(child);
        assertThat(blocks(documentOf(start, deletion, split, typing, knowing)))
                .containsExactly(child, inside, half)
                .doesNotContain(oldHalf);
    }

    @Test
    void merge32WhatKnowingPeopleDoToASurvivorTakesNoRescueAway() {
        BlockId box = a.block(null, "paragraph");
        OpId text = a.type(box, "ab");
        Change start = a.commit();
        b.knows(start);
        c.knows(start);
        a.delete(box);
        Change deletion = a.commit();
        OpId last = new OpId(text.replica(), text.counter() + 1);
        OpId unseen = b.type(new StrandId.OfBlock(box), last, null, "!");
        Change typing = b.commit();
        c.knows(deletion, typing);
        BlockId half = c.split(box, last, unseen);
        Change split = c.commit();
        c.deleteText(unseen, 1);
        Change cut = c.commit();
        b.deleteText(unseen, 1);
        Change regret = b.commit();

        assertThat(texts(documentOf(start, deletion, typing))).containsExactly("ab!");
        assertThat(texts(documentOf(start, deletion, typing, split))).containsExactly("ab", "!");
        assertThat(texts(documentOf(start, deletion, typing, split, cut))).containsExactly("ab", "");
        assertThat(blocks(documentOf(start, deletion, typing, split, cut, regret)))
                .containsExactly(half);
    }

    @Test
    void merge32WordsInACellKeepTheirRowColumnAndTable() {
        BlockId table = a.block(null, "table");
        BlockId column = a.block(table, "tableColumn");
        a.block(table, "tableColumn");
        BlockId row = a.block(table, "tableRow");
        a.block(table, "tableRow");
        Change start = a.commit();
        b.knows(start);
        a.delete(table);
        Change deletion = a.commit();
        b.type(new StrandId.Cell(row, column), null, null, "words");
        ReferenceDocument document = documentOf(start, deletion, b.commit());

        BlockView shown = document.view().blocks().getFirst();
        assertThat(shown.id()).isEqualTo(table);
        assertThat(shown.survivor().keepers()).containsExactly(b.replica());
        assertThat(shown.table())
                .isEqualTo(new BlockView.TableView(
                        List.of(column), List.of(new BlockView.Row(row, List.of(new RichText("words", List.of()))))));
    }

    @Test
    void merge33FollowersOfAHiddenHostStandAfterItsChildren() {
        BlockId host = a.block(null, "paragraph");
        OpId text = a.type(host, "ab");
        BlockId joined = a.block(null, "paragraph");
        OpId other = a.type(joined, "cd");
        a.join(joined, host);
        Change start = a.commit();
        BlockId ownHalf = a.split(host, text, new OpId(text.replica(), text.counter() + 1));
        BlockId joinedHalf = a.split(joined, other, new OpId(other.replica(), other.counter() + 1));
        BlockId child = a.block(host, "paragraph");
        Change halves = a.commit();
        b.knows(start, halves);
        a.delete(host);
        Change deletion = a.commit();
        b.type(new StrandId.OfBlock(joined), null, other, "!");
        b.type(child, "?");
        Change typing = b.commit();

        assertThat(blocks(documentOf(start, halves))).containsExactly(host, child, ownHalf, joinedHalf);
        assertThat(blocks(documentOf(start, halves, deletion, typing)))
                .containsExactly(joined, child, ownHalf, joinedHalf);
    }

    @Test
    void merge30RestoreBeatsAConcurrentDeletionAndLaterOnesBeatIt() {
        BlockId block = a.block(null, "paragraph");
        a.type(block, "x");
        a.delete(block);
        Change start = a.commit();
        b.knows(start);
        a.restore(block);
        Change restore = a.commit();
        b.delete(block);
        Change again = b.commit();
        b.knows(restore);
        b.delete(block);
        Change last = b.commit();

        assertThat(blocks(documentOf(start))).isEmpty();
        assertThat(blocks(documentOf(start, again, restore))).containsExactly(block);
        assertThat(blocks(documentOf(start, again, restore, last))).isEmpty();
    }

    @Test
    void merge21LaterOfTwoMovesThatCloseACycleIsSkippedAndMayComeBack() {
        BlockId one = a.block(null, "paragraph");
        BlockId two = a.block(null, "paragraph");
        Change start = a.commit();
        b.knows(start);
        c.knows(start);
        b.move(one, two);
        Change first = b.commit();
        c.move(two, one);
        Change second = c.commit();

        assertThat(parents(documentOf(start, second))).containsExactly(null, one);
        assertThat(blocks(documentOf(start, second, first))).containsExactly(two, one);
        assertThat(parents(documentOf(start, second, first))).containsExactly(null, two);
    }

    private static ReferenceDocument documentOf(Change... changes) {
        ReferenceDocument document = new ReferenceDocument();
        for (Change change : changes) {
            document.apply(change);
        }
        assertThat(document.charactersAstray()).isEmpty();
        return document;
    }

    private static List<String> texts(ReferenceDocument document) {
        return document.view().blocks().stream()
                .map(block -> block.text().text())
                .toList();
    }

    private static List<BlockId> blocks(ReferenceDocument document) {
        return document.view().blocks().stream().map(BlockView::id).toList();
    }

    private static List<BlockId> parents(ReferenceDocument document) {
        return document.view().blocks().stream().map(BlockView::parent).toList();
    }
}
