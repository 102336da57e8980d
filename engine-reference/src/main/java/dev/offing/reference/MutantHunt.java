package dev.offing.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plants each bug of a list and looks for a check that notices it: the one that did last time, then
 * seeds from the first on, then the merge vectors. A check that fails without the bug counts for nothing.
 */
public final class MutantHunt {

    /** The list, below the root of the sources. */
    public static final Path LIST = Path.of("engine-reference/mutants.txt");

    /** Scripts of what random histories meet too rarely, one a file, by name. */
    public static final Path HISTORIES = Path.of("engine-reference/histories");

    /** Where the table of {@link #write} stands. */
    public static final Path PAGE = Path.of("docs/internals/mutants.md");

    private static final List<String> GROUPS = List.of("text", "marks", "split-join", "tree", "properties", "undo");

    private static final String HEAD = """
            # Planted bugs

            Each is a line of the engine replaced by a wrong one (`engine-reference/mutants.txt`), compiled in memory and \
            put to the fuzz until a seed notices it; what seeds meet too rarely has a history of its own in \
            `engine-reference/histories`. `./offing test engine` plants them all; `./offing lab mutants` does \
            so by hand, and with `--write` writes this page and the seeds into the list. A definition that does not fit \
            the source any more fails the test.

            | bug | kind | what is wrong | noticed by | as |
            |---|---|---|---|---|
            """;

    private static final Path SOURCES = Path.of("engine/src/main/java/dev/offing/engine");

    /**
     * What came of one.
     *
     * @param caught the check that noticed it; null if none did
     * @param noticed what that check said
     */
    public record Outcome(String mutant, String group, String what, String caught, String noticed) {}

    private final Path root;
    private final int seeds;
    private final Map<String, Boolean> failsWithout = new HashMap<>();

    private MutantHunt(Path root, int seeds) {
        this.root = root;
        this.seeds = seeds;
    }

    /**
     * Hunts them all.
     *
     * @param root of the sources
     * @param seeds how many are tried for each
     * @param progress hears of each as it ends
     * @throws IllegalArgumentException if the list is malformed, or a bug does not fit the sources
     */
    public static List<Outcome> run(Path root, int seeds, Consumer<Outcome> progress) throws IOException {
        MutantHunt hunt = new MutantHunt(root, seeds);
        List<Outcome> outcomes = new ArrayList<>();
        for (Mutant mutant : Mutant.parse(Files.readString(root.resolve(LIST)))) {
            Outcome outcome = hunt.hunt(mutant);
            outcomes.add(outcome);
            progress.accept(outcome);
        }
        return outcomes;
    }

    /**
     * Writes what noticed each bug into the list and onto the page.
     *
     * @param root of the sources
     */
    public static void write(Path root, List<Outcome> outcomes) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Outcome outcome : outcomes) {
            page.append("| ").append(outcome.mutant());
            page.append(" | ").append(outcome.group());
            page.append(" | ").append(outcome.what());
            page.append(" | ").append(outcome.caught());
            page.append(" | ").append(brief(outcome.noticed())).append(" |\n");
        }
        Files.writeString(root.resolve(PAGE), page);
        StringBuilder list = new StringBuilder();
        String caught = null;
        for (String line : Files.readString(root.resolve(LIST)).lines().toList()) {
            if (line.startsWith("caught by: ")) {
                continue;
            }
            list.append(line).append('\n');
            if (line.startsWith("mutant: ")) {
                String name = line.substring("mutant: ".length());
                caught = outcomes.stream()
                        .filter(outcome -> outcome.mutant().equals(name))
                        .map(Outcome::caught)
                        .findFirst()
                        .orElse(null);
            } else if (line.startsWith("with: ") && caught != null) {
                list.append("caught by: ").append(caught).append('\n');
            }
        }
        Files.writeString(root.resolve(LIST), list);
    }

    /** The law that was broken, without where and what with. */
    private static String brief(String noticed) {
        String law = noticed == null ? "-" : noticed;
        int end = law.indexOf(" dev.offing.");
        law = (end < 0 ? law : law.substring(0, end)).replace('|', '/');
        return law.length() > 80 ? law.substring(0, 80) + " …" : law;
    }

    private Outcome hunt(Mutant mutant) throws IOException {
        MutantEngine engine = MutantEngine.with(mutant, root.resolve(SOURCES));
        List<String> checks = new ArrayList<>();
        if (!mutant.caught().isEmpty()) {
            checks.add(mutant.caught());
        }
        for (int seed = 1; seed <= seeds; seed++) {
            checks.add("seed " + seed);
        }
        GROUPS.forEach(group -> checks.add("vectors " + group));
        for (String check : checks) {
            String noticed = noticed(engine, check);
            if (noticed != null) {
                return outcome(mutant, check, noticed);
            }
        }
        return outcome(mutant, null, null);
    }

    private String noticed(MutantEngine engine, String check) {
        String noticed = engine.trial(check, root);
        return noticed == null || failsWithout(check) ? null : noticed;
    }

    private boolean failsWithout(String check) {
        return failsWithout.computeIfAbsent(check, c -> MutantTrial.run(c, root.toString()) != null);
    }

    private static Outcome outcome(Mutant mutant, String caught, String noticed) {
        return new Outcome(mutant.name(), mutant.group(), mutant.what(), caught, noticed);
    }
}
