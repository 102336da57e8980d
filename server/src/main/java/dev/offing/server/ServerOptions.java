package dev.offing.server;

import dev.offing.server.http.HttpOptions;
import java.nio.file.Path;

/**
 * How a server is started.
 *
 * @param data its data folder; made if missing
 * @param version what {@code /api/state} says
 */
public record ServerOptions(Path data, HttpOptions http, String version) {}
