/**
 * WebSockets: one {@link dev.offing.server.socket.SocketConnection} runs one session of the sync
 * protocol; {@link dev.offing.server.socket.Outgoing} sends to it without anybody waiting. Entry: {@link
 * dev.offing.server.socket.SocketEndpoint}. It moves bytes and answers requests; what they mean is
 * decided by the module {@code sync}.
 */
package dev.offing.server.socket;
