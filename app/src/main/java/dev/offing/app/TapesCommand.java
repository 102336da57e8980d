package dev.offing.app;

import dev.offing.reference.FuzzTape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Histories of the fuzz for the compiled engine. */
@Command(
        name = "tapes",
        description =
                "Writes histories of the fuzz, with the patches and snapshots that came of them here, for the compiled"
                        + " engine to give the same; one JSON object a line.",
        mixinStandardHelpOptions = true)
final class TapesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "what to write")
    private Path file;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "how many (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int seeds;

    @Option(
            names = "--from",
            paramLabel = "S",
            description = "the first seed (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long from;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int written;
        try (Writer out = Files.newBufferedWriter(file)) {
            written = FuzzTape.write(from, seeds, out);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d histories in %s%n", written, file);
        out.flush();
        return written > 0 ? 0 : 1;
    }
}
