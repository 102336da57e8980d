package dev.offing.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bug to plant: one line of one source file is replaced. {@code engine-reference/mutants.txt} lists those of the
 * engine, {@code simulator/mutants.txt} those of the machines of synchronisation.
 *
 * @param name for people
 * @param group merge, marks, tree, undo, codec or patch
 * @param what is wrong then
 * @param file below the package, for example {@code strand/FugueMax.java}
 * @param replace what occurs exactly once in that file
 * @param with what stands there instead
 * @param caught which check catches it, see {@link MutantTrial}, or the first seed of the simulator; empty if not known yet
 */
public record Mutant(String name, String group, String what, String file, String replace, String with, String caught) {

    /** It does not fit the source any more: the definition is to be written anew. */
    public static final class DoesNotApply extends IllegalArgumentException {
        DoesNotApply(String message) {
            super(message);
        }
    }

    private static final List<String> FIELDS = List.of("mutant", "group", "what", "in", "replace", "with", "caught by");

    /** Blocks of {@code field: value} lines, parted by empty lines; lines that start with # are left out. */
    public static List<Mutant> parse(String text) {
        List<Mutant> mutants = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : (text + "\n").lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.isBlank()) {
                int colon = line.indexOf(": ");
                String name = colon < 0 ? line : line.substring(0, colon);
                if (!FIELDS.contains(name) || fields.put(name, line.substring(colon + 2)) != null) {
                    throw new IllegalArgumentException("not a line of a mutant: " + line);
                }
            } else if (!fields.isEmpty()) {
                mutants.add(of(fields));
                fields.clear();
            }
        }
        if (!fields.isEmpty()) {
            mutants.add(of(fields));
        }
        return mutants;
    }

    private static Mutant of(Map<String, String> fields) {
        for (String field : FIELDS) {
            if (!fields.containsKey(field) && !field.equals("caught by")) {
                throw new IllegalArgumentException("a mutant has no '" + field + "': " + fields);
            }
        }
        return new Mutant(
                fields.get("mutant"),
                fields.get("group"),
                fields.get("what"),
                fields.get("in"),
                fields.get("replace"),
                fields.get("with"),
                fields.getOrDefault("caught by", ""));
    }

    /**
     * The source with the bug in it.
     *
     * @throws DoesNotApply unless what is to be replaced occurs exactly once
     */
    public String plantIn(String source) {
        int at = source.indexOf(replace);
        if (at < 0 || source.indexOf(replace, at + 1) >= 0) {
            throw new DoesNotApply(name + ": '" + replace + "' does not occur exactly once in " + file);
        }
        return source.substring(0, at) + with + source.substring(at + replace.length());
    }
}
