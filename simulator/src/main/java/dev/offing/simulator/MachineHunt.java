package dev.offing.simulator;

import dev.offing.engine.Document;
import dev.offing.reference.Mutant;
import dev.offing.reference.MutantEngine;
import dev.offing.simulator.MutantHunt.Result;
import dev.offing.sync.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Plants each bug of {@code simulator/mutants.txt} in the machines that ship, and looks for the first seed that notices
 * it: what {@link MutantHunt} does with bugs of what surrounds them.
 */
public final class MachineHunt {

    /** The list, below the root of the sources. */
    public static final Path LIST = Path.of("simulator/mutants.txt");

    static final Path SOURCES = Path.of("sync/src/main/java/dev/offing/sync");

    private MachineHunt() {}

    /**
     * Hunts them all.
     *
     * @param root of the sources
     * @param seeds how many are tried for each, from 1 on
     * @param steps of each script
     * @param progress hears of each as it ends
     * @return one for each, in the order of the list
     * @throws IOException if the sources cannot be read
     */
    public static List<Result> run(Path root, int seeds, int steps, Consumer<Result> progress) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Mutant mutant : list(root)) {
            Result result = hunt(root, mutant, 1, seeds, steps);
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    static List<Mutant> list(Path root) throws IOException {
        return Mutant.parse(Files.readString(root.resolve(LIST)));
    }

    /**
     * Looks for a seed that notices a bug and passes without it.
     *
     * @param first the first that is tried
     * @param last the last
     */
    static Result hunt(Path root, Mutant mutant, long first, long last, int steps) throws IOException {
        MutantEngine machines =
                MutantEngine.with(mutant, root.resolve(SOURCES), List.of(Document.class, DocumentId.class));
        for (long seed = first; seed <= last; seed++) {
            String noticed =
                    (String) machines.call(MachineTrial.class, "play", List.of(long.class, int.class), seed, steps);
            if (!noticed.isEmpty() && MachineTrial.play(seed, steps).isEmpty()) {
                return new Result(mutant.name(), mutant.group(), mutant.what(), seed, noticed);
            }
        }
        return new Result(mutant.name(), mutant.group(), mutant.what(), 0, "");
    }
}
