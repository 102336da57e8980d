package dev.offing.engine;

/**
 * A place of a block and the operation that gave it. Auto places have neither target nor key; their
 * origin and counter are those of the split.
 */
final class PlaceWrite {

    enum Kind {
        AUTO,
        CHILD,
        CONTINUATION
    }

    final Block block;
    final Kind kind;

    /** Parent (the tree's root for the top level) or host; null for Auto. */
    final Block target;

    final PositionKey key;
    final Origin origin;
    final int counter;

    PlaceWrite(Block block, Kind kind, Block target, PositionKey key, Origin origin, int counter) {
        this.block = block;
        this.kind = kind;
        this.target = target;
        this.key = key;
        this.origin = origin;
        this.counter = counter;
    }
}
