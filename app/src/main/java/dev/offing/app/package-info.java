/**
 * The {@code offing} command: parses the command line, calls the module that does the work, and says
 * what came of it in plain sentences. It holds no logic of its own.
 */
package dev.offing.app;
