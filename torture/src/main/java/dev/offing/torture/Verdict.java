package dev.offing.torture;

import dev.offing.client.PageEntry;
import dev.offing.client.PageId;
import dev.offing.client.Workspace;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold when everything has healed. */
final class Verdict {

    private static final int NAMED_MAX = 5;

    private final Torture.Plan plan;
    private final FaultyProxy proxy;
    private final Killing killing;
    private final List<ClientProcess> clients;
    private final PrintWriter out;
    private int passed;
    private int failed;

    Verdict(Torture.Plan plan, FaultyProxy proxy, Killing killing, List<ClientProcess> clients, PrintWriter out) {
        this.plan = plan;
        this.proxy = proxy;
        this.killing = killing;
        this.clients = clients;
        this.out = out;
    }

    boolean check(URI address, List<PageId> journals, List<PageId> scratch) throws InterruptedException {
        out.printf(
                "%d s with seed %d: server killed %d times (%d of them while it started), clients %d times%n",
                killing.seconds(), plan.seed(), killing.serverKills, killing.startingKills, killing.clientKills);
        out.print("connections and pieces:");
        for (FaultyProxy.Fate fate : FaultyProxy.Fate.values()) {
            out.printf(" %s %,d", fate, proxy.count(fate));
        }
        out.println();
        holds(killing.serverKills >= plan.kills(), "the server was killed as often as asked");
        holds(killing.clientKills >= plan.kills(), "clients were killed as often as asked");
        for (FaultyProxy.Fate fate : FaultyProxy.Fate.values()) {
            holds(proxy.count(fate) > 0, "connections met " + fate);
        }
        List<PageId> pages = new ArrayList<>(journals);
        pages.addAll(scratch);
        checkWorkspaces(address, journals, pages);
        out.printf("%d passed, %d failed%n", passed, failed);
        return failed == 0;
    }

    /** Every client, and one that was never here: what it gets is the server's log. */
    private void checkWorkspaces(URI address, List<PageId> journals, List<PageId> pages) throws InterruptedException {
        List<Workspace> workspaces = new ArrayList<>();
        try {
            for (ClientProcess client : clients) {
                workspaces.add(Workspace.open(client.folder));
            }
            // Whoever is synced first has yet to hear of what the others bring.
            for (Workspace workspace : workspaces) {
                Torture.awaitPages(workspace, pages);
            }
            workspaces.add(Torture.signIn(plan.folder().resolve("fresh"), address));
            Torture.awaitPages(workspaces.getLast(), pages);
            boolean same = awaitSame(workspaces, pages);
            for (PageId page : pages) {
                holds(isSame(workspaces, page), "page " + page + " is the same bytes everywhere");
            }
            holds(same, "all pages are the same everywhere");
            for (Workspace workspace : workspaces) {
                holds(
                        workspace.status().isSynced(),
                        "synced: " + workspace.status().text());
                holds(workspace.pages().stream().mapToInt(PageEntry::unsent).sum() == 0, "the outbox is empty");
                holds(workspace.drafts().isEmpty(), "nothing was refused");
            }
            checkWords(workspaces.getLast(), journals);
        } finally {
            workspaces.forEach(Workspace::close);
        }
    }

    private static boolean awaitSame(List<Workspace> workspaces, List<PageId> pages) throws InterruptedException {
        long deadline = System.nanoTime() + Torture.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (Workspace workspace : workspaces) {
                workspace.syncNow();
                Torture.awaitPages(workspace, pages);
            }
            if (pages.stream().allMatch(page -> isSame(workspaces, page))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(List<Workspace> workspaces, PageId page) {
        byte[] first = workspaces.getFirst().page(page).snapshot();
        return workspaces.stream()
                .allMatch(workspace -> Arrays.equals(workspace.page(page).snapshot(), first));
    }

    private void checkWords(Workspace workspace, List<PageId> journals) {
        Map<String, Integer> found = new HashMap<>();
        for (PageId journal : journals) {
            workspace.page(journal).view().blocks().forEach(block -> {
                for (String word : block.text().text().split(" +")) {
                    if (!word.isEmpty()) {
                        found.merge(word, 1, Integer::sum);
                    }
                }
            });
        }
        Set<String> saved = new HashSet<>();
        Set<String> acknowledged = new HashSet<>();
        for (ClientProcess client : clients) {
            saved.addAll(client.saved);
            acknowledged.addAll(client.acknowledged);
        }
        out.printf(
                "words: %,d said to be saved, %,d of them said to be acknowledged, %,d found%n",
                saved.size(), acknowledged.size(), found.size());
        holds(saved.size() > plan.kills() && !acknowledged.isEmpty(), "words were typed and acknowledged");
        none(acknowledged.stream().filter(word -> !found.containsKey(word)).toList(), "acknowledged and lost");
        none(saved.stream().filter(word -> !found.containsKey(word)).toList(), "saved and lost");
        none(found.keySet().stream().filter(word -> found.get(word) > 1).toList(), "there more than once");
        none(
                found.keySet().stream()
                        .filter(word -> !word.matches("c\\d+g\\d+n\\d+"))
                        .toList(),
                "no word that was typed");
    }

    private void none(List<String> words, String what) {
        holds(
                words.isEmpty(),
                words.size() + " words are " + what + ": " + words.subList(0, Math.min(NAMED_MAX, words.size())));
    }

    private void holds(boolean holds, String what) {
        if (holds) {
            passed++;
        } else {
            failed++;
            out.println("FAILED: " + what);
        }
    }
}
