package dev.offing.engine;

/** A deletion of characters, and whether it was taken back. */
final class TextDeletion {

    final Origin origin;
    final int counter;
    final Operation.DeleteText operation;
    boolean cancelled;

    TextDeletion(Origin origin, int counter, Operation.DeleteText operation) {
        this.origin = origin;
        this.counter = counter;
        this.operation = operation;
    }
}
