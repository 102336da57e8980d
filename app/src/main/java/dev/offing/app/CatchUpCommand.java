package dev.offing.app;

import dev.offing.server.OffingServer;
import dev.offing.server.ServerOptions;
import dev.offing.server.http.HttpOptions;
import dev.offing.torture.catchup.CatchUp;
import dev.offing.torture.catchup.CatchUp.Figures;
import dev.offing.torture.catchup.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What catching up costs. */
@Command(
        name = "catch-up",
        description = {
            "Measures how a device catches up with a server: a device that missed many changes of one page, and one"
                    + " with many pages of which few were changed.",
            "The machine is the one that ships, with its store in memory and one page open; the server is real, on a"
                    + " temporary folder, and the sockets are real, on the loopback address. The time runs from the"
                    + " decision to connect, getting the ticket included, until the device is synced and the page shows"
                    + " everything. Bytes are those of the WebSocket, both ways. What arrived is compared every time."
        },
        mixinStandardHelpOptions = true)
final class CatchUpCommand implements Callable<Integer> {

    @Option(names = "--changes", paramLabel = "N", defaultValue = "10000", description = "missed changes of one page")
    private int changes;

    @Option(names = "--pages", paramLabel = "N", defaultValue = "2000", description = "how many pages there are")
    private int pages;

    @Option(names = "--changed", paramLabel = "N", defaultValue = "50", description = "how many of them were changed")
    private int changed;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "20", description = "how often to measure")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (changes < 1 || changed < 1 || pages < changed || rounds < 1) {
            throw new IllegalArgumentException(
                    "--changes, --changed and --rounds are at least 1, --pages at least --changed");
        }
        Path folder = Files.createTempDirectory("offing-catch-up");
        PrintWriter out = spec.commandLine().getOut();
        HttpOptions http = new HttpOptions("127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty());
        try (OffingServer server =
                OffingServer.start(new ServerOptions(folder, http, Version.text()), InstantSource.system())) {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            try (CatchUp measurement = new CatchUp(address, server.setupCode().orElseThrow())) {
                print(
                        out,
                        "%,d missed changes of one page".formatted(changes),
                        measurement.oneDocument(changes, rounds));
                print(
                        out,
                        "%,d pages, %,d of them changed".formatted(pages, changed),
                        measurement.manyDocuments(pages, changed, rounds));
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void print(PrintWriter out, String what, Figures figures) {
        Traffic traffic = figures.traffic();
        out.printf(
                "%s: %.1f ms (%.1f–%.1f), %,d bytes up, %,d bytes down; asked %s, answered %s%n",
                what,
                figures.median(),
                figures.millis().getFirst(),
                figures.millis().getLast(),
                traffic.bytesUp(),
                traffic.bytesDown(),
                traffic.asked(),
                traffic.answered());
        out.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
