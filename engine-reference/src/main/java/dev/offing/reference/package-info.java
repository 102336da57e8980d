/**
 * The oracle: the merge rules of {@code docs/spec/merge.md} in their most readable form, to be
 * compared with the fast engine. Entry type: {@link dev.offing.reference.ReferenceDocument}.
 *
 * <p>Everything is recomputed from the set of changes each time, with plain lists and maps; the
 * class comments name the rules a class states. It takes the engine's value types (ids, operations,
 * changes, views) and must never use its logic. It merges and shows; local commands are the
 * engine's alone.
 */
package dev.offing.reference;
