package dev.offing.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings pages of other programs in. */
@Command(
        name = "import",
        description = {
            "Imports a folder of Markdown files, or the zip of a Notion export (Markdown & CSV): pages, nesting,"
                    + " tables, links, images. Ends with a report of what came in and what did not.",
            "Works while a server runs on the data folder, and while none does. A source that cannot be read"
                    + " changes nothing."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PATH", description = "the folder or the zip")
    private Path path;

    @Option(
            names = "--data",
            defaultValue = "data",
            paramLabel = "FOLDER",
            description = "The workspace's data folder. Default: ./${DEFAULT-VALUE}")
    private Path data;

    @Option(
            names = "--under",
            paramLabel = "PAGE",
            description = "Page to put the import under: its id, or the address of the page. Default: the top level")
    private String under;

    @Override
    public Integer call() {
        throw new UnsupportedOperationException("import is not wired yet: " + path + data + under);
    }
}
