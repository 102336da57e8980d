package dev.offing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.engine.TextTarget;
import dev.offing.sync.client.SyncStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A workspace with its server, without it, and after a restart. */
class WorkspaceTest extends WorkspaceFixture {

    @Test
    void whatIsWrittenOfflineIsThereAfterARestartAndReachesTheOthers() throws Exception {
        Workspace ada = signedIn("ada");
        server.stop();
        Page page = ada.createPage(Optional.empty(), "Harbour");
        ada.createPage(Optional.of(page.id()), "Ferries");
        append(page, "The harbour is quiet.");
        assertThat(ada.status().sync().toSend()).isEqualTo(5);
        ada.close();

        Workspace again = open("ada");
        assertThat(titles(again)).containsExactly("Harbour", "Ferries");
        assertThat(again.pages().get(1).depth()).isEqualTo(1);
        assertThat(paragraphs(again.page(page.id()))).containsExactly("The harbour is quiet.");
        assertThat(again.status().sync().toSend()).isEqualTo(5);
        server.start();
        again.syncNow();
        assertSynced(again);

        Workspace ben = signedIn("ben");
        assertThat(titles(ben)).containsExactly("Harbour", "Ferries");
        assertThat(arrived(ben, page.id()).snapshot())
                .isEqualTo(again.page(page.id()).snapshot());
    }

    @Test
    void twoDevicesMergeWhatTheyWroteApart() throws Exception {
        Workspace ada = signedIn("ada");
        Page here = ada.createPage(Optional.empty(), "Plan");
        assertSynced(ada);
        Workspace ben = signedIn("ben");
        Page there = arrived(ben, here.id());
        server.stop();
        append(here, "from Ada");
        append(there, "from Ben");
        here.rename("Winter plan");
        there.rename("Plan for May");
        server.start();
        ada.syncNow();
        ben.syncNow();
        await(ada, () -> paragraphs(here).size() == 2 && ada.status().isSynced());
        await(ben, () -> paragraphs(there).size() == 2 && ben.status().isSynced());
        assertThat(here.title()).isEqualTo("Winter plan for May");
        assertThat(there.snapshot()).isEqualTo(here.snapshot());
        assertThat(titles(ben)).containsExactly("Winter plan for May");
    }

    @Test
    void aProcessThatWasKilledAfterSavingGoesOnWhereItWas() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Log");
        assertSynced(ada);
        server.stop();
        append(page, "saved and not sent");
        // What is on the disk at this moment is what a killed process leaves.
        Path left = folder.resolve("left");
        Files.createDirectory(left);
        try (Stream<Path> files = Files.list(folder.resolve("ada"))) {
            for (Path file : files.toList()) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        ada.close();

        Workspace again = open("left");
        append(again.page(page.id()), "and more");
        server.start();
        again.syncNow();
        assertSynced(again);
        Workspace ben = signedIn("ben");
        assertThat(paragraphs(arrived(ben, page.id()))).containsExactly("saved and not sent", "and more");
    }

    @Test
    void anEditThatFailsLeavesThePageAsItWas() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Page");
        append(page, "one");
        byte[] before = page.snapshot();
        assertThatThrownBy(() -> page.edit(document -> {
                    document.insert(new TextTarget.Title(), 0, "Half a ");
                    throw new IllegalStateException("the caller's own");
                }))
                .hasMessage("the caller's own");
        assertThatThrownBy(() -> page.edit(document -> {
                    document.insert(new TextTarget.Title(), 0, "Committed ");
                    document.commit(0);
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(page.snapshot()).isEqualTo(before);
        page.edit(document -> {});
        assertSynced(ada);
        append(page, "two");
        assertSynced(ada);
        assertThat(paragraphs(page)).containsExactly("one", "two");
    }

    @Test
    void aFolderIsOpenOnceOnly() {
        Workspace ada = open("ada");
        assertThatThrownBy(() -> Workspace.open(folder.resolve("ada"))).satisfies(reason(Reason.IN_USE));
        ada.close();
        open("ada");
    }

    @Test
    void aFolderIsReadableByItsOwnerAndWithItsKeyOnly() throws Exception {
        Workspace ada = signedIn("ada");
        append(ada.createPage(Optional.empty(), "Secret title"), "Secret text");
        ada.close();
        Path key = folder.resolve("ada/workspace.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder.resolve("ada"))) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(bytes).doesNotContain("Secret", RunningServer.EMAIL, "offing_session");
            }
        }
        byte[] right = Files.readAllBytes(key);
        Files.write(key, new byte[32]);
        assertThatThrownBy(() -> open("ada")).satisfies(reason(Reason.WRONG_KEY));
        Files.delete(key);
        assertThatThrownBy(() -> open("ada")).satisfies(reason(Reason.WRONG_KEY));
        try (Workspace kept = Workspace.open(folder.resolve("ada"), right)) {
            assertThat(titles(kept)).containsExactly("Secret title");
        }
    }

    @Test
    void signingInNamesWhatIsWrong() throws Exception {
        Workspace ada = open("ada");
        assertThat(ada.account()).isEmpty();
        assertThat(ada.status().sync()).isEqualTo(new SyncStatus.Attention(0, SyncStatus.Why.EXPIRED));
        assertThatThrownBy(() -> ada.createPage(Optional.empty(), "Too early")).satisfies(reason(Reason.NO_REPLICA_ID));
        assertThatThrownBy(() -> ada.signIn(server.address(), RunningServer.EMAIL, "wrong", "ada"))
                .satisfies(reason(Reason.WRONG_CREDENTIALS));
        assertThat(ada.account()).isEmpty();
        var address = server.address();
        server.stop();
        assertThatThrownBy(() -> ada.signIn(address, RunningServer.EMAIL, RunningServer.PASSWORD, "ada"))
                .satisfies(reason(Reason.UNREACHABLE));
        server.start();
        Account account = ada.signIn(address, RunningServer.EMAIL, RunningServer.PASSWORD, "ada");
        assertThat(account.workspace()).isEqualTo("Lighthouse");
        assertThat(ada.account()).contains(account);
    }

    @Test
    void aPageThatIsNotKnownIsNamed() {
        Workspace ada = open("ada");
        assertThatThrownBy(() -> ada.page(new PageId("0".repeat(32)))).satisfies(reason(Reason.NO_SUCH_PAGE));
        ada.close();
        assertThatThrownBy(ada::pages).satisfies(reason(Reason.CLOSED));
    }

    @Test
    void listenersHearOfWhatOthersWrite() throws Exception {
        Workspace ada = signedIn("ada");
        Page page = ada.createPage(Optional.empty(), "Plan");
        assertSynced(ada);
        Workspace ben = signedIn("ben");
        Page there = arrived(ben, page.id());
        var heard = new java.util.concurrent.LinkedBlockingQueue<PageId>();
        try (Subscription subscription = ben.subscribe(new WorkspaceListener() {
            @Override
            public void pageChanged(PageId changed) {
                heard.add(changed);
            }
        })) {
            append(page, "news");
            assertThat(heard.poll(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(page.id());
        }
        assertThat(paragraphs(there)).containsExactly("news");
    }

    static java.util.function.Consumer<Throwable> reason(Reason reason) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        WorkspaceException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
