package dev.offing.server.search;

import dev.offing.server.live.LiveWorkspace;
import dev.offing.server.live.Subscriber;
import dev.offing.server.store.ChangeLog;
import dev.offing.server.store.Store;
import dev.offing.server.store.StoreException;
import dev.offing.server.store.TextIndex;
import dev.offing.sync.DocumentId;
import dev.offing.sync.server.Appended;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of texts in step with the log, on a thread of its own that nobody waits for. An append
 * only wakes it; what there is to do it asks the store, so that it goes on where it was when the server
 * was killed. Cost: a page is rendered once for each burst of changes.
 */
public final class TextIndexer implements Subscriber, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TextIndexer.class);

    private static final int AT_ONCE = 64;
    /** A burst of typing is read once; whoever looks for it then has it on the device. */
    private static final long REST_MILLIS = 500;

    private static final long RETRY_MILLIS = 30_000;

    private final Store store;
    private final LiveWorkspace workspace;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;

    public TextIndexer(Store store, LiveWorkspace workspace) {
        this.store = store;
        this.workspace = workspace;
        this.thread = Thread.ofPlatform().name("offing-indexer").daemon().unstarted(this::run);
    }

    /** Reads what is behind, and goes on with what is appended. */
    public void start() {
        workspace.subscribe(this);
        thread.start();
    }

    @Override
    public void appended(Appended append) {
        if (append.document().isPage()) {
            news.release();
        }
    }

    private void run() {
        try {
            while (!closed) {
                news.acquire();
                TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
                news.drainPermits();
                try {
                    catchUp();
                } catch (StoreException e) {
                    LOG.warn("the texts of pages could not be read for the search; it is tried again", e);
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                    news.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void catchUp() {
        TextIndex texts = store.texts();
        List<String> behind = texts.behind(AT_ONCE);
        while (!behind.isEmpty() && !closed) {
            behind.forEach(document -> texts.put(read(document)));
            behind = texts.behind(AT_ONCE);
        }
    }

    private TextIndex.Text read(String document) {
        // Before the page is read: a change that comes in between makes it be read again.
        long sequence = store.log().head(document).map(ChangeLog.Head::sequence).orElse(0L);
        String body;
        try {
            body = workspace.read(
                    new DocumentId(document),
                    gate -> PageText.of(gate.document().view()));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // It is not asked for again until it changes: one page must not keep the others from being found.
            LOG.error("the text of {} could not be read for the search", document, e);
            body = "";
        }
        return new TextIndex.Text(document, sequence, body, Words.terms(body));
    }

    /** Lets go of the store. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        workspace.unsubscribe(this);
        thread.interrupt();
        thread.join();
    }
}
