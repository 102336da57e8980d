package dev.offing.browser;

import dev.offing.engine.Attribution;
import dev.offing.engine.BlockId;
import dev.offing.engine.Change;
import dev.offing.engine.Difference;
import dev.offing.engine.OpId;
import dev.offing.engine.ReplicaId;
import dev.offing.engine.VersionVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes, versions and differences as the JSON that web/src/engine/types.ts declares. A version is a text,
 * {@code replica:end} pairs with commas between.
 */
final class HistoryJson {

    private HistoryJson() {}

    /** The changes without what they say: whose, which counters, when, and what their authors had seen. */
    static String changes(List<Change> changes) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (Change change : changes) {
            out.separate().raw("[").string(change.replica().toString());
            out.raw(",").number(change.firstCounter());
            out.raw(",").number(change.firstCounter() + change.idCount());
            out.raw(",").number((double) change.stamp());
            out.raw(",").number((double) change.wallMillis()).raw(",[");
            for (OpId head : change.heads()) {
                out.separate().raw("[").string(head.replica().toString());
                out.raw(",").number(head.counter()).raw("]");
            }
            out.raw("]]");
        }
        return out.raw("]").toString();
    }

    static VersionVector version(String text) {
        Map<ReplicaId, Integer> ends = new HashMap<>();
        for (int at = 0; at < text.length(); ) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            int colon = text.indexOf(':', at);
            if (colon < 0 || colon > end) {
                throw new IllegalArgumentException("not a version");
            }
            ends.put(ReplicaId.parse(text.substring(at, colon)), Integer.parseInt(text.substring(colon + 1, end)));
            at = end + 1;
        }
        return VersionVector.of(ends);
    }

    static String differences(List<Difference> differences) {
        JsonWriter out = new JsonWriter();
        out.raw("[");
        for (Difference difference : differences) {
            out.separate().raw("{").name("kind");
            switch (difference) {
                case Difference.Inserted it -> {
                    out.string("inserted").name("target").string(Targets.format(it.target()));
                    out.name("offset").number(it.offset()).name("text").string(it.text());
                }
                case Difference.Deleted it -> {
                    out.string("deleted").name("target").string(Targets.format(it.target()));
                    out.name("offset").number(it.offset()).name("text").string(it.text());
                }
                case Difference.Formatted it -> {
                    out.string("formatted").name("target").string(Targets.format(it.target()));
                    out.name("offset").number(it.offset()).name("length").number(it.length());
                    out.name("type").string(it.type()).name("before");
                    ViewJson.value(out, it.before());
                    out.name("after");
                    ViewJson.value(out, it.after());
                }
                case Difference.Appeared it -> block(out.string("appeared"), it.block());
                case Difference.Vanished it -> block(out.string("vanished"), it.block());
                case Difference.Moved it -> block(out.string("moved"), it.block());
                case Difference.Changed it -> {
                    block(out.string("changed"), it.block());
                    out.name("key").string(it.key()).name("before");
                    ViewJson.value(out, it.before());
                    out.name("after");
                    ViewJson.value(out, it.after());
                }
            }
            by(out, difference.by());
            out.raw("}");
        }
        return out.raw("]").toString();
    }

    private static void block(JsonWriter out, @Nullable BlockId block) {
        out.name("block").string(block == null ? null : block.toString());
    }

    private static void by(JsonWriter out, @Nullable Attribution by) {
        out.name("by");
        if (by == null) {
            out.raw("null");
            return;
        }
        out.raw("{").name("replica").string(by.author().toString());
        out.name("wallMillis").number((double) by.wallMillis()).raw("}");
    }
}
