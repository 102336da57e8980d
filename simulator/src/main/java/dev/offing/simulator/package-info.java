/**
 * Deterministic simulation: the shipped machines of client and server, driven in one thread on a
 * simulated clock, network and disk, against everything that can fail between them.
 *
 * <p>A {@link dev.offing.simulator.Script} is made from a seed; {@link dev.offing.simulator.Simulation}
 * plays it and holds every step, and the end, to the numbered invariants ({@link
 * dev.offing.simulator.Invariant}). One script gives one run, event for event: its trace hash shows it.
 *
 * <p>Nothing here may use a real clock, chance, thread or file but {@link
 * dev.offing.simulator.SimulationLoop}, which plays many scripts, and the planting of bugs.
 */
package dev.offing.simulator;
