package dev.offing.server.http;

/** Another program listens on the port. */
public final class PortTakenException extends RuntimeException {

    private final int port;

    PortTakenException(int port, Throwable cause) {
        super("port " + port + " is in use by another program: stop it, or choose another one with --port", cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
