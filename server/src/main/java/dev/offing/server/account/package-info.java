/**
 * People and their browsers: <em>account</em> (a person), <em>session</em> (a signed-in browser, known
 * by the hash of its token), <em>device</em> (that browser over many sessions), <em>ticket</em> (one
 * use, opens a WebSocket). Entry: {@link dev.offing.server.account.Accounts}. Secrets leave this
 * package only towards the browser they are for.
 */
package dev.offing.server.account;
