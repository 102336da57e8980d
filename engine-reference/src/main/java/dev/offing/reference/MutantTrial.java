package dev.offing.reference;

import dev.offing.conformance.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The checks a planted bug is put to, run inside the class loader that has the bug. */
public final class MutantTrial {

    private static final String SEED = "seed ";
    private static final String HISTORY = "history ";
    private static final String VECTORS = "vectors ";
    private static final String BYTES = "bytes ";
    private static final int BYTES_CASES = 3_000;
    private static final String SCENARIOS = "conformance/merge/scenarios.json";

    private MutantTrial() {}

    /**
     * @param check {@code seed N}: that seed of the fuzz; {@code history NAME}: that script of {@link
     *     MutantHunt#HISTORIES}; {@code vectors GROUP}: a group of the merge vectors;
     *     {@code bytes N}: hostile bytes from that seed
     * @param root of the sources
     * @return what went wrong; null if nothing did
     */
    public static String run(String check, String root) {
        if (check.startsWith(SEED)) {
            return sort(FuzzScript.generate(Long.parseLong(check.substring(SEED.length()))));
        }
        if (check.startsWith(HISTORY)) {
            return sort(history(Path.of(root), check.substring(HISTORY.length())));
        }
        if (check.startsWith(VECTORS)) {
            StringWriter report = new StringWriter();
            ScenarioRunner.Result result = ScenarioRunner.run(
                    List.of(Path.of(root, SCENARIOS)),
                    new PrintWriter(report),
                    Set.of(check.substring(VECTORS.length())));
            return result.failed() == 0
                    ? null
                    : report.toString().lines().findFirst().orElse("vectors fail");
        }
        if (check.startsWith(BYTES)) {
            HostileBytes.Result result =
                    HostileBytes.run(Long.parseLong(check.substring(BYTES.length())), BYTES_CASES, cases -> {});
            return result.failures().isEmpty() ? null : result.failures().getFirst();
        }
        throw new IllegalArgumentException("no such check: '" + check + "'");
    }

    private static String sort(FuzzScript script) {
        FuzzFailure failure = FuzzLoop.failure(script, new FuzzCensus());
        return failure == null ? null : failure.sort();
    }

    /** The script of a history by its name. */
    static FuzzScript history(Path root, String name) {
        try {
            return FuzzScript.parse(
                    Files.readString(root.resolve(MutantHunt.HISTORIES).resolve(name + ".txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
