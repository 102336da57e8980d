package dev.offing.client;

import dev.offing.client.WorkspaceException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The one thread that owns machine, store and documents. Everything else hands its work to it. */
final class OwnerThread {

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    OwnerThread() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "offing-client");
            created.setDaemon(true);
            thread = created;
            return created;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs later. Nothing happens after {@link #stop}. */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody waits for it.
        }
    }

    Future<?> after(long millis, Runnable task) {
        return executor.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs now and waits; on the thread itself at once.
     *
     * @throws WorkspaceException CLOSED, and whatever the work throws
     */
    <T> T call(Supplier<T> work) {
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new WorkspaceException(Reason.CLOSED, "the workspace was closed", e);
        }
        return await(result, e -> {});
    }

    /** Waits, whatever interrupts it. @param translate throws what a checked cause becomes */
    static <T> T await(Future<T> future, Consumer<Throwable> translate) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    translate.accept(cause);
                    if (cause instanceof RuntimeException failure) {
                        failure.addSuppressed(new IllegalStateException("called from here"));
                        throw failure;
                    }
                    if (cause instanceof Error error) {
                        throw error;
                    }
                    throw new IllegalStateException(cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What is queued is done, what is scheduled is not. */
    void stop() {
        executor.shutdown();
    }
}
