package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.OpId;
import dev.offing.engine.Survivor;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Deletion". */
class DeletionRulesTest {

    private final Peer a = new Peer(1);
    private Peer b;
    private Peer c;
    private BlockId box;
    private BlockId child;

    @BeforeEach
    void writeBox() {
        box = a.paragraph("box");
        child = a.paragraph(box, null, "child");
        a.paragraph("last");
        a.commit();
        b = a.fork(2);
        c = a.fork(3);
    }

    @Test
    void merge30RestoreBeatsAConcurrentDeletion() {
        a.document.delete(box);
        Peer.meet(a, b);
        a.document.restore(box);
        b.document.delete(box);
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("box{child} last");

        b.document.delete(box);
        Peer.meet(a, b);
        assertThat(a.outline()).as("a deletion that has seen the restore").isEqualTo("last");
    }

    @Test
    void merge31DeletionCoversTheSubtreeAndTheUnseenHalves() {
        a.document.delete(box);
        b.split(child, 2);
        c.split(box, 1);
        Peer.meet(a, b, c);

        assertThat(a.outline()).isEqualTo("last");
    }

    @Test
    void merge31HalfThatTheDeleterSawIsNotCovered() {
        a.split(box, 1);
        a.document.delete(box);
        Peer.meet(a, b);

        assertThat(b.outline()).isEqualTo("ox last");
    }

    @Test
    void merge31BlocksMadeInASurvivorStay() {
        a.document.delete(box);
        b.type(child, 5, "!");
        Peer.meet(a, b);
        a.paragraph(child, null, "new");
        a.split(child, 3);
        a.erase(child, 0, 3);
        Peer.meet(a, b);

        assertThat(b.outline()).isEqualTo("{new} ld! last");
    }

    @Test
    void merge31MovingASurvivorBringsNothingBackThatFollowsIt() {
        a.document.delete(box);
        BlockId half = b.split(box, 1);
        b.split(half, 1);
        b.type(half, 1, "!");
        Peer.meet(a, b, c);
        assertThat(a.outline()).as("b|o!|x").isEqualTo("o! last");
        assertThat(a.document.trash()).extracting("text.text").contains("b", "x");

        a.document.move(half, null, a.document.view().blocks().getLast().id());
        Peer.meet(a, b, c);
        assertThat(a.outline()).isEqualTo("last o!");

        a.document.restore(box);
        Peer.meet(a, b, c);
        assertThat(a.outline()).isEqualTo("b{child} last o! x");
    }

    @Test
    void merge31MovingASurvivorBringsNothingBackThatStandsInIt() {
        BlockId inner = a.paragraph(child, null, "inner");
        Peer.meet(a, b);
        a.document.delete(box);
        b.type(child, 5, "!");
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("child! last");

        b.document.move(child, null, null);
        b.commit();
        BlockId below = b.paragraph(child, null, "new");
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("child!{new} last");
        assertThat(a.document.trash()).extracting("id").contains(inner).doesNotContain(below);

        a.document.restore(inner);
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("child!{new inner} box last");
    }

    @Test
    void merge31WhatWasMovedIntoASurvivorKeepsWhatStandsInIt() {
        BlockId guest = a.paragraph("guest");
        a.paragraph(guest, null, "luggage");
        Peer.meet(a, b);
        a.document.delete(box);
        b.type(child, 5, "!");
        Peer.meet(a, b);
        b.document.move(guest, child, null);
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("child!{guest{luggage}} last");
    }

    @Test
    void merge30WhatADeletionHidStaysHiddenWhenTheBlockIsDeletedAgain() {
        a.document.delete(box);
        b.split(box, 1);
        b.type(box, 1, "!");
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("b! last");

        b.document.delete(box);
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("last");
    }

    @Test
    void merge32AColumnBesideASurvivorHidesNothing() {
        BlockId table = a.paragraph("seen");
        BlockId column = a.document.newBlock(table, null, "tableColumn");
        BlockId row = a.document.newBlock(table, column, "tableRow");
        BlockId host = a.paragraph(null, null, "host ");
        Peer.meet(a, b);
        a.document.delete(table);
        b.document.join(table, host);
        b.document.insert(new TextTarget.Cell(row, column), 0, "words");
        Peer.meet(a, b);
        b.document.newBlock(host, column, "tableColumn");
        Peer.meet(a, b);

        assertThat(a.shown(host).text().text()).isEqualTo("host seen");
        assertThat(a.shown(host).table().columns()).hasSize(2);
    }

    @Test
    void merge32UnseenWordsRescueWithAllThatStandsBesideThem() {
        a.document.delete(box);
        b.type(child, 5, "!");
        Peer.meet(a, b);
        assertThat(a.outline()).isEqualTo("child! last");

        a.erase(child, 5, 6);
        Peer.meet(a, b);
        assertThat(a.outline()).as("erased in the knowledge of the deletion").isEqualTo("child last");
    }

    @Test
    void merge32UnseenMoveRescuesWhatHasContent() {
        BlockId empty = a.document.newBlock(null, null, "paragraph");
        BlockId words = a.paragraph(null, null, "words");
        BlockId picture = a.document.newBlock(null, null, "image");
        a.set(picture, "url", "harbour.png");
        Peer.meet(a, b);
        a.document.delete(box);
        b.document.move(empty, box, null);
        b.document.move(words, box, null);
        b.document.move(picture, box, null);
        Peer.meet(a, b);

        assertThat(a.document.view().blocks())
                .extracting("id")
                .contains(words, picture)
                .doesNotContain(empty);
    }

    @Test
    void merge32MarksTypesAndPropertiesRescueNothing() {
        a.document.delete(box);
        b.mark(child, 0, 5, "bold", Value.TRUE);
        b.document.setType(child, "heading1");
        b.set(child, "color", "red");
        Peer.meet(a, b);

        assertThat(a.outline()).isEqualTo("last");
    }

    @Test
    void merge32UnseenWordsInACellKeepTheirTable() {
        BlockId table = a.document.newBlock(null, null, "table");
        BlockId column = a.document.newBlock(table, null, "tableColumn");
        BlockId row = a.document.newBlock(table, column, "tableRow");
        Peer.meet(a, b);
        a.document.delete(table);
        b.document.insert(new TextTarget.Cell(row, column), 0, "words");
        Peer.meet(a, b);

        assertThat(a.shown(table).table().rows().getFirst().cells().getFirst().text())
                .isEqualTo("words");
    }

    @Test
    void merge33VisiblePartsOfAHiddenBlockShowAtItsPlaceInTheirOrder() {
        BlockId joined = a.paragraph("joined");
        a.document.join(joined, box);
        Peer.meet(a, b);
        a.document.delete(box);
        b.type(box, 9, "!");
        b.type(child, 5, "?");
        Peer.meet(a, b);

        assertThat(a.outline()).as("continuation, child, what follows").isEqualTo("joined! child? last");
    }

    @Test
    void merge34SurvivorNamesTheDeletionsAndWhoKeptIt() {
        a.document.delete(box);
        Change deletion = a.commit();
        b.type(child, 5, "!");
        c.type(child, 0, "?");
        Peer.meet(a, b, c);

        assertThat(a.shown(child).survivor())
                .isEqualTo(new Survivor(
                        List.of(new OpId(a.replica(), deletion.firstCounter())), List.of(b.replica(), c.replica())));
        assertThat(a.document.view().blocks().getLast().survivor()).isNull();
    }

    @Test
    void merge35EveryVisibleCharacterIsShownOnce() {
        BlockId other = a.paragraph("0123");
        Peer.meet(a, b, c);
        a.document.join(other, box);
        b.document.move(box, other, null);
        b.split(other, 2);
        c.document.delete(other);
        c.document.join(child, box);
        Peer.meet(a, b, c);

        String shown = a.outline().replaceAll("[{} ]", "");
        assertThat(shown.chars().sorted().mapToObj(unit -> "" + (char) unit))
                .isEqualTo("boxchildlast"
                        .chars()
                        .sorted()
                        .mapToObj(unit -> "" + (char) unit)
                        .toList());
    }
}
