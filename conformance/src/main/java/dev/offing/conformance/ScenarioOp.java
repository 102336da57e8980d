package dev.offing.conformance;

import dev.offing.engine.Value;
import java.util.List;

/**
 * One step of a user in the notation of the vectors. Blocks go by the names the file gives them;
 * offsets are UTF-16 units of the text the user sees in that block. Properties and options of databases go
 * by their ids.
 */
public sealed interface ScenarioOp {

    record Insert(String block, int offset, String text) implements ScenarioOp {}

    record DeleteText(String block, int start, int end) implements ScenarioOp {}

    record Mark(String block, int start, int end, String type, Value value) implements ScenarioOp {}

    /** @param value the instance for comments, otherwise {@link Value#TRUE} */
    record Unmark(String block, int start, int end, String type, Value value) implements ScenarioOp {}

    /** @param name name of the new block, which takes the text after the offset */
    record Split(String block, int offset, String name) implements ScenarioOp {}

    record Join(String block, String into) implements ScenarioOp {}

    /**
     * @param parent null = top level
     * @param after null = first child
     */
    record New(String name, String parent, String after, String type, String text) implements ScenarioOp {}

    /**
     * @param parent null = top level
     * @param after null = first child
     */
    record Move(String block, String parent, String after) implements ScenarioOp {}

    record DeleteBlock(String block) implements ScenarioOp {}

    record Restore(String block) implements ScenarioOp {}

    record SetType(String block, String type) implements ScenarioOp {}

    /** @param value {@link Value#ABSENT} to unset */
    record SetProperty(String block, String key, Value value) implements ScenarioOp {}

    /** Takes back the user's last change that still has an effect. */
    record Undo() implements ScenarioOp {}

    record Redo() implements ScenarioOp {}

    /** Barrier: what everybody did before their n-th sync reaches everybody. */
    record Sync() implements ScenarioOp {}

    /**
     * @param values what the cell holds from now on: nothing, one value, or several members
     * @param several whether the vector writes an array
     */
    record SetCell(String row, String property, List<Value> values, boolean several) implements ScenarioOp {
        /** Copies its list. */
        public SetCell {
            values = List.copyOf(values);
        }
    }

    record AddToCell(String row, String property, String member) implements ScenarioOp {}

    record RemoveFromCell(String row, String property, String member) implements ScenarioOp {}

    record AddProperty(String property, String type, String name) implements ScenarioOp {}

    record RenameProperty(String property, String name) implements ScenarioOp {}

    record SetPropertyType(String property, String type) implements ScenarioOp {}

    record DeleteProperty(String property) implements ScenarioOp {}

    record AddOption(String property, String option, String name) implements ScenarioOp {}

    record RenameOption(String property, String option, String name) implements ScenarioOp {}

    record DeleteOption(String property, String option) implements ScenarioOp {}
}
