package dev.offing.server.live;

import dev.offing.sync.server.Appended;

/** Somebody who is told what the logs gain. */
public interface Subscriber {

    /**
     * An append is durable. Called on the thread that writes the store, for all appends in ascending
     * workspace sequence: only note it, never wait.
     */
    void appended(Appended append);
}
