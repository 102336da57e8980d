/**
 * The document engine of Offing: rich text, blocks and registers as a CRDT, without I/O. Start at
 * {@link dev.offing.engine.Document}.
 */
module dev.offing.engine {
    exports dev.offing.engine;
}
