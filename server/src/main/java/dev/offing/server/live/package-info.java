/**
 * The workspace as it runs: a <em>gate</em> per document that checks changes, the appends it allows,
 * and the <em>subscribers</em> that are told of what became durable. Entry: {@link
 * dev.offing.server.live.LiveWorkspace}. Every append of the server passes here.
 */
package dev.offing.server.live;
