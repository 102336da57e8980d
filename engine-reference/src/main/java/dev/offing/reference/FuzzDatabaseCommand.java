package dev.offing.reference;

import dev.offing.engine.BlockView;
import dev.offing.engine.CellView;
import dev.offing.engine.Database;
import dev.offing.engine.DocumentView;
import dev.offing.engine.Operation;
import dev.offing.engine.PropertyView;
import dev.offing.engine.Value;
import java.util.List;

/**
 * One local command of the fuzz on schema or cells, done on the engine and, where the view alone says
 * what must come, on {@link ExpectedView}.
 */
final class FuzzDatabaseCommand {

    private final Database database;
    private final DocumentView before;
    private final ExpectedView expected;
    private final FuzzStep step;
    private boolean judged = true;

    FuzzDatabaseCommand(Database database, DocumentView before, ExpectedView expected, FuzzStep step) {
        this.database = database;
        this.before = before;
        this.expected = expected;
        this.step = step;
    }

    /** Whether {@link #expected} says what must be shown. */
    boolean judged() {
        return judged;
    }

    /** @return whether there was something to act on */
    boolean run() {
        return switch (step.kind()) {
            case SET_CELL -> setCell();
            case ADD_TO_CELL -> addToCell();
            case REMOVE_FROM_CELL -> removeFromCell();
            case ADD_PROPERTY -> addProperty();
            case ADD_OPTION -> addOption();
            case PROPERTY_TYPE -> setType();
            case RENAME_SCHEMA -> rename();
            case MOVE_SCHEMA -> move();
            case DELETE_SCHEMA -> delete();
            case RESTORE_SCHEMA -> restore();
            default -> throw new IllegalArgumentException("not a command on a database: " + step);
        };
    }

    // ---- cells ----

    private BlockView row() {
        List<BlockView> rows = before.blocks().stream()
                .filter(block -> block.type().equals(Operation.ROW))
                .toList();
        return rows.isEmpty() ? null : rows.get(step.a() % rows.size());
    }

    private PropertyView property() {
        return before.schema().isEmpty()
                ? null
                : before.schema().get(step.b() % before.schema().size());
    }

    private static boolean isOption(PropertyView property, String id) {
        return property.options().stream().anyMatch(option -> option.id().equals(id));
    }

    private boolean setCell() {
        BlockView row = row();
        PropertyView property = property();
        if (row == null || property == null) {
            return false;
        }
        Value value = FuzzPalette.cellValue(step.d());
        database.setCell(row.id(), property.id(), value);
        CellView shown = shown(property, value);
        judged = shown != null || value.equals(Value.ABSENT);
        if (judged) {
            expected.setCell(row.id(), property.id(), shown);
        }
        return true;
    }

    /** What is certain to be shown of a value, null if nothing is. */
    private static CellView shown(PropertyView property, Value value) {
        String text = value instanceof Value.Text of ? of.value() : null;
        boolean fits = switch (property.type()) {
            case "text", "url" -> text != null;
            case "number" -> value instanceof Value.Num;
            case "checkbox" -> value instanceof Value.Bool;
            case "select" -> isOption(property, text);
            default -> false;
        };
        if (fits) {
            return new CellView.Single(value);
        }
        return property.type().equals("multiselect") && isOption(property, text)
                        || property.type().equals("person") && text != null
                ? new CellView.Several(List.of(value))
                : null;
    }

    private boolean addToCell() {
        BlockView row = row();
        PropertyView property = property();
        if (row == null || property == null) {
            return false;
        }
        String member = FuzzPalette.optionId(step.d());
        database.addToCell(row.id(), property.id(), member);
        boolean fits = property.type().equals("multiselect") && isOption(property, member)
                || property.type().equals("person");
        judged = fits && row.cells().get(property.id()) instanceof CellView.Several;
        if (judged) {
            expected.addToCell(row.id(), property.id(), member);
        }
        return true;
    }

    private boolean removeFromCell() {
        BlockView row = row();
        PropertyView property = property();
        if (row == null || property == null) {
            return false;
        }
        CellView cell = row.cells().get(property.id());
        String member = cell instanceof CellView.Several several
                        && several.values().get(step.d() % several.values().size()) instanceof Value.Text text
                ? text.value()
                : FuzzPalette.optionId(step.d());
        if (member.isEmpty()) {
            return false;
        }
        database.removeFromCell(row.id(), property.id(), member);
        judged = cell instanceof CellView.Several
                && List.of("multiselect", "person").contains(property.type());
        if (judged) {
            expected.removeFromCell(row.id(), property.id(), member);
        }
        return true;
    }

    // ---- schema ----

    private boolean addProperty() {
        String id = FuzzPalette.propertyId(step.b());
        String type = FuzzPalette.propertyType(step.d());
        String name = FuzzPalette.schemaName(step.c());
        if (before.schema().stream().anyMatch(property -> property.id().equals(id))) {
            return refused(() -> database.addProperty(id, type, name));
        }
        database.addProperty(id, type, name);
        // One of that id may have been deleted, with options and cells.
        judged = false;
        return true;
    }

    private boolean addOption() {
        PropertyView property = property();
        String id = FuzzPalette.optionId(step.d());
        if (property == null) {
            return false;
        }
        if (isOption(property, id)) {
            return refused(() -> database.addOption(property.id(), id, ""));
        }
        database.addOption(property.id(), id, FuzzPalette.schemaName(step.c()));
        judged = false;
        return true;
    }

    private static boolean refused(Runnable command) {
        try {
            command.run();
        } catch (IllegalArgumentException expectedRefusal) {
            return true;
        }
        throw new IllegalStateException("one id was taken twice");
    }

    private boolean setType() {
        PropertyView property = property();
        if (property == null) {
            return false;
        }
        database.setPropertyType(property.id(), FuzzPalette.propertyType(step.d()));
        judged = false;
        return true;
    }

    private PropertyView.Option option(PropertyView property) {
        return property.options().isEmpty()
                ? null
                : property.options().get(step.c() % property.options().size());
    }

    private boolean onOption() {
        return step.a() % 2 == 0;
    }

    private boolean rename() {
        PropertyView property = property();
        if (property == null) {
            return false;
        }
        String name = FuzzPalette.schemaName(step.d());
        PropertyView.Option option = option(property);
        if (onOption() && option != null) {
            if (step.d() % 3 == 0) {
                database.setOptionColor(property.id(), option.id(), name);
            } else {
                database.renameOption(property.id(), option.id(), name);
                // Cells that hold names may show something else.
                judged = before.blocks().stream()
                        .noneMatch(block -> block.cells().containsKey(property.id()));
            }
            boolean color = step.d() % 3 == 0;
            PropertyView.Option changed =
                    new PropertyView.Option(option.id(), color ? option.name() : name, color ? name : option.color());
            expected.changeProperty(
                    property.id(),
                    old -> new PropertyView(
                            old.id(),
                            old.type(),
                            old.name(),
                            old.options().stream()
                                    .map(one -> one.equals(option) ? changed : one)
                                    .toList()));
        } else {
            database.renameProperty(property.id(), name);
            expected.changeProperty(property.id(), old -> new PropertyView(old.id(), old.type(), name, old.options()));
        }
        return true;
    }

    private boolean move() {
        PropertyView property = property();
        if (property == null) {
            return false;
        }
        PropertyView.Option option = option(property);
        if (onOption() && option != null) {
            database.moveOption(property.id(), option.id(), null);
            // Of options with one name the first counts.
            judged = false;
            return true;
        }
        List<PropertyView> others =
                before.schema().stream().filter(other -> other != property).toList();
        int index = step.c() % (others.size() + 1);
        database.moveProperty(
                property.id(), index == 0 ? null : others.get(index - 1).id());
        expected.moveProperty(property.id(), index);
        return true;
    }

    private boolean delete() {
        PropertyView property = property();
        if (property == null) {
            return false;
        }
        PropertyView.Option option = option(property);
        if (step.a() % 4 != 0 && option != null) {
            database.deleteOption(property.id(), option.id());
            judged = false;
        } else {
            database.deleteProperty(property.id());
            expected.deleteProperty(property.id());
        }
        return true;
    }

    private boolean restore() {
        String property = FuzzPalette.propertyId(step.b());
        try {
            if (onOption()) {
                database.restoreOption(property, FuzzPalette.optionId(step.d()));
            } else {
                database.restoreProperty(property);
            }
        } catch (IllegalArgumentException neverMade) {
            return false;
        }
        judged = false;
        return true;
    }
}
