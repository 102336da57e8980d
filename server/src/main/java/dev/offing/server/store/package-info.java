/**
 * What survives the process. <em>Log</em>: a document's changes in the order they were taken.
 * <em>Sequence</em>: a change's place in its log; <em>workspace sequence</em>: its place among all.
 * Entry: {@link dev.offing.server.store.Store}, implemented on SQLite. Keeps what it is given and
 * knows nothing of what changes mean; SQL exists here and nowhere else.
 */
package dev.offing.server.store;
