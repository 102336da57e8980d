package dev.offing.engine;

/**
 * What marks compete for on one character: a type, or one instance of a type that allows several
 * (MERGE-10).
 *
 * @param instance empty for types without instances
 */
record MarkKey(String type, String instance) implements Comparable<MarkKey> {

    @Override
    public int compareTo(MarkKey other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : instance.compareTo(other.instance);
    }
}
