package dev.offing.lab;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace: JSON, gzipped or not. {@code endContent} and {@code txns}; each with {@code patches}
 * of {@code [position, deleted, "inserted"]} and, where {@code kind} is {@code concurrent}, with {@code
 * agent} and {@code parents}. Other members are skipped.
 */
public final class TraceFile {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private TraceFile() {}

    /**
     * @return the trace, named as the file without its endings
     * @throws TraceFormatException if the file cannot be read or is no trace; the message names file and place
     */
    public static EditingTrace read(Path file) {
        try {
            return trace(name(file), parse(bytes(file)));
        } catch (TraceFormatException fault) {
            throw new TraceFormatException(file.toString(), fault);
        }
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        name = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    }

    private static byte[] bytes(Path file) {
        byte[] stored;
        try {
            stored = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new TraceFormatException("file", Files.exists(file) ? "cannot be read" : "there is none");
        }
        boolean gzipped = stored.length > 1 && stored[0] == 0x1f && stored[1] == (byte) 0x8b;
        if (!gzipped) {
            return stored;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new TraceFormatException("file", "is broken or cut off: " + broken.getMessage());
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            String place = at == null ? "file" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new TraceFormatException(place, "not JSON: " + malformed.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static EditingTrace trace(String name, JsonNode root) {
        boolean concurrent = root.path("kind").asText().equals("concurrent");
        if (!root.path("startContent").asText().isEmpty()) {
            throw new TraceFormatException("startContent", "only traces that start empty are supported");
        }
        int agents = concurrent ? integer(root.path("numAgents"), "numAgents") : 1;
        EditingTrace.Builder builder = new EditingTrace.Builder(name, concurrent, agents);
        JsonNode transactions = array(root.path("txns"), "txns");
        for (int i = 0; i < transactions.size(); i++) {
            JsonNode transaction = transactions.get(i);
            String place = "txns[" + i + "]";
            builder.begin();
            JsonNode patches = array(transaction.path("patches"), place + ".patches");
            for (int j = 0; j < patches.size(); j++) {
                addPatch(builder, patches.get(j), place + ".patches[" + j + "]");
            }
            int agent = concurrent ? integer(transaction.path("agent"), place + ".agent") : 0;
            builder.end(agent, concurrent ? parents(transaction, place + ".parents") : new int[0]);
        }
        return builder.build(text(root.path("endContent"), "endContent"));
    }

    private static void addPatch(EditingTrace.Builder builder, JsonNode patch, String place) {
        if (!patch.isArray() || patch.size() != 3) {
            throw new TraceFormatException(place, "[position, deleted, inserted] is expected");
        }
        builder.patch(
                integer(patch.get(0), place + "[0]"),
                integer(patch.get(1), place + "[1]"),
                text(patch.get(2), place + "[2]"));
    }

    private static int[] parents(JsonNode transaction, String place) {
        JsonNode list = array(transaction.path("parents"), place);
        int[] parents = new int[list.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = integer(list.get(i), place + "[" + i + "]");
        }
        return parents;
    }

    private static JsonNode array(JsonNode node, String place) {
        if (!node.isArray()) {
            throw new TraceFormatException(place, "an array is expected");
        }
        return node;
    }

    private static int integer(JsonNode node, String place) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new TraceFormatException(place, "a whole number is expected");
        }
        return node.intValue();
    }

    private static String text(JsonNode node, String place) {
        if (!node.isTextual()) {
            throw new TraceFormatException(place, "a text is expected");
        }
        return node.textValue();
    }
}
