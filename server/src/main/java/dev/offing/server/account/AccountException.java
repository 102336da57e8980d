package dev.offing.server.account;

/** A request about accounts is refused. The message is for people and tells nothing about other accounts. */
public final class AccountException extends RuntimeException {

    /** Why. The texts of the wire codes stand in {@code web/src/data/api.ts}. */
    public enum Reason {
        WRONG_CREDENTIALS,
        WRONG_CODE,
        INVALID,
        TAKEN,
        TOO_MANY_ATTEMPTS,
        EXPIRED
    }

    private final Reason reason;

    public AccountException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
