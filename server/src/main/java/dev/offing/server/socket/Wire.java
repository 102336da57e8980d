package dev.offing.server.socket;

import java.util.concurrent.CompletableFuture;

/** What carries a connection's messages; it decides nothing. */
interface Wire {

    /** Sends one binary message; completes when the transport has taken it. One send at a time. */
    CompletableFuture<Void> send(byte[] message);

    /**
     * Says goodbye and ends the connection.
     *
     * @param code 4000 to 4999
     */
    void close(int code, String reason);

    /** Ends the connection without a word. */
    void drop();
}
