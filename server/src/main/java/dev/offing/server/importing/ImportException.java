package dev.offing.server.importing;

/** An import that cannot be read at all. Nothing was changed. */
public final class ImportException extends RuntimeException {

    /** What is wrong with the source. */
    public enum Reason {
        NOT_FOUND("There is no such file or folder"),
        NOT_AN_ARCHIVE("This is neither a folder nor a zip archive, or the archive is damaged"),
        UNSAFE_PATH("The archive holds a path that points outside of it"),
        TOO_MANY_FILES("The import holds too many files"),
        TOO_LARGE("The import unpacks to too much"),
        SUSPICIOUS_COMPRESSION("A file of the archive unpacks to far more than an export would"),
        NESTED_TOO_DEEP("Archives lie within archives too deeply"),
        UNREADABLE("A file could not be read");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Reason reason;
    private final String place;

    /**
     * @param reason what is wrong
     * @param place the path inside the import, or of the import itself
     */
    public ImportException(Reason reason, String place) {
        super(reason.sentence);
        this.reason = reason;
        this.place = place;
    }

    /**
     * @param reason what is wrong
     * @param place the path inside the import, or of the import itself
     * @param cause what the library said
     */
    public ImportException(Reason reason, String place, Throwable cause) {
        super(reason.sentence, cause);
        this.reason = reason;
        this.place = place;
    }

    public Reason reason() {
        return reason;
    }

    public String place() {
        return place;
    }

    /** One sentence for a person: what, where, and that nothing changed. */
    public String explain() {
        return reason.sentence + ": " + place + ". Nothing was imported.";
    }
}
