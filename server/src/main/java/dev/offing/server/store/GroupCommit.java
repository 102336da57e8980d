package dev.offing.server.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * The only writer of the database: one thread, one connection. Requests that arrive while a
 * transaction is being made durable wait together and share the next one, so that under load one
 * fsync pays for many requests, and an idle server answers after a single one (group commit, DeWitt
 * et al. 1984).
 *
 * <p>Invariants: a future completes normally only after the COMMIT that contains its work returned
 * (with {@code synchronous=FULL} the log is then on the disk); requests take effect in the order of
 * submission; a request that fails is rolled back alone, to its savepoint; a failed COMMIT fails every
 * request of its group. Cost per request: its own statements and a savepoint.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Waiting requests; a submitter beyond it blocks, which slows the socket that feeds it. */
    private static final int QUEUE_MAX = 4_096;

    /** Requests of one transaction: bounds the time until the first of them is answered. */
    private static final int GROUP_MAX = 512;

    /** Work inside the transaction. */
    interface Write<T> {
        T run(Handle handle);
    }

    private record Request<T>(Write<T> write, Consumer<T> whenDurable, CompletableFuture<T> result) {}

    /** A request that has run and waits for its COMMIT. */
    private record Ran<T>(Request<T> request, T value) {
        void complete() {
            try {
                request.whenDurable().accept(value);
            } catch (RuntimeException e) {
                LOG.error("a listener of the log failed", e);
            }
            request.result().complete(value);
        }
    }

    private final Handle handle;
    private final BlockingQueue<Request<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Request<Void> stop = new Request<>(h -> null, nothing -> {}, new CompletableFuture<>());
    private final Thread thread;
    private volatile boolean closed;

    /** @param handle used by the writer alone from now on; closed with it */
    GroupCommit(Handle handle) {
        this.handle = handle;
        this.thread = Thread.ofPlatform().name("offing-writer").start(this::run);
    }

    /**
     * Queues work; blocks while the queue is full.
     *
     * @return completes when durable; exceptionally with a {@link StoreException}, or with what the
     *     work threw
     */
    <T> CompletableFuture<T> submit(Write<T> write) {
        return submit(write, nothing -> {});
    }

    /**
     * As {@link #submit(Write)}.
     *
     * @param whenDurable called on the writer's thread before the future completes, for all requests in
     *     the order of submission; must not wait
     */
    <T> CompletableFuture<T> submit(Write<T> write, Consumer<T> whenDurable) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (closed) {
            result.completeExceptionally(shutDown());
            return result;
        }
        try {
            queue.put(new Request<>(write, whenDurable, result));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(shutDown());
            return result;
        }
        if (closed) {
            failQueued();
        }
        return result;
    }

    /** Queues work and waits until it is durable. */
    <T> T call(Write<T> write) {
        try {
            return submit(write).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        List<Request<?>> group = new ArrayList<>(GROUP_MAX);
        try {
            while (true) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, GROUP_MAX - 1);
                boolean last = group.remove(stop);
                if (!group.isEmpty()) {
                    runGroup(group);
                }
                if (last) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            failQueued();
        }
    }

    private void runGroup(List<Request<?>> group) {
        List<Ran<?>> ran = new ArrayList<>(group.size());
        try (Statement statement = handle.getConnection().createStatement()) {
            try {
                statement.execute("BEGIN IMMEDIATE");
                for (Request<?> request : group) {
                    runOne(statement, request, ran);
                }
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                rollBack(statement);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            StoreException failure = translate(e);
            LOG.error("a group of {} writes was not committed", group.size(), e);
            group.forEach(request -> request.result().completeExceptionally(failure));
            return;
        }
        ran.forEach(Ran::complete);
    }

    private <T> void runOne(Statement statement, Request<T> request, List<Ran<?>> ran) throws SQLException {
        statement.execute("SAVEPOINT request");
        try {
            T value = request.write().run(handle);
            statement.execute("RELEASE request");
            ran.add(new Ran<>(request, value));
        } catch (RuntimeException e) {
            // A full disk ends the whole transaction by itself: then this throws, and the group fails.
            statement.execute("ROLLBACK TO request");
            statement.execute("RELEASE request");
            request.result().completeExceptionally(e instanceof StoreException ? e : translate(e));
        }
    }

    private static void rollBack(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("nothing was left to roll back", e);
        }
    }

    /** What an exception of SQLite means to a caller. */
    static StoreException translate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException known) {
                return known;
            }
            if (cause instanceof SQLiteException sqlite) {
                return switch (sqlite.getResultCode()) {
                    case SQLITE_FULL ->
                        new StoreException(StoreException.Reason.FULL, "the server's disk is full", thrown);
                    case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY ->
                        new StoreException(StoreException.Reason.TAKEN, "the value is in use already", thrown);
                    default -> unavailable(thrown);
                };
            }
        }
        return unavailable(thrown);
    }

    private static StoreException unavailable(Throwable thrown) {
        return new StoreException(StoreException.Reason.UNAVAILABLE, "the server's store failed", thrown);
    }

    private void failQueued() {
        closed = true;
        List<Request<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(request -> request.result().completeExceptionally(shutDown()));
    }

    private static StoreException shutDown() {
        return new StoreException(StoreException.Reason.UNAVAILABLE, "the server is shutting down");
    }

    /** Finishes what is queued, then ends the thread and closes the connection. */
    @Override
    public void close() {
        try {
            queue.put(stop);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        handle.close();
    }
}
