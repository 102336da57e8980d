package dev.offing.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offing.reference.FuzzLoop;
import java.util.List;

/**
 * A run of the fuzz as one JSON object.
 *
 * @param missing what never happened and should have
 * @param from the first seed
 * @param seconds how long it took
 */
record FuzzJson(FuzzLoop.Result result, List<String> missing, long from, double seconds) {

    ObjectNode object() {
        ObjectNode object = new ObjectMapper().createObjectNode();
        long seeds = result.passed() + result.failed();
        object.put("from", from).put("seeds", seeds);
        object.put("passed", result.passed()).put("failed", result.failed() + missing.size());
        object.put("seconds", seconds).put("seeds_per_second", seeds / seconds);
        result.counts().counts().forEach((group, counts) -> {
            ObjectNode kinds = object.putObject(group);
            counts.forEach(kinds::put);
        });
        ArrayNode absent = object.putArray("never_happened");
        missing.forEach(absent::add);
        ArrayNode failures = object.putArray("failures");
        for (FuzzLoop.Failure failure : result.failures()) {
            failures.addObject()
                    .put("seed", failure.seed())
                    .put("times", failure.times())
                    .put("sort", failure.sort())
                    .put("report", failure.report());
        }
        return object;
    }
}
