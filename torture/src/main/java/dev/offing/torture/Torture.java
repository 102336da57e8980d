package dev.offing.torture;

import dev.offing.client.PageId;
import dev.offing.client.Workspace;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the ring: set up, torture, heal, check. Everything random comes from one seed; when a kill falls
 * within the work of a process is up to the machine, so that a run cannot be repeated exactly, only its checks.
 */
public final class Torture {

    /**
     * What to do.
     *
     * @param folder an empty one for all data; left behind if the run fails
     * @param classPath of the built app, jars alone start fastest
     * @param duration how long processes are killed
     * @param kills of the server, and again of clients, at least
     * @param clients how many devices, 2 or more
     * @param seed of everything random
     */
    public record Plan(Path folder, String classPath, Duration duration, int kills, int clients, long seed) {}

    static final String EMAIL = "ada@example.org";
    static final String PASSWORD = "correct horse battery";
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration CACHE_PAYS = Duration.ofMinutes(1);
    private static final int JOURNALS = 5;
    private static final int SCRATCH_PAGES = 3;

    private final Plan plan;
    private final PrintWriter out;
    private final Random random;

    private Torture(Plan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
        this.random = new Random(plan.seed());
    }

    /**
     * Runs it and prints what happened and what was checked.
     *
     * @param plan what to do
     * @param out gets a few lines; the last one is {@code N passed, N failed}
     * @return whether everything held
     * @throws IOException if processes or files cannot be made
     * @throws InterruptedException if the thread is interrupted; the processes are ended then
     */
    public static boolean run(Plan plan, PrintWriter out) throws IOException, InterruptedException {
        boolean held = new Torture(plan, out).run();
        if (held) {
            delete(plan.folder());
        } else {
            out.println("the data is left in " + plan.folder());
        }
        out.flush();
        return held;
    }

    private boolean run() throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(plan.classPath(), plan.folder());
        try (FaultyProxy proxy = new FaultyProxy(random.nextLong())) {
            URI address = URI.create("http://127.0.0.1:" + proxy.port());
            server.launch(isLong());
            proxy.target(server.awaitRunning());
            Owner.setUp(address, server.setupCode(), EMAIL, PASSWORD);
            List<PageId> journals = new ArrayList<>();
            List<PageId> scratch = new ArrayList<>();
            makePages(address, journals, scratch);
            List<ClientProcess> clients = makeClients(address, journals, scratch);

            if (isLong()) {
                server.stop();
                server.launch();
                proxy.target(server.awaitRunning());
                clients.getFirst().makeCache(random.nextLong());
            }
            Killing killing = new Killing(plan, server, proxy, clients, new Random(random.nextLong()));
            killing.run();
            Verdict verdict = new Verdict(plan, proxy, killing, clients, out);
            return verdict.check(address, journals, scratch);
        } finally {
            server.end();
        }
    }

    /** A cache of classes makes each start faster; making it costs some seconds, and takes jars alone. */
    private boolean isLong() {
        return plan.duration().compareTo(CACHE_PAYS) >= 0
                && Stream.of(plan.classPath().split(File.pathSeparator)).allMatch(entry -> entry.endsWith(".jar"));
    }

    private void makePages(URI address, List<PageId> journals, List<PageId> scratch) throws InterruptedException {
        try (Workspace workspace = signIn(plan.folder().resolve("maker"), address)) {
            for (int i = 0; i < JOURNALS; i++) {
                journals.add(
                        workspace.createPage(Optional.empty(), "Journal " + i).id());
            }
            for (int i = 0; i < SCRATCH_PAGES; i++) {
                scratch.add(
                        workspace.createPage(Optional.empty(), "Scratch " + i).id());
            }
            awaitPages(workspace, List.of());
        }
    }

    private List<ClientProcess> makeClients(URI address, List<PageId> journals, List<PageId> scratch)
            throws IOException, InterruptedException {
        List<ClientProcess> clients = new ArrayList<>();
        for (int i = 0; i < plan.clients(); i++) {
            ClientProcess client = new ClientProcess(plan.classPath(), plan.folder(), i, ids(journals), ids(scratch));
            try (Workspace workspace = signIn(client.folder, address)) {
                List<PageId> pages = new ArrayList<>(journals);
                pages.addAll(scratch);
                awaitPages(workspace, pages);
            }
            clients.add(client);
        }
        return clients;
    }

    static Workspace signIn(Path folder, URI address) throws InterruptedException {
        Workspace workspace = Workspace.open(folder);
        workspace.signIn(address, EMAIL, PASSWORD, folder.getFileName().toString());
        awaitPages(workspace, List.of());
        return workspace;
    }

    /** Returns when everything is synced and these pages are here; how slow the machine is does not matter. */
    static void awaitPages(Workspace workspace, List<PageId> pages) throws InterruptedException {
        pages.forEach(workspace::want);
        String before = "";
        while (!workspace.awaitSynced(PATIENCE)) {
            String now = workspace.status().text();
            if (now.equals(before)) {
                throw new TortureException("a client got nowhere for " + PATIENCE + ": " + now);
            }
            before = now;
        }
    }

    private static String ids(List<PageId> pages) {
        return pages.stream().map(PageId::text).collect(Collectors.joining(","));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
