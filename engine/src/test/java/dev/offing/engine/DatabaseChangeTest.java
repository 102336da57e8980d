package dev.offing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.engine.InvalidChangeException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of foreign replicas to a database: which are refused, and which version their bytes have. */
class DatabaseChangeTest {

    private static final ReplicaId AUTHOR = new ReplicaId(2);

    private final Document document = Document.create(new ReplicaId(1));
    private BlockId row;
    private BlockId other;
    private OpId firstWrite;
    private OpId firstAdd;
    private OpId name;

    @BeforeEach
    void makeDatabase() {
        row = document.newBlock(null, null, Operation.ROW);
        other = document.newBlock(null, null, Operation.ROW);
        document.database().addProperty("p", "text", "P");
        document.database().addProperty("q", "multiselect", "Q");
        document.database().setCell(row, "p", new Value.Text("x"));
        document.database().addToCell(row, "q", "t");
        Change change = document.commit(0);
        int counter = 0;
        for (Operation operation : change.operations()) {
            OpId id = new OpId(new ReplicaId(1), counter++);
            switch (operation) {
                case Operation.SetCell ignored -> firstWrite = id;
                case Operation.AddToCell ignored -> firstAdd = id;
                case Operation.SetSchema set
                when set.property().equals("p") && set.key().equals("name") -> name = id;
                default -> {}
            }
        }
    }

    private Change change(Operation operation) {
        OpId head = new OpId(new ReplicaId(1), document.version().end(new ReplicaId(1)) - 1);
        return new Change(AUTHOR, 0, 2, List.of(head), 0, List.of(operation));
    }

    private void assertRefused(Operation operation, Reason reason) {
        byte[] before = document.save();
        assertThatThrownBy(() -> document.apply(change(operation)))
                .isInstanceOfSatisfying(InvalidChangeException.class, invalid -> {
                    assertThat(invalid.reason()).isEqualTo(reason);
                    assertThat(invalid.operationIndex()).isZero();
                });
        assertThat(document.save()).isEqualTo(before);
    }

    private static CellValue plain(String text) {
        return new CellValue(CellValue.Kind.PLAIN, new Value.Text(text));
    }

    @Test
    void ops55_56_namesOnlyWhatItsAuthorHadSeenOfTheSame() {
        OpId unknown = new OpId(new ReplicaId(1), 1_000);
        assertRefused(new Operation.SetCell(row, "p", plain("y"), List.of(unknown)), Reason.UNKNOWN_TARGET);
        assertRefused(new Operation.SetCell(other, "p", plain("y"), List.of(firstWrite)), Reason.WRONG_TARGET);
        assertRefused(new Operation.SetCell(row, "q", plain("y"), List.of(firstWrite)), Reason.WRONG_TARGET);
        assertRefused(new Operation.SetCell(row, "q", plain("y"), List.of(firstAdd)), Reason.WRONG_TARGET);
        assertRefused(new Operation.RemoveFromCell(row, "q", List.of(unknown)), Reason.UNKNOWN_TARGET);
        assertRefused(new Operation.RemoveFromCell(other, "q", List.of(firstAdd)), Reason.WRONG_TARGET);
        assertRefused(new Operation.RemoveFromCell(row, "p", List.of(firstWrite)), Reason.WRONG_TARGET);
        assertRefused(new Operation.AddToCell(new BlockId(unknown), "q", plain("y")), Reason.UNKNOWN_TARGET);
        assertRefused(new Operation.AddToCell(new BlockId(firstAdd), "q", plain("y")), Reason.WRONG_TARGET);
        Value named = new Value.Text("N");
        assertRefused(new Operation.SetSchema("q", null, "name", named, List.of(name)), Reason.WRONG_TARGET);
        assertRefused(new Operation.SetSchema("p", "o", "name", named, List.of(name)), Reason.WRONG_TARGET);
        assertRefused(new Operation.SetSchema("p", null, "color", named, List.of(name)), Reason.WRONG_TARGET);
    }

    @Test
    void ops55_56_valuesHaveTheirForm() {
        CellValue number = new CellValue(CellValue.Kind.PLAIN, new Value.Num(1));
        CellValue notNamed = new CellValue(CellValue.Kind.OPTION, Value.TRUE);
        CellValue empty = new CellValue(CellValue.Kind.PERSON, new Value.Text(""));
        CellValue longId = new CellValue(CellValue.Kind.ROW, new Value.Text("x".repeat(Limits.NAME_UTF16_MAX + 1)));
        assertRefused(new Operation.AddToCell(row, "q", number), Reason.WRONG_VALUE);
        assertRefused(new Operation.AddToCell(row, "q", CellValue.NONE), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetCell(row, "p", notNamed, List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetCell(row, "p", empty, List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetCell(row, "p", longId, List.of()), Reason.LIMIT_EXCEEDED);
        assertRefused(new Operation.SetCell(row, "p", plain("\ud800"), List.of()), Reason.MALFORMED_TEXT);
        assertRefused(new Operation.SetCell(row, "", plain("x"), List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.RemoveFromCell(row, "q", List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetSchema("p", null, "type", Value.TRUE, List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetSchema("p", null, "type", new Value.Text(""), List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetSchema("p", null, "name", Value.ABSENT, List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetSchema("p", "o", "deleted", Value.FALSE, List.of()), Reason.WRONG_VALUE);
        assertRefused(
                new Operation.SetSchema("p", null, "order", new Value.Text("\u1234"), List.of()), Reason.WRONG_VALUE);
        assertRefused(new Operation.SetSchema("p", null, "order", new Value.Text("a"), List.of()), Reason.WRONG_VALUE);
    }

    /** No document is needed to hold what a later version adds. */
    @Test
    void ops56_unknownPropertiesAndRegistersAreKept() {
        document.apply(change(new Operation.SetSchema("new", "o", "icon", new Value.Text("x"), List.of())));
        assertThat(document.view().schema()).extracting(PropertyView::id).containsExactly("p", "q");
        document.database().addProperty("new", "select", "N");
        assertThat(document.view().schema()).extracting(PropertyView::id).containsExactly("p", "q", "new");
        assertThat(document.view().schema().getLast().options()).isEmpty();
    }

    // ---- bytes ----

    @Test
    void bytes23_versionSaysWhetherADatabaseIsConcerned() {
        byte[] pages = ChangeCodec.encode(change(new Operation.SetProperty(row, "k", Value.TRUE, List.of())));
        byte[] cells = ChangeCodec.encode(change(new Operation.SetCell(row, "p", plain("y"), List.of(firstWrite))));
        assertThat(pages[0]).isEqualTo((byte) 1);
        assertThat(cells[0]).isEqualTo((byte) 2);
        pages[0] = 2;
        cells[0] = 1;
        for (byte[] wrong : List.of(pages, cells)) {
            assertThatThrownBy(() -> ChangeCodec.decode(wrong))
                    .isInstanceOfSatisfying(
                            CodecException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(CodecException.Kind.CORRUPT));
        }
        pages[0] = 3;
        assertThatThrownBy(() -> ChangeCodec.decode(pages))
                .isInstanceOfSatisfying(
                        CodecException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(CodecException.Kind.TOO_NEW));
    }

    @Test
    void bytes22_everyKindOfCellValueSurvives() {
        for (CellValue.Kind kind : CellValue.Kind.values()) {
            Change change = change(
                    new Operation.SetCell(row, "p", new CellValue(kind, new Value.Text("é😀")), List.of(firstWrite)));
            assertThat(ChangeCodec.decode(ChangeCodec.encode(change))).isEqualTo(change);
        }
        Change cleared = change(new Operation.SetCell(row, "p", CellValue.NONE, List.of()));
        assertThat(ChangeCodec.decode(ChangeCodec.encode(cleared))).isEqualTo(cleared);
    }
}
