/**
 * The whole offline client as a library: a workspace in a folder of this machine, encrypted, that works
 * with or without its server. Start at {@link dev.offing.client.Workspace}.
 *
 * <p>Merging is the engine's, synchronisation the client machine's of {@code offing-sync}, the same classes
 * that browsers run. What is here moves bytes, between the machine, a SQLite file and a WebSocket, and
 * decides nothing.
 */
package dev.offing.client;
