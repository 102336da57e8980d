/**
 * The HTTP edge: routes, guards against other sites, headers, the web app's files. Entry: {@link
 * dev.offing.server.http.HttpEdge}. Holds no state of the workspace and writes no SQL; docs/http.md is
 * its contract.
 */
package dev.offing.server.http;
