/**
 * The sequence CRDT under every text. A <em>strand</em> is a sequence of <em>elements</em>:
 * <em>characters</em> (one code point each) and <em>boundaries</em>. An element's id is (agent,
 * counter), the agent being the local number of a replica. The entry type is {@link
 * dev.offing.engine.strand.Strand}. It knows order and visibility only: never blocks, marks,
 * versions or bytes.
 */
package dev.offing.engine.strand;
