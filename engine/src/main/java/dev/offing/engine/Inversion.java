package dev.offing.engine;

/** Takes groups of own operations back (MERGE-50). */
final class Inversion {

    Inversion(DocumentState state, Author author, TextLocator locator, TextCommands texts, BlockCommands blocks) {}

    void takeBack(UndoHistory.Group group) {}
}
