package dev.offing.conformance;

import java.nio.file.Path;

/** A scenario file does not follow the notation. The message names the file and the place in it. */
public final class ScenarioFormatException extends RuntimeException {

    private final Path file;
    private final String place;

    /**
     * @param file the file
     * @param place where in it: a path such as {@code [3] text-05 a_ops[1]}, or line and column
     * @param problem what is wrong there
     */
    public ScenarioFormatException(Path file, String place, String problem) {
        super(file + ": " + place + ": " + problem);
        this.file = file;
        this.place = place;
    }

    public Path file() {
        return file;
    }

    public String place() {
        return place;
    }
}
