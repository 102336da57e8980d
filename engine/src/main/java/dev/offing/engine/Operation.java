package dev.offing.engine;

import java.util.List;

/**
 * What one author did, as seen against what that author saw. Operations are values: never edited
 * after they are made, everything else is derived from them. {@link #idCount} says how many
 * consecutive counters an operation takes; its own id is the first of them.
 */
public sealed interface Operation {

    /**
     * How many counters of its replica this operation takes.
     *
     * @return code points for text, otherwise 1. Cost for text: its length
     */
    default int idCount() {
        return 1;
    }

    /**
     * Types a run. Element {@code i} of the run has id {@code first + i}; elements are code points.
     * The left origin of each further element is its predecessor, the right origin is shared.
     *
     * @param strand where
     * @param left the element left of the run when it was typed, deleted ones included; null = strand start
     * @param right the element right of it, deleted ones included; null = strand end
     * @param text well-formed UTF-16, 1 to {@link Limits#RUN_UTF16_MAX} units
     */
    record InsertText(StrandId strand, OpId left, OpId right, String text) implements Operation {
        @Override
        public int idCount() {
            return text.length() == 1 ? 1 : text.codePointCount(0, text.length());
        }
    }

    /**
     * Puts a boundary into a block's strand: what follows it is a new block whose id is this
     * operation's. The new block has no place of its own (MERGE-20) and the type given here.
     *
     * @param strand the strand of a block
     * @param left as for {@link InsertText}
     * @param right as for {@link InsertText}
     * @param type type of the new block, as its author saw fit
     */
    record SplitBlock(StrandId strand, OpId left, OpId right, String type) implements Operation {}

    /**
     * Deletes characters the author saw. Never names a boundary.
     *
     * @param targets element ids, in strand order
     */
    record DeleteText(List<IdRange> targets) implements Operation {
        /** Copies its list. */
        public DeleteText {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Cancels the effect of one {@link DeleteText}; other deletions of the same characters stand.
     *
     * @param deletion the id of the cancelled operation
     */
    record UndeleteText(OpId deletion) implements Operation {}

    /**
     * Makes a block and its empty strand.
     *
     * @param place its first place
     * @param type its first type
     */
    record NewBlock(Place.Child place, String type) implements Operation {}

    /**
     * Moves or joins a block, or pins it where it is shown. The latest one wins (MERGE-21).
     *
     * @param block which
     * @param place its new place
     */
    record PlaceBlock(BlockId block, Place place) implements Operation {}

    /**
     * Hides a block and what its author saw of its subtree (MERGE-30).
     *
     * @param block the block
     * @param seen everything its author had seen, this change excluded
     */
    record DeleteBlock(BlockId block, VersionVector seen) implements Operation {}

    /**
     * Brings a block back: supersedes every deletion its author had seen.
     *
     * @param block the block
     * @param seen everything its author had seen, this change excluded
     */
    record RestoreBlock(BlockId block, VersionVector seen) implements Operation {}

    /**
     * Sets or removes a mark over a range (MERGE-10).
     *
     * @param strand where
     * @param start first anchor
     * @param end last anchor
     * @param type for example {@code bold}; for types with instances (comment) the instance is the
     *     value's text, and the removal names it in {@code instance}
     * @param instance identity of the instance for types that allow several, else the empty string
     * @param value the value, {@link Value#ABSENT} to remove
     */
    record SetMark(StrandId strand, Anchor start, Anchor end, String type, String instance, Value value)
            implements Operation {}

    /**
     * Writes a register of a block, or of the document where {@code block} is null. The block's type
     * is the register {@link #TYPE}.
     *
     * @param block the block, null for a property of the document
     * @param key the name
     * @param value the new value
     * @param replaces ids of the writes its author saw in this register; they are superseded
     */
    record SetProperty(BlockId block, String key, Value value, List<OpId> replaces) implements Operation {
        /** Copies its list. */
        public SetProperty {
            replaces = List.copyOf(replaces);
        }
    }

    /**
     * Writes the register of a cell (MERGE-60).
     *
     * @param row the block that is the row
     * @param property id of the property, whether there is one with it or not
     * @param value the new value, {@link CellValue#NONE} to clear
     * @param replaces ids of the writes its author saw in this register; they are superseded
     */
    record SetCell(BlockId row, String property, CellValue value, List<OpId> replaces) implements Operation {
        /** Copies its list. */
        public SetCell {
            replaces = List.copyOf(replaces);
        }
    }

    /**
     * Adds a member to the set of a cell (MERGE-61).
     *
     * @param row the block that is the row
     * @param property as for {@link SetCell}
     * @param member what is added; its value is a text
     */
    record AddToCell(BlockId row, String property, CellValue member) implements Operation {}

    /**
     * Removes members from the set of a cell: those that its author saw added (MERGE-61).
     *
     * @param row the block that is the row
     * @param property as for {@link SetCell}
     * @param adds ids of {@link AddToCell} operations of this cell
     */
    record RemoveFromCell(BlockId row, String property, List<OpId> adds) implements Operation {
        /** Copies its list. */
        public RemoveFromCell {
            adds = List.copyOf(adds);
        }
    }

    /**
     * Writes a register of a property of a database, or of one of its options (MERGE-62). Keys: {@code
     * type}, {@code name}, {@code color}, {@code order}, {@code deleted}, and those of later versions.
     *
     * @param property id of the property
     * @param option id of the option, null for the property itself
     * @param key which register
     * @param value the new value
     * @param replaces ids of the writes its author saw in this register; they are superseded
     */
    record SetSchema(String property, String option, String key, Value value, List<OpId> replaces)
            implements Operation {
        /** Copies its list. */
        public SetSchema {
            replaces = List.copyOf(replaces);
        }
    }

    /** Key of the register that holds a block's type. */
    String TYPE = "type";

    /** Type of the blocks that are rows of a database. */
    String ROW = "row";
}
