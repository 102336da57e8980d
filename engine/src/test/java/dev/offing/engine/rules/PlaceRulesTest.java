package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.offing.engine.BlockId;
import dev.offing.engine.BlockView;
import dev.offing.engine.Change;
import dev.offing.engine.Operation;
import dev.offing.engine.Place;
import dev.offing.engine.PositionKey;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.TextTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Blocks and places". */
class PlaceRulesTest {

    private final Peer a = new Peer(1);

    private static List<Operation.PlaceBlock> placesOf(Change change) {
        return change.operations().stream()
                .filter(Operation.PlaceBlock.class::isInstance)
                .map(Operation.PlaceBlock.class::cast)
                .toList();
    }

    @Test
    void merge20SplitBornBlockStandsBehindTheOneBeforeItWhereverThatGoes() {
        BlockId box = a.paragraph("box");
        BlockId block = a.paragraph("abcd");
        a.commit();
        Peer b = a.fork(2);
        BlockId half = a.split(block, 2);
        b.document.move(block, box, null);
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("box{ab cd}");
        assertThat(a.shown(half).id()).isEqualTo(half);
    }

    @Test
    void merge20OwnTextEndsAtTheNextBoundary() {
        BlockId block = a.paragraph("abcdef");
        BlockId second = a.split(block, 4);
        BlockId first = a.split(block, 2);

        assertThat(a.document.view().blocks())
                .extracting(BlockView::id, view -> view.text().text())
                .containsExactly(tuple(block, "ab"), tuple(first, "cd"), tuple(second, "ef"));
    }

    @Test
    void merge21LaterOfTwoMovesThatCloseACycleIsSkipped() {
        BlockId one = a.paragraph("one");
        BlockId two = a.paragraph("two");
        a.commit();
        Peer b = a.fork(2);
        a.document.move(one, two, null);
        b.document.move(two, one, null);
        Peer.meet(a, b);

        assertThat(a.outline()).as("equal stamps: the greater replica is later").isEqualTo("two{one}");
    }

    @Test
    void merge21LatestPlaceWins() {
        BlockId one = a.paragraph("one");
        BlockId two = a.paragraph("two");
        BlockId three = a.paragraph("three");
        a.commit();
        Peer b = a.fork(2);
        b.document.move(one, three, null);
        a.document.move(one, two, null);
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("two three{one}");
    }

    @Test
    void merge22FollowersStandBetweenABlockAndItsNextSibling() {
        BlockId block = a.paragraph("abc");
        a.commit();
        Peer b = a.fork(2);
        Peer c = a.fork(3);
        a.paragraph(null, block, "next");
        b.split(block, 1);
        c.split(block, 2);
        Peer.meet(a, b, c);

        assertThat(a.outline()).isEqualTo("a b c next");
    }

    @Test
    void merge22ChildrenStandByTheirKeysAndThoseOfOneKeyByTheirIds() {
        ReplicaId maker = new ReplicaId(9);
        PositionKey first = PositionKey.between(null, null, maker, 0, true);
        PositionKey second = PositionKey.between(first, null, maker, 1, true);
        a.hears(a.byHand(
                8,
                new Operation.NewBlock(new Place.Child(null, second), "3"),
                new Operation.NewBlock(new Place.Child(null, second), "4")));
        a.hears(a.byHand(
                7,
                new Operation.NewBlock(new Place.Child(null, second), "2"),
                new Operation.NewBlock(new Place.Child(null, first), "1")));

        assertThat(a.document.view().blocks()).extracting("type").containsExactly("1", "2", "3", "4");
    }

    @Test
    void merge23TextIsTheOwnOneThenThatOfTheContinuations() {
        BlockId host = a.paragraph("1");
        BlockId second = a.paragraph("2");
        BlockId third = a.paragraph("3");
        BlockId fourth = a.paragraph("4");
        a.document.join(third, second);
        a.document.join(second, host);
        a.document.join(fourth, host);

        assertThat(a.outline()).isEqualTo("1234");
    }

    @Test
    void merge23ChildrenOfAContinuationStandBehindTheHostsOwn() {
        BlockId host = a.paragraph("host");
        BlockId joined = a.paragraph("joined");
        a.paragraph(joined, null, "second");
        a.paragraph(host, null, "first");
        a.document.join(joined, host);

        assertThat(a.outline()).isEqualTo("hostjoined{first second}");
    }

    @Test
    void merge24MovedBlockLeavesItsFollowersWhereTheyAreShown() {
        BlockId block = a.paragraph("ab");
        BlockId last = a.paragraph("last");
        BlockId half = a.split(block, 1);
        a.commit();
        a.document.move(block, null, last);

        assertThat(placesOf(a.commit())).extracting("block").containsExactly(half, block);
        assertThat(a.outline()).isEqualTo("b last a");
    }

    @Test
    void merge24NeighbourThatIsShownElsewhereIsPinnedFirst() {
        BlockId box = a.paragraph("box");
        BlockId child = a.paragraph(box, null, "child");
        a.commit();
        Peer b = a.fork(2);
        b.type(child, 5, "!");
        a.document.delete(box);
        Peer.meet(a, b);
        a.paragraph(null, child, "new");
        Operation.PlaceBlock pin = placesOf(a.commit()).getFirst();

        assertThat(pin.block()).isEqualTo(child);
        assertThat(((Place.Child) pin.place()).parent()).isNull();
        assertThat(a.outline()).isEqualTo("child! new");
    }

    @Test
    void merge24HiddenHostStaysHiddenWhenWhatItFollowsMoves() {
        BlockId survivor = a.paragraph("abcdef");
        BlockId joined = a.paragraph("joined");
        a.commit();
        Peer b = a.fork(2);
        BlockId kept = b.split(survivor, 2);
        BlockId hidden = b.split(kept, 2);
        b.document.join(joined, hidden);
        b.type(survivor, 0, "+");
        b.type(kept, 0, "+");
        a.document.delete(survivor);
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("+ab +cd joined");

        a.document.move(survivor, null, joined);
        assertThat(a.outline()).isEqualTo("+cd joined +ab");
    }

    @Test
    void merge24SplitTakesTheContinuationsBehindItAlong() {
        BlockId host = a.paragraph("ab");
        BlockId joined = a.paragraph("cd");
        a.document.join(joined, host);
        a.commit();
        BlockId half = a.split(host, 1);

        assertThat(placesOf(a.commit())).singleElement().satisfies(place -> {
            assertThat(place.block()).isEqualTo(joined);
            assertThat(((Place.Continuation) place.place()).host()).isEqualTo(half);
        });
        assertThat(a.outline()).isEqualTo("a bcd");
    }

    @Test
    void merge24KeysAreMadeBetweenHiddenSiblingsToo() {
        BlockId first = a.paragraph("first");
        BlockId hidden = a.paragraph("hidden");
        a.paragraph("last");
        a.document.delete(hidden);
        a.paragraph(null, first, "new");
        a.document.restore(hidden);

        assertThat(a.outline()).isEqualTo("first new hidden last");
    }

    @Test
    void merge25JoinPlacesABlockBehindTheLastContinuation() {
        BlockId host = a.paragraph("1");
        for (String text : List.of("2", "3", "4")) {
            a.document.join(a.paragraph(null, host, text), host);
        }
        List<Place.Continuation> places = placesOf(a.commit()).stream()
                .map(place -> (Place.Continuation) place.place())
                .toList();

        assertThat(places).hasSize(3).extracting("host").containsOnly(host);
        assertThat(places).extracting(Place.Continuation::key).isSorted();
        assertThat(a.outline()).isEqualTo("1234");
    }

    @Test
    void merge26RowsAndColumnsAreShownAsTheTableOfTheirBlock() {
        BlockId table = a.document.newBlock(null, null, "table");
        BlockId column = a.document.newBlock(table, null, "tableColumn");
        BlockId row = a.document.newBlock(table, column, "tableRow");
        a.commit();
        Peer b = a.fork(2);
        a.document.insert(new TextTarget.Cell(row, column), 0, "a");
        b.document.insert(new TextTarget.Cell(row, column), 0, "b");
        Peer.meet(a, b);

        BlockView shown = a.document.view().blocks().getFirst();
        assertThat(a.document.view().blocks()).containsExactly(shown);
        assertThat(shown.table().columns()).containsExactly(column);
        assertThat(shown.table().rows().getFirst().id()).isEqualTo(row);
        assertThat(shown.table().rows().getFirst().cells().getFirst().text())
                .as("one cell, whoever typed into it first")
                .isEqualTo("ab");
    }

    @Test
    void merge26AtTheTopLevelTheyAreOrdinaryBlocks() {
        BlockId row = a.document.newBlock(null, null, "tableRow");
        a.type(row, 0, "text");

        assertThat(a.outline()).isEqualTo("text");
    }
}
