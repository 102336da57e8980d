package dev.offing.client;

/** What {@link Workspace#subscribe} gives: closing it ends the calls. An event under way may still come. */
public interface Subscription extends AutoCloseable {

    /** Ends the calls. A second time does nothing. */
    @Override
    void close();
}
