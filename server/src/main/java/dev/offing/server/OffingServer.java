package dev.offing.server;

import dev.offing.server.access.Access;
import dev.offing.server.account.Accounts;
import dev.offing.server.account.SocketTickets;
import dev.offing.server.account.Tokens;
import dev.offing.server.http.HttpEdge;
import dev.offing.server.http.PortTakenException;
import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.socket.SocketEndpoint;
import dev.offing.server.store.DataFolder;
import dev.offing.server.store.SqliteStore;
import dev.offing.server.store.StoreException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One running server: a data folder, its store, and the edges people reach it by. Started whole or
 * not at all; closed in the order that loses nothing: no new requests, the last frames of every
 * connection, the queued writes, the database, the lock.
 */
public final class OffingServer implements AutoCloseable {

    private final DataFolder folder;
    private final SqliteStore store;
    private final Accounts accounts;
    private final LiveWorkspace workspace;
    private final SocketEndpoint sockets;
    private final HttpEdge http;

    private OffingServer(DataFolder folder, SqliteStore store, ServerOptions options, InstantSource clock) {
        this.folder = folder;
        this.store = store;
        Tokens tokens = new Tokens();
        Access access = new Access();
        this.accounts = new Accounts(store.identities(), tokens, clock);
        SocketTickets tickets = new SocketTickets(tokens, clock);
        this.workspace = new LiveWorkspace(store, access, tokens, clock);
        this.sockets = new SocketEndpoint(store, accounts, tickets, access, workspace, clock);
        this.http = new HttpEdge(
                options.http(),
                store,
                accounts,
                tickets,
                access,
                clock,
                options.version(),
                sockets::register,
                SocketEndpoint.FRAME_BYTES_MAX);
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
            return server;
        } catch (RuntimeException e) {
            if (store != null) {
                store.close();
            }
            folder.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return http.port();
    }

    /** The code that creates the owner; empty once there is one. */
    public Optional<String> setupCode() {
        return accounts.setupCode();
    }

    /** The documents, for who works inside the server's process. */
    public LiveWorkspace workspace() {
        return workspace;
    }

    @Override
    public void close() {
        sockets.close();
        http.close();
        store.close();
        folder.close();
    }
}
