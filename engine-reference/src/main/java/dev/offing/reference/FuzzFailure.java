package dev.offing.reference;

import java.util.Arrays;
import java.util.List;

/** A step of a script broke a law. */
final class FuzzFailure extends RuntimeException {

    private static final int FRAMES_MAX = 7;

    private final int step;

    FuzzFailure(int step, String problem, Throwable cause) {
        super(problem, cause);
        this.step = step;
    }

    /** 0-based index of the step; the count of steps if the end failed. */
    int step() {
        return step;
    }

    /** The same for failures that probably have one cause: the law, and where the engine stopped. */
    String sort() {
        String message =
                String.valueOf(getCause().getMessage()).lines().findFirst().orElse("");
        return getCause().getClass().getSimpleName() + " " + message.replaceAll("@[0-9a-f]+|[0-9a-f]{16}|[0-9]+", "#")
                + " " + frames().stream().findFirst().orElse("");
    }

    List<String> frames() {
        return Arrays.stream(getCause().getStackTrace())
                .limit(FRAMES_MAX)
                .map(StackTraceElement::toString)
                .toList();
    }
}
