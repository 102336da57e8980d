package dev.offing.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Calls the listeners of a workspace on a thread of its own, in the order of the events. */
final class Notifier {

    private final List<WorkspaceListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "offing-client-listeners");
        created.setDaemon(true);
        return created;
    });

    Subscription add(WorkspaceListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(Consumer<WorkspaceListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            // One task each: what one listener throws does not keep the event from the next.
            listeners.forEach(listener -> thread.execute(() -> event.accept(listener)));
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody listens any more.
        }
    }

    void stop() {
        thread.shutdown();
    }
}
