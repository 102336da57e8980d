/**
 * Merge vectors and the runner that replays them.
 *
 * <p>A <em>scenario</em> (vector) is a start state, the operations of up to 26 users on their own
 * copies, and the one state every copy must show once all is exchanged. Entry type: {@link
 * dev.offing.conformance.ScenarioRunner}. The runner knows the notation, deliveries and comparison;
 * what an operation means is the engine's, behind {@link dev.offing.conformance.ScenarioReplica}.
 * This package must never contain a merge rule.
 */
package dev.offing.conformance;
