package dev.offing.torture;

/** The run cannot go on, or what it found must not be. */
public final class TortureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TortureException(String message) {
        super(message);
    }

    TortureException(String message, Throwable cause) {
        super(message, cause);
    }
}
