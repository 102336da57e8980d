package dev.offing.app;

import dev.offing.server.OffingServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A few true and useful pages for a workspace that has none: Markdown within this jar, brought in by the importer. */
final class DemoPages {

    private static final String ROOT = "Welcome to Offing";

    private static final List<String> FILES = List.of(
            ROOT + ".md",
            ROOT + "/How offline works here.md",
            ROOT + "/First steps.md",
            ROOT + "/Meeting notes.md",
            ROOT + "/Keyboard.md");

    private DemoPages() {}

    /** Does nothing in a workspace that was ever written to. @return how many pages were made */
    static int addTo(OffingServer server) throws IOException {
        if (!server.isEmpty()) {
            return 0;
        }
        Path folder = Files.createTempDirectory("offing-demo");
        try {
            for (String file : FILES) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                try (InputStream content = DemoPages.class.getResourceAsStream("demo/" + file)) {
                    if (content == null) {
                        throw new IOException("the page " + file + " is missing in the jar");
                    }
                    Files.copy(content, target);
                }
            }
            return server.importPages(folder, ROOT).pages();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
