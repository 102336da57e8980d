package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import dev.offing.engine.Document;
import dev.offing.sync.DocumentId;
import dev.offing.sync.client.SyncStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A workspace of pages in a folder of this machine. It opens, shows and takes edits without a server; while the
 * server can be reached it sends what was written here and brings what others wrote, by itself. Everything in the
 * folder is sealed with AES-256-GCM.
 *
 * <p>Thread-safe: one thread of its own, {@code offing-client}, owns everything; a call hands its work to it and
 * waits. No call waits for the network but {@link #signIn} and {@link #awaitSynced}. All threads are daemons. One
 * process at a time may have a folder open.
 */
public final class Workspace implements AutoCloseable {

    /** What the owner thread works with. */
    record Parts(WorkspaceStore store, OpenDocuments documents, Edits edits) {}

    private static final String COOKIE = "cookie";
    private static final String DEVICE = "device";

    private final WorkspaceFolder folder;
    private final WorkspaceStore store;
    private final OwnerThread owner = new OwnerThread();
    private final Notifier notifier = new Notifier();
    private final ServerApi api = new ServerApi();
    private final OpenDocuments documents;
    private final Edits edits;
    private final PageList pages;
    private final Parts parts;
    private final List<CompletableFuture<Void>> waitingForSynced = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Null until somebody has signed in. */
    private SyncDriver driver;

    private Workspace(WorkspaceFolder folder, WorkspaceStore store) {
        this.folder = folder;
        this.store = store;
        this.documents = new OpenDocuments(store, id -> owner.execute(() -> withDriver(SyncDriver::rescan)));
        this.edits = new Edits(store, documents, this::saved, () -> {
            int free = store.freeReplicaIds();
            withDriver(known -> known.replicaIdsFree(free));
        });
        this.pages = new PageList(store, documents);
        this.parts = new Parts(store, documents, edits);
    }

    /**
     * Opens the workspace in a folder, which is made if there is none. Its key is a file in the folder, readable by
     * the folder's owner only: it protects a copy of the database, not a copy of the whole folder.
     *
     * @param folder where; nothing else may lie in it
     * @return the workspace, which tries to reach its server if somebody has signed in here before
     * @throws WorkspaceException IN_USE, WRONG_KEY, TOO_NEW, STORAGE_FULL, STORAGE_FAILED
     */
    public static Workspace open(Path folder) {
        return open(folder, WorkspaceFolder::key);
    }

    /**
     * Opens the workspace in a folder with a key that the caller keeps, for example in the key store of the
     * operating system.
     *
     * @param folder where; nothing else may lie in it
     * @param key 32 random bytes, the same each time; copied
     * @return as for {@link #open(Path)}
     * @throws WorkspaceException as for {@link #open(Path)}
     * @throws IllegalArgumentException if the key has another length
     */
    public static Workspace open(Path folder, byte[] key) {
        if (key.length != Sealer.KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + Sealer.KEY_BYTES + " bytes");
        }
        byte[] copy = key.clone();
        return open(folder, opened -> copy);
    }

    private static Workspace open(Path path, Function<WorkspaceFolder, byte[]> key) {
        WorkspaceFolder folder = WorkspaceFolder.open(path);
        try {
            Workspace workspace = new Workspace(folder, WorkspaceStore.open(folder.database(), key.apply(folder)));
            workspace.owner.call(() -> {
                workspace.storedAccount().ifPresent(workspace::startDriver);
                return null;
            });
            return workspace;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Runs on the owner thread. */
    <T> T onOwner(Function<Parts, T> work) {
        return owner.call(() -> work.apply(parts));
    }

    // ---- who works here ----

    /**
     * Whose workspace this is.
     *
     * @return empty until somebody has signed in
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public Optional<Account> account() {
        return owner.call(this::storedAccount);
    }

    /**
     * Signs in, for the first time or again after the session has ended. Waits for the server. The password is not
     * kept; the session's cookie is, sealed.
     *
     * @param server address of the server, {@code https://pages.example.org}; without https whoever carries the
     *     bytes can read the password
     * @param email the account's
     * @param password the account's
     * @param deviceName what the account's list of devices calls this one
     * @return whose workspace it is now
     * @throws WorkspaceException WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS, OTHER_ACCOUNT, UNREACHABLE, SERVER_FAILED,
     *     STORAGE_FULL, STORAGE_FAILED, CLOSED
     * @throws IllegalArgumentException if the address is not one of http or https without a path
     */
    public Account signIn(URI server, String email, String password, String deviceName) {
        URI origin = origin(server);
        Optional<String> device = owner.call(() -> store.meta(DEVICE));
        ServerApi.SignedIn signedIn = api.signIn(origin, email, password, device, deviceName);
        Optional<Account> before = account();
        if (before.isPresent() && !before.get().id().equals(signedIn.account().id())) {
            api.signOut(origin, signedIn.cookie());
            throw new WorkspaceException(
                    Reason.OTHER_ACCOUNT,
                    "the folder holds the workspace of " + before.get().email() + ": use another folder");
        }
        return owner.call(() -> enter(signedIn));
    }

    private static URI origin(URI server) {
        boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        boolean bare = server.getPath() == null
                || server.getPath().isEmpty()
                || server.getPath().equals("/");
        if (!http || server.getHost() == null || !bare || server.getUserInfo() != null) {
            throw new IllegalArgumentException("a server's address is like https://pages.example.org");
        }
        return URI.create(server.getScheme() + "://" + server.getRawAuthority());
    }

    private Account enter(ServerApi.SignedIn signedIn) {
        Account account = signedIn.account();
        boolean sameDevice = store.meta(DEVICE).equals(Optional.of(signedIn.deviceId()));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("account.id", account.id());
        values.put("account.name", account.name());
        values.put("account.email", account.email());
        values.put("workspace", account.workspace());
        values.put("server", account.server().toString());
        values.put(DEVICE, signedIn.deviceId());
        values.put(COOKIE, signedIn.cookie());
        store.putMeta(values);
        if (driver != null && sameDevice) {
            driver.use(account.server(), signedIn.cookie());
            driver.syncNow();
        } else {
            withDriver(SyncDriver::stop);
            startDriver(account);
        }
        return account;
    }

    private Optional<Account> storedAccount() {
        return store.meta("account.id")
                .map(id -> new Account(
                        id,
                        store.meta("account.name").orElse(""),
                        store.meta("account.email").orElse(""),
                        store.meta("workspace").orElse(""),
                        URI.create(store.meta("server").orElse(""))));
    }

    private void startDriver(Account account) {
        String device = store.meta(DEVICE).orElse("");
        driver = new SyncDriver(owner, store, documents, api, device, new SyncDriver.Events() {
            @Override
            public void status(SyncStatus status) {
                statusChanged(status);
            }

            @Override
            public void changed(DocumentId document, List<byte[]> changes) {
                documents.changed(document, changes);
                tellChanged(document);
            }

            @Override
            public void listed() {
                notifier.tell(WorkspaceListener::pagesChanged);
            }
        });
        driver.use(account.server(), store.meta(COOKIE).orElse(""));
        driver.start();
    }

    private void withDriver(Consumer<SyncDriver> work) {
        if (driver != null) {
            work.accept(driver);
        }
    }

    // ---- pages ----

    /**
     * The list of pages, as far as this device knows it: depth first, siblings in their order, without the trash.
     * Cost: the number of pages; those with a changed title are read.
     *
     * @return a list of its own
     * @throws WorkspaceException STORAGE_FULL, STORAGE_FAILED, CLOSED
     */
    public List<PageEntry> pages() {
        return owner.call(pages::entries);
    }

    /**
     * Makes a page, as the last one under its parent; durable on this device when this returns.
     *
     * @param parent the page above; empty = top level
     * @param title its title
     * @return the page
     * @throws WorkspaceException NO_SUCH_PAGE for the parent, NO_REPLICA_ID, STORAGE_FULL, STORAGE_FAILED, CLOSED
     */
    public Page createPage(Optional<PageId> parent, String title) {
        return owner.call(() -> {
            var tree = pages.tree();
            if (parent.isPresent() && !tree.isShown(parent.get().text())) {
                throw new WorkspaceException(Reason.NO_SUCH_PAGE, "there is no such page to put it under");
            }
            return new Page(this, edits.create(parent, title, tree));
        });
    }

    /**
     * Opens a page.
     *
     * @param id which
     * @return the page
     * @throws WorkspaceException NO_SUCH_PAGE, PAGE_NOT_HERE, STORAGE_FAILED, CLOSED
     */
    public Page page(PageId id) {
        return owner.call(() -> {
            DocumentId document = DocumentId.page(id.text());
            WorkspaceStore.Listed listed = store.list().stream()
                    .filter(one -> one.id().equals(document))
                    .findFirst()
                    .orElseThrow(() -> new WorkspaceException(Reason.NO_SUCH_PAGE, "there is no such page"));
            if (!listed.present()) {
                throw new WorkspaceException(Reason.PAGE_NOT_HERE, "the page is not on this device yet");
            }
            return new Page(this, id);
        });
    }

    /**
     * Asks for a page before all others; remembered until it has arrived. Without that, every page comes to this
     * device too, those changed last first.
     *
     * @param id which
     * @throws WorkspaceException CLOSED
     */
    public void want(PageId id) {
        owner.call(() -> {
            withDriver(known -> known.wantDocument(DocumentId.page(id.text())));
            return null;
        });
    }

    // ---- where the work is ----

    /**
     * Where a person's work is.
     *
     * @return the status at this moment
     * @throws WorkspaceException CLOSED
     */
    public WorkspaceStatus status() {
        return owner.call(() -> WorkspaceStatus.of(syncStatus()));
    }

    private SyncStatus syncStatus() {
        return driver == null ? new SyncStatus.Attention(0, SyncStatus.Why.EXPIRED) : driver.status();
    }

    /**
     * What the server did not take, with its reason and its text. {@link #syncNow} offers it again.
     *
     * @return one for each document concerned; mostly none
     * @throws WorkspaceException STORAGE_FAILED, CLOSED
     */
    public List<Draft> drafts() {
        return owner.call(() -> driver == null ? List.of() : Drafts.of(store, driver));
    }

    /**
     * Tries now, without waiting: to connect, to write a store that failed, to send what was refused.
     *
     * @throws WorkspaceException CLOSED
     */
    public void syncNow() {
        owner.call(() -> {
            withDriver(SyncDriver::syncNow);
            return null;
        });
    }

    /**
     * Waits until everything is synced.
     *
     * @param limit how long at most
     * @return whether it is; false after the limit
     * @throws InterruptedException if the thread is interrupted
     * @throws WorkspaceException CLOSED
     */
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        CompletableFuture<Void> synced = new CompletableFuture<>();
        owner.call(() -> {
            if (syncStatus() instanceof SyncStatus.Synced) {
                synced.complete(null);
            }
            return waitingForSynced.add(synced);
        });
        try {
            synced.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new WorkspaceException(Reason.CLOSED, "the workspace was closed", e);
        } finally {
            owner.execute(() -> waitingForSynced.remove(synced));
        }
    }

    /**
     * Has a listener called from now on.
     *
     * @param listener hears of every change
     * @return ends it
     */
    public Subscription subscribe(WorkspaceListener listener) {
        return notifier.add(listener);
    }

    // ---- inside ----

    private void statusChanged(SyncStatus status) {
        if (status instanceof SyncStatus.Synced) {
            waitingForSynced.forEach(waiting -> waiting.complete(null));
        }
        WorkspaceStatus told = WorkspaceStatus.of(status);
        notifier.tell(listener -> listener.statusChanged(told));
    }

    private void saved(List<LocalChange> changes) {
        for (LocalChange change : changes) {
            withDriver(known -> known.localChange(change));
            tellChanged(change.document());
        }
    }

    private void tellChanged(DocumentId document) {
        if (document.isPage()) {
            PageId page = new PageId(document.pageId());
            notifier.tell(listener -> listener.pageChanged(page));
        }
        notifier.tell(WorkspaceListener::pagesChanged);
    }

    /** For tests: runs commands on any document. */
    void edit(DocumentId id, Consumer<Document> commands) {
        onOwner(owned -> {
            owned.edits().edit(id, commands);
            return null;
        });
    }

    /** For tests: works on the store itself. */
    <T> T onStore(Function<WorkspaceStore, T> work) {
        return owner.call(() -> work.apply(store));
    }

    /**
     * Closes the connection and the folder. What was saved stays saved and is sent next time. A second time does
     * nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            owner.call(() -> {
                withDriver(SyncDriver::stop);
                waitingForSynced.forEach(waiting -> waiting.completeExceptionally(new IllegalStateException()));
                store.close();
                return null;
            });
        } finally {
            owner.stop();
            notifier.stop();
            api.close();
            folder.close();
        }
    }
}
