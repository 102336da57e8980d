package dev.offing.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offing.engine.Anchor;
import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.OpId;
import dev.offing.engine.Operation;
import dev.offing.engine.TextTarget;
import dev.offing.engine.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/spec/merge.md, "Marks". */
class MarkRulesTest {

    private final Peer a = new Peer(1);
    private Peer b;
    private BlockId block;

    @BeforeEach
    void writeAbcd() {
        block = a.paragraph("abcd");
        a.commit();
        b = a.fork(2);
    }

    /** The id of one of the letters a to d. */
    private OpId letter(char letter) {
        return new OpId(a.replica(), 1 + letter - 'a');
    }

    private static List<Operation.SetMark> marksOf(Change change) {
        return change.operations().stream()
                .filter(Operation.SetMark.class::isInstance)
                .map(Operation.SetMark.class::cast)
                .toList();
    }

    @Test
    void merge10LatestMarkInTimeOrderWins() {
        b.mark(block, 0, 3, "color", new Value.Text("blue"));
        a.mark(block, 1, 4, "color", new Value.Text("red"));
        Peer.meet(a, b);
        assertThat(a.shown(block).text().marks())
                .extracting("value")
                .as("equal stamps: the greater replica")
                .containsExactly(new Value.Text("blue"), new Value.Text("red"));
        assertThat(a.marks(block)).containsExactly("color[0,3)", "color[3,4)");

        a.document.unmark(new TextTarget.Block(block), 0, 4, "color", Value.ABSENT);
        Peer.meet(a, b);
        assertThat(b.marks(block)).as("a removal is a mark too").isEmpty();
    }

    @Test
    void merge10InstancesDoNotDisplaceEachOther() {
        a.mark(block, 0, 3, "comment", new Value.Text("one"));
        a.mark(block, 0, 3, "suggestion", new Value.Text("one"));
        b.mark(block, 1, 4, "comment", new Value.Text("two"));
        b.mark(block, 1, 4, "suggestion", new Value.Text("two"));
        Peer.meet(a, b);

        assertThat(a.marks(block))
                .containsExactly("comment[0,3)", "suggestion[0,3)", "comment[1,4)", "suggestion[1,4)");
    }

    @Test
    void merge11SomeTypesGrowAtTheirEndAndNoneAtItsStart() {
        for (String type : List.of("bold", "italic", "underline", "strike", "highlight")) {
            assertThat(typedAround(type, Value.TRUE)).as(type).containsExactly(type + "[1,4)");
        }
        assertThat(typedAround("color", new Value.Text("red"))).containsExactly("color[1,4)");
        for (String type : List.of("code", "link", "comment", "suggestion", "unheard-of")) {
            assertThat(typedAround(type, new Value.Text("x"))).as(type).containsExactly(type + "[1,3)");
        }
    }

    /** The marks of ">abcd" with "!" typed behind the marked "ab" and ">" before it. */
    private List<String> typedAround(String type, Value value) {
        Peer c = a.fork(3);
        c.mark(block, 0, 2, type, value);
        c.type(block, 2, "!");
        c.type(block, 0, ">");
        return c.marks(block);
    }

    @Test
    void merge12GrowingMarksEndBeforeTheNextVisibleElement() {
        a.erase(block, 2, 3);
        a.mark(block, 0, 2, "bold", Value.TRUE);
        a.mark(block, 2, 3, "italic", Value.TRUE);
        List<Operation.SetMark> marks = marksOf(a.commit());

        assertThat(marks.get(0).start()).isEqualTo(new Anchor.Before(letter('a')));
        assertThat(marks.get(0).end()).isEqualTo(new Anchor.Before(letter('d')));
        assertThat(marks.get(1).end()).isEqualTo(new Anchor.End());
    }

    @Test
    void merge12OtherMarksEndAfterTheirLastCharacter() {
        a.mark(block, 0, 2, "code", Value.TRUE);
        Operation.SetMark mark = marksOf(a.commit()).getFirst();

        assertThat(mark.start()).isEqualTo(new Anchor.Before(letter('a')));
        assertThat(mark.end()).isEqualTo(new Anchor.After(letter('b')));
    }

    @Test
    void merge12BoundaryCountsAsVisible() {
        BlockId half = a.split(block, 2);
        a.commit();
        a.mark(block, 0, 2, "bold", Value.TRUE);

        assertThat(marksOf(a.commit()).getFirst().end()).isEqualTo(new Anchor.Before(half.op()));
    }

    @Test
    void merge12MarkOverALaterBoundaryShowsInBothBlocks() {
        a.mark(block, 0, 4, "bold", Value.TRUE);
        BlockId half = b.split(block, 2);
        Peer.meet(a, b);

        assertThat(a.marks(block)).containsExactly("bold[0,2)");
        assertThat(a.marks(half)).containsExactly("bold[0,2)");
    }

    @Test
    void merge12RangeOverJoinedTextIsOneOperationAStrand() {
        BlockId joined = a.paragraph("ef");
        a.document.join(joined, block);
        a.commit();
        a.mark(block, 3, 5, "bold", Value.TRUE);

        assertThat(marksOf(a.commit())).hasSize(2);
        assertThat(a.marks(block)).containsExactly("bold[3,5)");
    }

    @Test
    void merge13LinkThatSpansASeamCoversWhatIsTypedThere() {
        a.mark(block, 0, 4, "link", new Value.Text("u"));
        BlockId half = a.split(block, 2);
        a.document.join(half, block);
        a.type(block, 2, "!");

        assertThat(a.marks(block)).containsExactly("link[0,5)");
    }

    @Test
    void merge13BetweenTwoLinksToOneAddressNothingIsLinked() {
        a.mark(block, 0, 2, "link", new Value.Text("u"));
        a.mark(block, 2, 4, "link", new Value.Text("u"));
        a.type(block, 2, "!");

        assertThat(a.marks(block)).containsExactly("link[0,2)", "link[3,5)");
    }

    @Test
    void merge13NonGrowingMarkGoesOnOnlyBetweenTwoMarkedCharacters() {
        a.mark(block, 1, 3, "link", new Value.Text("x"));
        a.type(block, 2, "in");
        a.type(block, 5, "out");

        assertThat(a.outline()).isEqualTo("abincoutd");
        assertThat(a.marks(block)).containsExactly("link[1,5)");
    }

    @Test
    void merge13StartOfATextHasNoMarks() {
        a.mark(block, 0, 4, "bold", Value.TRUE);
        BlockId half = a.split(block, 2);
        a.commit();
        a.type(half, 0, "!");

        assertThat(a.marks(half)).containsExactly("bold[1,3)");
        Peer.meet(a, b);
        assertThat(b.marks(half)).containsExactly("bold[1,3)");
    }

    @Test
    void merge13ToolbarSetsTheDifferenceInTheSameChange() {
        a.mark(block, 0, 4, "bold", Value.TRUE);
        a.commit();
        a.document.insert(new TextTarget.Block(block), 2, "!", Map.of("italic", Value.TRUE));
        Change change = a.commit();

        assertThat(marksOf(change)).extracting("type").containsExactlyInAnyOrder("bold", "italic");
        assertThat(a.marks(block)).containsExactly("bold[0,2)", "italic[2,3)", "bold[3,5)");
    }

    @Test
    void merge13PlainTextTypedBeforeTheDeletedRestOfALinkTakesNoOperationMore() {
        a.mark(block, 1, 3, "link", new Value.Text("x"));
        a.erase(block, 2, 3);
        a.commit();
        a.type(block, 2, "!");
        Change change = a.commit();

        assertThat(change.operations()).as("a gap is picked that shows no link").hasSize(1);
        assertThat(a.outline()).isEqualTo("ab!d");
        assertThat(a.marks(block)).containsExactly("link[1,2)");
    }

    @Test
    void merge14MarkWithoutCharactersColoursNothing() {
        a.mark(block, 1, 3, "bold", Value.TRUE);
        a.erase(block, 1, 3);
        a.commit();
        a.type(block, 1, "!");
        Peer.meet(a, b);

        assertThat(b.outline()).isEqualTo("a!d");
        assertThat(b.marks(block)).isEmpty();
    }
}
