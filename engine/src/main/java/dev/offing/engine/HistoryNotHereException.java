package dev.offing.engine;

/**
 * What was asked needs the text of deleted characters, and the document was loaded from a snapshot without it ({@link
 * Document#saveWithoutHistory}). Nothing was changed. A document loaded from a snapshot with history has the answer.
 */
public final class HistoryNotHereException extends RuntimeException {

    HistoryNotHereException() {
        super("the text of deleted characters is not here");
    }
}
