package dev.offing.conformance;

/** A well-formed scenario cannot be played, for example because a step names a block nobody made. */
public final class ScenarioPlayException extends RuntimeException {

    public ScenarioPlayException(String message) {
        super(message);
    }
}
