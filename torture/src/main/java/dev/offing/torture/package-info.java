/**
 * The ring of real processes: a server on a real data folder and clients on real stores, killed by SIGKILL at
 * random moments and started again, with a proxy between them that spoils their connections; afterwards nothing
 * may be missing. Start at {@link dev.offing.torture.Torture}.
 *
 * <p>Listens and connects on the loopback address only, and ends no process it has not started.
 */
package dev.offing.torture;
