/**
 * Rights. {@link dev.offing.server.access.Access} is asked for every change received and every byte
 * delivered; nothing else in the server may decide who sees what, and nobody keeps an answer.
 */
package dev.offing.server.access;
