package dev.offing.conformance;

import java.util.List;
import java.util.SortedMap;

/**
 * One merge vector.
 *
 * @param id its name, unique in its file
 * @param group for example {@code text}, {@code marks}, {@code split-join}
 * @param description one line for people
 * @param initial the blocks before anybody edits, in document order
 * @param initialOps done after the blocks were made, before the users part
 * @param users the steps of each user by name ({@code a}, {@code b}, …), in order of their replica ids
 * @param expected what every replica must show
 */
public record Scenario(
        String id,
        String group,
        String description,
        List<ShownBlock> initial,
        List<ScenarioOp> initialOps,
        SortedMap<String, List<ScenarioOp>> users,
        ShownState expected) {

    public Scenario {
        initial = List.copyOf(initial);
        initialOps = List.copyOf(initialOps);
    }
}
