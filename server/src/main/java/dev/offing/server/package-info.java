/**
 * A running Offing: {@link dev.offing.server.OffingServer} opens a data folder and puts the layers
 * together. It decides nothing itself. {@code server/README.md} shows the layers.
 */
package dev.offing.server;
