package dev.offing.engine;

import java.util.List;

/**
 * Local commands on a document that is a database. Rows are blocks of type {@link Operation#ROW}, made,
 * moved and deleted as all blocks; here are their cells, and the schema: properties and their options.
 * What it amounts to is in {@link DocumentView#schema} and {@link BlockView#cells}.
 *
 * <p>Properties and options go by ids of the caller's choice (1 to {@link Limits#NAME_UTF16_MAX} UTF-16
 * units): where two people make one with one id, they mean the same one. Ids of properties are unique in
 * the document, ids of options in their property. Names are for people and may be alike.
 *
 * <p>As all commands of a {@link Document} these collect in its open change, can be undone, and throw
 * IllegalArgumentException for an unknown property or option, a row that is not shown, an id or a value
 * of a wrong length. What is deleted can be written all the same, and is shown when it is restored.
 *
 * <p>Cost: a few look-ups; the next view or patch makes the schema anew where that was written, and
 * looks at every cell then.
 */
public final class Database {

    private final DatabaseCommands commands;

    Database(DatabaseCommands commands) {
        this.commands = commands;
    }

    // ---- properties ----

    /**
     * Makes a property behind all others; brings one back that was deleted under this id.
     *
     * @param id its identity; no shown property's
     * @param type {@code text number select multiselect checkbox date url email phone person relation}, or
     *     another name, whose cells are shown as they were written
     * @param name what people call it, at most {@link Limits#VALUE_UTF16_MAX} UTF-16 units
     */
    public void addProperty(String id, String type, String name) {
        commands.addProperty(id, type, name);
    }

    /**
     * Gives a property another name.
     *
     * @param property which
     * @param name as for {@link #addProperty}
     */
    public void renameProperty(String property, String name) {
        commands.setName(property, null, name);
    }

    /**
     * Gives a property another type. Cells stay as they were written and are shown converted (MERGE-64).
     *
     * @param property which
     * @param type as for {@link #addProperty}
     */
    public void setPropertyType(String property, String type) {
        commands.setType(property, type);
    }

    /**
     * Moves a property among the others.
     *
     * @param property which
     * @param after the shown property it shall follow, null = first
     */
    public void moveProperty(String property, String after) {
        commands.move(property, null, after);
    }

    /**
     * Hides a property with its cells, which are kept (MERGE-63).
     *
     * @param property which; nothing happens if it is not shown
     */
    public void deleteProperty(String property) {
        commands.delete(property, null);
    }

    /**
     * Brings a deleted property back, with what its cells hold now.
     *
     * @param property which; nothing happens if it is not deleted
     */
    public void restoreProperty(String property) {
        commands.restore(property, null);
    }

    // ---- options ----

    /**
     * Makes an option behind all others of its property; brings one back that was deleted under this id.
     *
     * @param property of which property, whatever its type
     * @param id its identity; no shown option's of this property
     * @param name as for {@link #addProperty}
     */
    public void addOption(String property, String id, String name) {
        commands.addOption(property, id, name);
    }

    /**
     * Gives an option another name.
     *
     * @param property of which property
     * @param option which
     * @param name as for {@link #addProperty}
     */
    public void renameOption(String property, String option, String name) {
        commands.setName(property, option, name);
    }

    /**
     * Gives an option a colour.
     *
     * @param property of which property
     * @param option which
     * @param color any text, empty = none
     */
    public void setOptionColor(String property, String option, String color) {
        commands.setColor(property, option, color);
    }

    /**
     * Moves an option among those of its property.
     *
     * @param property of which property
     * @param option which
     * @param after the shown option it shall follow, null = first
     */
    public void moveOption(String property, String option, String after) {
        commands.move(property, option, after);
    }

    /**
     * Hides an option, also from cells that hold it; whoever assigns it without knowing that keeps it
     * (MERGE-63).
     *
     * @param property of which property
     * @param option which; nothing happens if it is not shown
     */
    public void deleteOption(String property, String option) {
        commands.delete(property, option);
    }

    /**
     * Brings a deleted option back, also to the cells that hold it.
     *
     * @param property of which property
     * @param option which; nothing happens if it is not deleted
     */
    public void restoreOption(String property, String option) {
        commands.restore(property, option);
    }

    // ---- cells ----

    /**
     * Puts one value into a cell, in place of all it holds. A text means what the type of the property now
     * is: the id of one of its options, of a person, of a row; otherwise it is a text.
     *
     * @param row a shown row
     * @param property which cell of it
     * @param value the value, {@link Value#ABSENT} to clear; a deleted option is restored
     */
    public void setCell(BlockId row, String property, Value value) {
        commands.setCell(row, property, value);
    }

    /**
     * Adds to what a cell holds. What two people add is all there; a removal by somebody who had not seen
     * this addition does not take it away (MERGE-61).
     *
     * @param row a shown row
     * @param property which cell of it
     * @param member what is added, 1 to {@link Limits#NAME_UTF16_MAX} UTF-16 units; means what {@link
     *     #setCell} says
     */
    public void addToCell(BlockId row, String property, String member) {
        commands.addToCell(row, property, member);
    }

    /**
     * Takes a member out of a cell.
     *
     * @param row a shown row
     * @param property which cell of it
     * @param member as it was added, or as the view shows it; nothing happens if it is not there
     */
    public void removeFromCell(BlockId row, String property, String member) {
        commands.removeFromCell(row, property, member);
    }

    /**
     * What lost to the present value of a cell and has not been replaced since. The next {@link #setCell}
     * dismisses it.
     *
     * @param row any row, shown or not
     * @param property which cell of it
     * @return in time order, as {@link Document#losers}
     */
    public List<RegisterWrite<CellValue>> losers(BlockId row, String property) {
        return commands.losers(row, property);
    }
}
