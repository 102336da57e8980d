package dev.offing.server.store;

/**
 * Everything a server keeps. Reads may run on any thread; a write returns, or its future completes,
 * when it is durable.
 */
public interface Store extends AutoCloseable {

    Identities identities();

    ChangeLog log();

    FileShelf files();

    TextIndex texts();

    /** Finishes queued writes and lets go of the data. Later calls fail with UNAVAILABLE. */
    @Override
    void close();
}
