package dev.offing.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The objects that go to the server and come from it (docs/http.md). */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** What is no JSON has no members: whatever answered is not our server. */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** An object of texts. @param members key, value, key, value …; a value of null is left out */
    static String write(String... members) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            if (members[i + 1] != null) {
                object.put(members[i], members[i + 1]);
            }
        }
        return object.toString();
    }
}
