package dev.offing.conformance;

import dev.offing.engine.BlockId;
import java.util.HashMap;
import java.util.Map;

/** Which block a vector means by a name. One for all replicas of a play: identities are global. */
public final class BlockNames {

    private final Map<String, BlockId> ids = new HashMap<>();
    private final Map<BlockId, String> names = new HashMap<>();

    /**
     * @throws ScenarioPlayException if the name is taken: the vector would be ambiguous
     */
    void add(String name, BlockId id) {
        if (ids.putIfAbsent(name, id) != null) {
            throw new ScenarioPlayException("block name " + name + " is used twice");
        }
        names.put(id, name);
    }

    /**
     * @param name a name, null for the top level
     * @return the block, null for the top level
     * @throws ScenarioPlayException if nothing has that name yet
     */
    BlockId id(String name) {
        if (name == null) {
            return null;
        }
        BlockId id = ids.get(name);
        if (id == null) {
            throw new ScenarioPlayException("no block is named " + name);
        }
        return id;
    }

    /** The name of a block, its id as text if the vector never named it. */
    public String name(BlockId id) {
        return names.getOrDefault(id, id.toString());
    }
}
