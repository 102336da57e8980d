package dev.offing.server;

import dev.offing.server.access.Access;
import dev.offing.server.account.Accounts;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.account.Tokens;
import dev.offing.server.http.HttpEdge;
import dev.offing.server.http.PortTakenException;
import dev.offing.server.importing.ImportReport;
import dev.offing.server.importing.ImportSink;
import dev.offing.server.importing.Importer;
import dev.offing.server.importing.LocalKey;
import dev.offing.server.importing.WorkspaceSink;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.search.PageSearch;
import dev.offing.server.search.TextIndexer;
import dev.offing.server.socket.SocketEndpoint;
import dev.offing.server.store.DataFolder;
import dev.offing.server.store.SqliteStore;
import dev.offing.server.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * One running server: a data folder, its store, and the edges people reach it by. Started whole or
 * not at all; closed in the order that loses nothing: no new requests, the last frames of every
 * connection, the queued writes, the database, the lock.
 */
public final class OffingServer implements AutoCloseable {

    private final DataFolder folder;
    private final SqliteStore store;
    private final Accounts accounts;
    private final SocketEndpoint sockets;
    private final TextIndexer indexer;
    private final Function<Optional<String>, ImportSink> importSinks;
    private final HttpEdge http;

    private OffingServer(DataFolder folder, SqliteStore store, ServerOptions options, InstantSource clock) {
        this.folder = folder;
        this.store = store;
        Tokens tokens = new Tokens();
        Access access = new Access();
        this.accounts = new Accounts(store.identities(), tokens, clock);
        SocketTickets tickets = new SocketTickets(tokens, clock);
        LiveWorkspace workspace = new LiveWorkspace(store, access, tokens, clock);
        this.indexer = new TextIndexer(store, workspace);
        this.sockets = new SocketEndpoint(store, accounts, tickets, access, workspace, clock);
        this.importSinks = under -> new WorkspaceSink(workspace, store.files(), tokens, clock, under);
        this.http = new HttpEdge(
                options.http(),
                store,
                accounts,
                tickets,
                access,
                new PageSearch(store.texts(), access),
                clock,
                options.version(),
                writeKey(folder, tokens),
                importSinks,
                sockets::register,
                SocketEndpoint.FRAME_BYTES_MAX,
                SocketEndpoint.SILENCE_MILLIS_MAX);
    }

    /**
     * Opens the data folder and starts to listen.
     *
     * @throws StoreException if the data folder cannot be used: IN_USE, TOO_NEW, UNAVAILABLE
     * @throws PortTakenException if the port is in use
     */
    public static OffingServer start(ServerOptions options, InstantSource clock) {
        DataFolder folder = DataFolder.open(options.data());
        SqliteStore store = null;
        try {
            store = SqliteStore.open(folder, clock);
            OffingServer server = new OffingServer(folder, store, options, clock);
            server.accounts.removeExpiredSessions();
            server.http.start();
            server.indexer.start();
            folder.announce(server.localAddress(options.http().host()));
            return server;
        } catch (RuntimeException e) {
            if (store != null) {
                store.close();
            }
            folder.close();
            throw e;
        }
    }

    private static LocalKey writeKey(DataFolder folder, Tokens tokens) {
        try {
            return LocalKey.write(DataFolder.keyFile(folder.root()), tokens.token());
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "the data folder cannot be written", e);
        }
    }

    /** How a command on this machine reaches the server. */
    private URI localAddress(String host) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        String local = everywhere ? "127.0.0.1" : host;
        return URI.create(
                "http://" + (local.contains(":") && !local.startsWith("[") ? "[" + local + "]" : local) + ":" + port());
    }

    /**
     * Imports a folder or a zip, as a command on this machine would.
     *
     * @param name what to call the page that holds several
     */
    public ImportReport importPages(Path source, String name) {
        return Importer.run(source, name, importSinks.apply(Optional.empty()), pages -> {});
    }

    /** Whether nothing was ever written. */
    public boolean isEmpty() {
        return store.log().workspaceSequence() == 0;
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    /** The code that creates the owner; empty once there is one. */
    public Optional<String> setupCode() {
        return accounts.setupCode();
    }

    @Override
    public void close() {
        sockets.close();
        http.close();
        try {
            indexer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The store closes all the same.
        }
        store.close();
        folder.close();
    }
}
