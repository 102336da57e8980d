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

    /** As an operation gives it; only for places that an operation can give. */
    Place toPlace() {
        return switch (kind) {
            case AUTO -> throw new IllegalStateException("no operation gives an Auto place");
            case CHILD -> new Place.Child(target.id, key);
            case CONTINUATION -> new Place.Continuation(target.id, key);
        };
    }
}
