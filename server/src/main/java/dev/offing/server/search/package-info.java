/** The search over all pages of the workspace: what is read of them, and what a question finds. */
package dev.offing.server.search;
