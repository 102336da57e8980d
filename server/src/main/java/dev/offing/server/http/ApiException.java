package dev.offing.server.http;

/** A request is answered with an error. Code and message go to the client as {@code {"code":…,"message":…}}. */
final class ApiException extends RuntimeException {

    /** The codes of {@code DataError} in {@code web/src/data/api.ts}, as far as a server says them. */
    enum Code {
        WRONG_CREDENTIALS("wrong-credentials", 401),
        WRONG_CODE("wrong-code", 403),
        INVALID("invalid", 400),
        FORBIDDEN("invalid", 403),
        NOT_FOUND("invalid", 404),
        TAKEN("taken", 409),
        WRONG_OFFSET("wrong-offset", 409),
        TOO_MANY_ATTEMPTS("too-many-attempts", 429),
        EXPIRED("expired", 401),
        INVITATION_EXPIRED("expired", 410),
        STORAGE_FULL("storage-full", 507),
        STORAGE_FAILED("storage-failed", 503),
        TOO_LARGE("too-large", 413),
        SERVER("server", 500);

        private final String wire;
        private final int status;

        Code(String wire, int status) {
            this.wire = wire;
            this.status = status;
        }

        String wire() {
            return wire;
        }

        int status() {
            return status;
        }
    }

    private final Code code;

    /** @param message for people; names no content, no secret, no place in the code */
    ApiException(Code code, String message) {
        super(message);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
