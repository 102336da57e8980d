package dev.offing.conformance;

import dev.offing.engine.Value;

/**
 * One step of a user in the notation of the vectors. Blocks go by the names the file gives them;
 * offsets are UTF-16 units of the text the user sees in that block.
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

    /** A step on a database (cells, options, columns of a database). @param name its word in the notation */
    record Database(String name) implements ScenarioOp {}
}
