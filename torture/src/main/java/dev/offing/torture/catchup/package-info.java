/**
 * What it costs a device to catch up with a server: bytes on the line, questions, time. The machine is the one that
 * ships, its store is in memory, the server and the sockets are real. Start at {@link
 * dev.offing.torture.catchup.CatchUp}.
 */
package dev.offing.torture.catchup;
