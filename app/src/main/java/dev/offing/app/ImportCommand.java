package dev.offing.app;

import dev.offing.server.importing.WorkspaceImport;
import dev.offing.sync.DocumentId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    private static final int PROGRESS_PAGES = 100;

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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        out.print(WorkspaceImport.run(data, path, Optional.ofNullable(under).map(ImportCommand::pageId), read -> {
            if (read % PROGRESS_PAGES == 0) {
                err.println("  " + read + " pages read");
            }
        }));
        out.flush();
        return 0;
    }

    /** The id itself, or the last part of a page's address. */
    private static String pageId(String text) {
        String id = text.substring(text.lastIndexOf('/') + 1);
        if (!DocumentId.isPageId(id)) {
            throw new IllegalArgumentException(
                    "--under takes a page's id or address, like /p/0123456789abcdef0123456789abcdef");
        }
        return id;
    }
}
