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
 * @param expected the blocks every replica must show, null if the expectation is about a database
 */
public record Scenario(
        String id,
        String group,
        String description,
        List<ShownBlock> initial,
        List<ScenarioOp> initialOps,
        SortedMap<String, List<ScenarioOp>> users,
        List<ShownBlock> expected) {

    public Scenario {
        initial = List.copyOf(initial);
        initialOps = List.copyOf(initialOps);
        expected = expected == null ? null : List.copyOf(expected);
    }

    /** Whether it speaks about databases, which the engine does not hold yet. */
    public boolean concernsDatabase() {
        return expected == null
                || containsDatabaseOp(initialOps)
                || users.values().stream().anyMatch(Scenario::containsDatabaseOp);
    }

    private static boolean containsDatabaseOp(List<ScenarioOp> ops) {
        return ops.stream().anyMatch(op -> op instanceof ScenarioOp.Database);
    }
}
