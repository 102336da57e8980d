package dev.offing.engine;

import java.util.Set;

/** What the page format fixes about mark types, the same for every replica (MERGE-11). */
final class MarkTypes {

    private static final Set<String> GROWING = Set.of("bold", "italic", "underline", "strike", "color", "highlight");
    private static final Set<String> WITH_INSTANCES = Set.of("comment", "suggestion");

    private MarkTypes() {}

    /** Whether text typed at the end of the mark gets it. */
    static boolean growing(String type) {
        return GROWING.contains(type);
    }

    /** Whether several of this type can cover one character, told apart by their instance. */
    static boolean hasInstances(String type) {
        return WITH_INSTANCES.contains(type);
    }

    /** The instance a value names; empty for types without instances. */
    static String instance(String type, Value value) {
        return hasInstances(type) && value instanceof Value.Text text ? text.value() : "";
    }
}
