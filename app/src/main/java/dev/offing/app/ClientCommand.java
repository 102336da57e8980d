package dev.offing.app;

import dev.offing.client.Account;
import dev.offing.client.Draft;
import dev.offing.client.Page;
import dev.offing.client.PageEntry;
import dev.offing.client.PageId;
import dev.offing.client.Workspace;
import dev.offing.client.WorkspaceStatus;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A workspace on the command line, with or without its server. */
@Command(
        name = "client",
        description = {
            "Reads and writes a workspace from the command line, also without its server: what is written is saved in a"
                    + " folder of this machine, encrypted, and sent as soon as the server can be reached.",
            "A PAGE is its id, the beginning of one, or a title that only one page has."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ClientCommand.SignIn.class,
            ClientCommand.ListPages.class,
            ClientCommand.Show.class,
            ClientCommand.Edit.class,
            ClientCommand.New.class,
            ClientCommand.Status.class,
            ClientCommand.Sync.class
        })
final class ClientCommand implements Callable<Integer> {

    private static final int DIGITS_SHOWN = 8;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Which command? There are: sign-in, list, show, edit, new, status, sync");
    }

    /** What all of them share. */
    abstract static class InWorkspace implements Callable<Integer> {

        @Option(
                names = "--folder",
                defaultValue = "workspace",
                paramLabel = "FOLDER",
                description = "Where the workspace is kept; made if missing. Default: ./${DEFAULT-VALUE}")
        private Path folder;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (Workspace workspace = Workspace.open(folder)) {
                return run(workspace);
            } finally {
                out().flush();
            }
        }

        abstract int run(Workspace workspace) throws IOException, InterruptedException;

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        CommandSpec spec() {
            return spec;
        }

        /** Gives the server a moment, then says where the work is. */
        static void tell(Workspace workspace, PrintWriter out, int seconds) throws InterruptedException {
            workspace.awaitSynced(Duration.ofSeconds(seconds));
            WorkspaceStatus status = workspace.status();
            out.println(status.text());
            for (Draft draft : workspace.drafts()) {
                out.println("Page " + draft.page() + ": " + draft.changes() + " not taken. " + draft.explanation());
                draft.text().lines().forEach(line -> out.println("  " + line));
            }
        }

        static Page page(Workspace workspace, String name) {
            List<PageEntry> pages = workspace.pages();
            List<PageEntry> found = pages.stream()
                    .filter(entry -> entry.id().text().startsWith(name) && !name.isEmpty())
                    .toList();
            if (found.isEmpty()) {
                found = pages.stream()
                        .filter(entry -> entry.title().equals(name))
                        .toList();
            }
            if (found.size() != 1) {
                throw new IllegalArgumentException(
                        found.isEmpty()
                                ? "there is no page '" + name + "'; `offing client list` shows what there is"
                                : found.size() + " pages are meant by '" + name + "': use the id of one");
            }
            return workspace.page(found.getFirst().id());
        }
    }

    /** How long a command that changes something lets the server answer. */
    private static final class Patience {
        @Option(
                names = "--wait",
                defaultValue = "3",
                paramLabel = "SECONDS",
                description =
                        "How long to let the server answer; it is sent later otherwise. Default: ${DEFAULT-VALUE}")
        private int seconds;
    }

    @Command(
            name = "sign-in",
            description = {
                "Signs this folder in, for the first time or again, and brings the list of pages.",
                "Asks for the password, or reads it from the first line of the standard input."
            },
            mixinStandardHelpOptions = true)
    static final class SignIn extends InWorkspace {

        @Parameters(paramLabel = "URL", description = "address of the server, like https://pages.example.org")
        private URI server;

        @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "the account's")
        private String email;

        @Option(
                names = "--device",
                defaultValue = "Command line",
                paramLabel = "NAME",
                description = "What the list of devices calls this one. Default: ${DEFAULT-VALUE}")
        private String device;

        @Mixin
        private Patience patience;

        @Override
        int run(Workspace workspace) throws IOException, InterruptedException {
            Account account = workspace.signIn(server, email, password(), device);
            out().println("Signed in to " + account.workspace() + " as " + account.name() + ".");
            tell(workspace, out(), patience.seconds);
            return 0;
        }

        /** Never an argument: those are seen by everybody on the machine. */
        private String password() throws IOException {
            Console console = System.console();
            if (console != null && console.isTerminal()) {
                char[] typed = console.readPassword("Password: ");
                return typed == null ? "" : new String(typed);
            }
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return Optional.ofNullable(in.readLine()).orElse("");
        }
    }

    @Command(
            name = "list",
            description = "Lists the pages this device knows: the beginning of the id, the title, what is to be sent.",
            mixinStandardHelpOptions = true)
    static final class ListPages extends InWorkspace {
        @Override
        int run(Workspace workspace) {
            for (PageEntry page : workspace.pages()) {
                out().println(page.id().text().substring(0, DIGITS_SHOWN)
                        + "  "
                        + "  ".repeat(page.depth())
                        + (page.title().isEmpty() ? "Untitled" : page.title())
                        + (page.here() ? "" : "  (not on this device yet)")
                        + (page.unsent() == 0 ? "" : "  (" + page.unsent() + " to send)"));
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Prints a page as text: the title, then one line for each block.",
            mixinStandardHelpOptions = true)
    static final class Show extends InWorkspace {

        @Parameters(paramLabel = "PAGE", description = "which")
        private String name;

        @Override
        int run(Workspace workspace) {
            PageText.print(page(workspace, name).view(), out());
            return 0;
        }
    }

    @Command(
            name = "edit",
            description = {
                "Replaces the text of a page by the standard input, one block for each line; only what differs is"
                        + " touched. Or adds to it.",
                "Saved on this device when the command ends, whether or not the server could be reached."
            },
            mixinStandardHelpOptions = true)
    static final class Edit extends InWorkspace {

        @Parameters(paramLabel = "PAGE", description = "which")
        private String name;

        @Option(names = "--append", paramLabel = "TEXT", description = "add a paragraph at the end instead")
        private String append;

        @Mixin
        private Patience patience;

        @Override
        int run(Workspace workspace) throws IOException, InterruptedException {
            Page page = page(workspace, name);
            if (append != null) {
                PageText.append(page, append);
            } else {
                List<String> lines = new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                PageText.replace(page, lines);
            }
            tell(workspace, out(), patience.seconds);
            return 0;
        }
    }

    @Command(name = "new", description = "Makes a page and prints its id.", mixinStandardHelpOptions = true)
    static final class New extends InWorkspace {

        @Parameters(paramLabel = "TITLE", description = "its title")
        private String title;

        @Option(names = "--under", paramLabel = "PAGE", description = "the page above it. Default: the top level")
        private String under;

        @Mixin
        private Patience patience;

        @Override
        int run(Workspace workspace) throws InterruptedException {
            Optional<PageId> parent =
                    Optional.ofNullable(under).map(name -> page(workspace, name).id());
            out().println(workspace.createPage(parent, title).id());
            tell(workspace, spec().commandLine().getErr(), patience.seconds);
            return 0;
        }
    }

    @Command(
            name = "status",
            description = "Says where the work is: synced, saved here, or what a person has to do; and what the server"
                    + " did not take, with its text.",
            mixinStandardHelpOptions = true)
    static final class Status extends InWorkspace {

        @Mixin
        private Patience patience;

        @Override
        int run(Workspace workspace) throws InterruptedException {
            tell(workspace, out(), patience.seconds);
            return 0;
        }
    }

    @Command(
            name = "sync",
            description = "Sends and receives everything, also what was refused before; fails if it cannot.",
            mixinStandardHelpOptions = true)
    static final class Sync extends InWorkspace {

        @Option(
                names = "--wait",
                defaultValue = "60",
                paramLabel = "SECONDS",
                description = "How long at most. Default: ${DEFAULT-VALUE}")
        private int seconds;

        @Override
        int run(Workspace workspace) throws InterruptedException {
            workspace.syncNow();
            // One that nobody asked for is not waited for otherwise.
            workspace.pages().stream().filter(page -> !page.here()).forEach(page -> workspace.want(page.id()));
            tell(workspace, out(), seconds);
            return workspace.status().isSynced() ? 0 : 1;
        }
    }
}
