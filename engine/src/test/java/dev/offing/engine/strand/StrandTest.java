package dev.offing.engine.strand;

import static dev.offing.engine.strand.Strand.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a strand promises its caller, case by case; {@link StrandFuzzTest} covers the combinations. */
class StrandTest {

    private final Strand strand = new Strand(Integer::compare, 2, 2);

    private final List<String> heard = new ArrayList<>();

    private final Strand.VisibilityListener listener =
            (index, count, visible) -> heard.add((visible ? "+" : "-") + index + ":" + count);

    private String text() {
        return strand.text(0, strand.elementCount());
    }

    @Test
    void emptyStrandAnswersEverything() {
        assertThat(strand.elementCount()).isZero();
        assertThat(strand.visibleUtf16()).isZero();
        assertThat(strand.boundaryCount()).isZero();
        assertThat(strand.visibleUtf16Before(0)).isZero();
        assertThat(strand.boundariesBefore(0)).isZero();
        assertThat(strand.elementAtVisibleUtf16(0)).isZero();
        assertThat(strand.text(0, 0)).isEmpty();
        assertThat(strand.contains(0, 0)).isFalse();
        assertThat(strand.cursor(0).next()).isFalse();
        assertThat(strand.cursor(0).previous()).isFalse();
        assertThat(strand.cursor(0).elementIndex()).isZero();
        strand.checkInvariants();
    }

    @Test
    void typingOneRunIsOneSpan() {
        String typed = "The quick brown fox";
        for (int i = 0; i < typed.length(); i++) {
            strand.insertText(3, 10 + i, i == 0 ? NONE : 3, 9 + i, NONE, 0, typed.substring(i, i + 1));
        }
        assertThat(text()).isEqualTo(typed);
        assertThat(strand.tree().spanCount()).isEqualTo(1);
    }

    @Test
    void deletingAndRestoringJoinsTheSpansAgain() {
        Strand strand = new Strand(Integer::compare);
        strand.insertText(0, 0, NONE, 0, NONE, 0, "abcdef");
        strand.delete(0, 1, 2, listener);
        strand.delete(0, 3, 2, listener);
        assertThat(strand.text(0, 6)).isEqualTo("af");
        assertThat(strand.tree().spanCount()).isEqualTo(3);
        strand.undelete(0, 1, 4, listener);
        assertThat(strand.text(0, 6)).isEqualTo("abcdef");
        assertThat(strand.tree().spanCount()).isEqualTo(1);
        assertThat(heard).containsExactly("-1:2", "-3:2", "+1:4");
    }

    /** MERGE-6. */
    @Test
    void everyDeletionHasToBeCancelled() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "abc");
        strand.delete(0, 0, 2, listener);
        strand.delete(0, 1, 2, listener);
        strand.undelete(0, 0, 2, listener);
        assertThat(text()).isEqualTo("a");
        strand.undelete(0, 1, 2, listener);
        assertThat(text()).isEqualTo("abc");
        assertThat(heard).containsExactly("-0:2", "-2:1", "+0:1", "+1:2");
    }

    @Test
    void neighboursTypedBackwardAreReportedAsOneRun() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "c");
        strand.insertText(0, 1, NONE, 0, 0, 0, "b");
        strand.insertText(0, 2, NONE, 0, 0, 1, "a");
        strand.delete(0, 0, 3, listener);
        assertThat(heard).containsExactly("-0:3");
    }

    @Test
    void supplementaryCharactersAreOneElementOfTwoUnits() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "x😀👩\u200dy");
        assertThat(strand.elementCount()).isEqualTo(5);
        assertThat(strand.visibleUtf16()).isEqualTo(7);
        assertThat(strand.visibleUtf16Before(3)).isEqualTo(5);
        assertThat(strand.elementAtVisibleUtf16(1)).isEqualTo(1);
        assertThat(strand.elementAtVisibleUtf16(2)).isEqualTo(1);
        assertThat(strand.elementAtVisibleUtf16(3)).isEqualTo(2);
        strand.delete(0, 1, 1, listener);
        assertThat(text()).isEqualTo("x👩\u200dy");
    }

    @Test
    void boundariesHaveNoWidthAndNoText() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "ab");
        assertThat(strand.insertBoundary(0, 2, 0, 0, 0, 1)).isEqualTo(1);
        assertThat(text()).isEqualTo("ab");
        assertThat(strand.visibleUtf16()).isEqualTo(2);
        assertThat(strand.boundaryIndex(0)).isEqualTo(1);
        assertThat(strand.boundariesBefore(1)).isZero();
        assertThat(strand.boundariesBefore(2)).isEqualTo(1);
        assertThat(strand.elementAtVisibleUtf16(1)).isEqualTo(2);
    }

    @Test
    void refusedCallsChangeNothing() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "ab");
        strand.insertBoundary(0, 2, 0, 1, NONE, 0);
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(1, 0, 7, 0, NONE, 0, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(1, 0, NONE, 0, 7, 0, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(0, 1, NONE, 0, 0, 0, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(1, 0, NONE, 0, 0, 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(1, 0, NONE, 0, 0, 0, "x\ud83d"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(1, 0, NONE, 0, 0, 0, "\ude00"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strand.insertText(1, Integer.MAX_VALUE, NONE, 0, 0, 0, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertText(-1, 0, NONE, 0, 0, 0, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.insertBoundary(0, 1, NONE, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.delete(0, 0, 3, listener));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.delete(0, 1, 0, listener));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.delete(1, 0, 1, listener));
        strand.delete(0, 0, 1, listener);
        assertThatIllegalArgumentException().isThrownBy(() -> strand.undelete(0, 0, 2, listener));
        assertThatIllegalArgumentException().isThrownBy(() -> strand.indexOf(0, 3));
        assertThat(heard).containsExactly("-0:1");
        assertThat(text()).isEqualTo("b");
        assertThat(strand.elementCount()).isEqualTo(3);
        strand.checkInvariants();
    }

    @Test
    void indexesOutsideAreRefused() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "ab");
        List<Runnable> calls = List.of(
                () -> strand.visibleUtf16Before(3),
                () -> strand.visibleUtf16Before(-1),
                () -> strand.boundariesBefore(3),
                () -> strand.elementAtVisibleUtf16(3),
                () -> strand.elementAtVisibleUtf16(-1),
                () -> strand.boundaryIndex(0),
                () -> strand.agentAt(2),
                () -> strand.counterAt(-1),
                () -> strand.cursor(3),
                () -> strand.text(1, 0),
                () -> strand.text(0, 3));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void cursorTurnsInTheMiddleOfASpan() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "abcdef");
        Strand.Cursor cursor = strand.cursor(2);
        assertThat(cursor.length()).isZero();
        assertThatIllegalStateException().isThrownBy(cursor::text);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.text()).isEqualTo("cdef");
        assertThat(cursor.counter()).isEqualTo(2);
        assertThat(cursor.previous()).isTrue();
        assertThat(cursor.text()).isEqualTo("ab");
        assertThat(cursor.elementIndex()).isZero();
        assertThat(cursor.previous()).isFalse();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.text()).isEqualTo("abcdef");
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.elementIndex()).isEqualTo(6);
    }

    @Test
    void cursorEndsWithTheNextChange() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "ab");
        Strand.Cursor cursor = strand.cursor(0);
        cursor.next();
        strand.delete(0, 0, 1, listener);
        assertThatIllegalStateException().isThrownBy(cursor::next);
        assertThatIllegalStateException().isThrownBy(cursor::previous);
        assertThatIllegalStateException().isThrownBy(cursor::text);
    }

    @Test
    void cursorReadsDeletedText() {
        strand.insertText(0, 0, NONE, 0, NONE, 0, "a😀b");
        strand.delete(0, 0, 3, listener);
        StringBuilder text = new StringBuilder();
        for (Strand.Cursor cursor = strand.cursor(0); cursor.next(); ) {
            assertThat(cursor.visible()).isFalse();
            assertThat(cursor.utf16Length()).isEqualTo(cursor.text().length());
            text.append(cursor.text());
        }
        assertThat(text.toString()).isEqualTo("a😀b");
        assertThat(text()).isEmpty();
    }
}
